/** How Helm goes about every release of ours, unless a construct has a reason of its own. */
export const RELEASE_SETTINGS = {
  // What comes later stands on pods that run, not on objects that exist.
  wait: true,
  // A failed upgrade must not leave half-made objects that the next one trips over. Not `atomic`: that would undo a first
  // install, claims of volumes included, because one pod was late, and roll back a store whose data has moved on. What
  // is there stays, and the next apply goes on from there.
  cleanupOnFail: true,
  // Helm keeps every revision by default, each a Secret of up to 1 MiB.
  maxHistory: 10,
  // Namespaces have labels, so they are resources of their own, or somebody else's.
  createNamespace: false,
} as const;

/** Seconds until Terraform gives up on an install or upgrade, by what there is to wait for. */
export const TIMEOUT_SECONDS = {
  // Objects alone: definitions, certificates, rules, and custom resources, which Helm does not wait for. Minutes are for
  // webhooks that have just started; the provider's own default.
  objects: 300,
  // Large images from a slow registry, and replicas that are replaced one after the other; a DaemonSet in tenths of the
  // nodes, so it takes no longer where there are many.
  pods: 900,
} as const;
