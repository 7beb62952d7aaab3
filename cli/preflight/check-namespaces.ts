import { environmentRecord, type EnvironmentRecord } from "../../assurance/environment-record";
import type { ClusterObject } from "../cluster/cluster";
import type { Check, Finding } from "./check";

type Namespace = EnvironmentRecord["namespaces"][number];
type Judgement = Pick<Finding, "verdict" | "found" | "fix">;

const ENFORCE = "pod-security.kubernetes.io/enforce";
/** From the most to the least that is allowed. */
const LEVELS = ["privileged", "baseline", "restricted"];

/** Whether the namespaces are there where they have to be, and let the pods in. */
export const checkNamespaces: Check = async (cluster, artifact) => {
  const findings: Finding[] = [];
  for (const namespace of environmentRecord(artifact)?.namespaces ?? []) {
    const there = await cluster.get(`/api/v1/namespaces/${namespace.name}`);
    const judgement =
      there === undefined ? missing(namespace, artifact.environment) : present(namespace, there);
    findings.push({ area: "namespace", subject: namespace.name, ...judgement });
  }
  return findings;
};

function missing({ created, labels, name, role }: Namespace, environment: string): Judgement {
  if (created) return { verdict: "ok", found: "not there yet: Terraform creates it" };
  const level = labels[ENFORCE] ?? "";
  return {
    verdict: "fail",
    found: "it does not exist",
    fix:
      role === "main"
        ? `run \`qms secrets ${environment} --apply\``
        : `create ${name} with the label ${ENFORCE}: ${level}, or take ${role} out of namespaces.existing`,
  };
}

function present(namespace: Namespace, there: ClusterObject): Judgement {
  const { labels = {}, deletionTimestamp } = there.metadata;
  if (deletionTimestamp !== undefined) {
    return { verdict: "fail", found: "it is being deleted", fix: "wait until it is gone" };
  }
  const isTerraforms = labels["app.kubernetes.io/managed-by"] === "terraform";
  if (namespace.created && !isTerraforms) {
    return {
      verdict: "fail",
      found: "it is there already, and Terraform would refuse to create it",
      fix: `add ${namespace.role} to namespaces.existing`,
    };
  }
  return enforced(namespace, labels[ENFORCE]);
}

function enforced({ labels, name }: Namespace, level: string | undefined): Judgement {
  const needed = labels[ENFORCE] ?? "privileged";
  const fix = `kubectl label namespace ${name} --overwrite ${ENFORCE}=${needed}`;
  if (level === undefined) {
    return { verdict: "warn", found: "enforces no Pod Security level", fix };
  }
  const found = `enforces Pod Security ${level}`;
  if (LEVELS.indexOf(level) > LEVELS.indexOf(needed)) {
    return { verdict: "fail", found: `${found}, its pods need ${needed}`, fix };
  }
  return LEVELS.indexOf(level) < LEVELS.indexOf(needed)
    ? { verdict: "warn", found: `${found}, ${needed} would do`, fix }
    : { verdict: "ok", found };
}
