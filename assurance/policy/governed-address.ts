/** Whether an address is one of a Helm release or of a resource of the Kubernetes provider. */
export function isInReleaseOrObject(address: string): boolean {
  return address.startsWith("helm_release.") || address.startsWith("kubernetes_");
}
