import type { Check } from "./check";

/** Whether the context may do what a deployment does: definitions, cluster roles and webhooks are created. */
export const checkAccess: Check = async (cluster) => {
  const { status } = await cluster.question<{ readonly status?: { readonly allowed?: boolean } }>(
    "/apis/authorization.k8s.io/v1/selfsubjectaccessreviews",
    {
      apiVersion: "authorization.k8s.io/v1",
      kind: "SelfSubjectAccessReview",
      spec: { resourceAttributes: { verb: "*", group: "*", resource: "*" } },
    },
  );
  const finding = { area: "access", subject: "cluster administrator" };
  return status?.allowed === true
    ? [{ ...finding, verdict: "ok", found: "all rights" }]
    : [
        {
          ...finding,
          verdict: "warn",
          found: "not all rights: a deployment may be refused half-way",
          fix: "use a context with the rights of a cluster administrator",
        },
      ];
};
