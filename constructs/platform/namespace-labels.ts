/** Levels of the Pod Security Standards. */
export type PodSecurityLevel = "privileged" | "baseline" | "restricted";

/**
 * Labels of a namespace that is ours: Pod Security admission, and the mark by which network policies and selectors
 * know it. What `restricted` would refuse is warned about and audited even where less is enforced.
 * @see https://kubernetes.io/docs/concepts/security/pod-security-admission/
 */
export function namespaceLabels(enforce: PodSecurityLevel): Readonly<Record<string, string>> {
  const reported = enforce === "privileged" ? "privileged" : "restricted";
  return {
    "app.kubernetes.io/part-of": "qms-observability",
    "pod-security.kubernetes.io/enforce": enforce,
    "pod-security.kubernetes.io/audit": reported,
    "pod-security.kubernetes.io/warn": reported,
  };
}

/** Of the namespaces that Terraform creates, and deletes with the stack. */
export const MANAGED_BY_TERRAFORM = { "app.kubernetes.io/managed-by": "terraform" } as const;
