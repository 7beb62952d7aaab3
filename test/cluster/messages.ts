/** What Terraform, Helm and the API server say of trouble; the deploy guide has a remedy for each. */
export const MESSAGES = {
  definitionsOfOthers:
    'invalid ownership metadata; label validation error: missing key "app.kubernetes.io/managed-by"',
  locked: "Error acquiring the state lock",
  namespaceThere: "already exists",
  pending: "another operation (install/upgrade/rollback) is in progress",
  protected: "Instance cannot be destroyed",
  refused: "is invalid: ",
  /** Helm's words, newer and older. */
  timedOut: ["context deadline exceeded", "timed out waiting for the condition"],
} as const;
