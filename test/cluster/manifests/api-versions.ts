/** An object, as far as its version goes. */
export interface Versioned {
  readonly apiVersion: string;
  readonly kind: string;
  readonly [field: string]: unknown;
}

/**
 * Versions of Kubernetes' own groups that every release of the supported range serves, from 1.25 to the one that the
 * tests run, and that none of them deprecates.
 * @see https://kubernetes.io/docs/reference/using-api/deprecation-guide/
 */
const SUPPORTED: ReadonlySet<string> = new Set([
  "admissionregistration.k8s.io/v1",
  "apiextensions.k8s.io/v1",
  "apiregistration.k8s.io/v1",
  "apps/v1",
  "autoscaling/v2",
  "batch/v1",
  "certificates.k8s.io/v1",
  "coordination.k8s.io/v1",
  "discovery.k8s.io/v1",
  "networking.k8s.io/v1",
  "policy/v1",
  "rbac.authorization.k8s.io/v1",
  "scheduling.k8s.io/v1",
  "storage.k8s.io/v1",
  "v1",
]);

/** Kinds of those groups that are deprecated, or that came after 1.25. */
const UNSUPPORTED: ReadonlySet<string> = new Set([
  "v1/ComponentStatus",
  "v1/Endpoints",
  "admissionregistration.k8s.io/v1/ValidatingAdmissionPolicy",
  "admissionregistration.k8s.io/v1/ValidatingAdmissionPolicyBinding",
  "networking.k8s.io/v1/IPAddress",
  "networking.k8s.io/v1/ServiceCIDR",
  "storage.k8s.io/v1/VolumeAttributesClass",
]);

/** Why an object cannot be applied to every supported release, or nothing. Custom resources are another matter. */
export function versionProblem({ apiVersion, kind }: Versioned): string | undefined {
  const group = apiVersion.includes("/") ? apiVersion.slice(0, apiVersion.indexOf("/")) : "";
  const isCustom = group.includes(".") && !group.endsWith(".k8s.io");
  if (isCustom || CUSTOM_GROUPS.has(group)) return undefined;
  const isSupported = SUPPORTED.has(apiVersion) && !UNSUPPORTED.has(`${apiVersion}/${kind}`);
  return isSupported
    ? undefined
    : `${apiVersion} ${kind} is not served, or deprecated, in a supported release`;
}

/** Groups that look like Kubernetes' own. */
const CUSTOM_GROUPS: ReadonlySet<string> = new Set(["gateway.networking.k8s.io"]);
