/** The Kubernetes versions that a component supports, by minor version of Kubernetes 1. */
export interface SupportedVersions {
  readonly chart: string;
  /** Version of the chart that this is true for. */
  readonly version: string;
  readonly oldest: number;
  readonly newest: number;
}

/** The oldest one that Helm accepts for every chart: `kubeVersion` of kube-prometheus-stack and grafana. */
export const OLDEST_MINOR = 25;

export const SUPPORTED_VERSIONS: readonly SupportedVersions[] = [
  // https://cert-manager.io/docs/releases/#currently-supported-releases
  { chart: "cert-manager", version: "v1.21.1", oldest: 33, newest: 36 },
  // https://github.com/elastic/cloud-on-k8s/blob/v3.5.0/README.md
  { chart: "eck-operator", version: "3.5.0", oldest: 32, newest: 36 },
  // https://github.com/open-telemetry/opentelemetry-operator/blob/v0.158.0/docs/compatibility.md
  { chart: "opentelemetry-operator", version: "0.122.0", oldest: 25, newest: 36 },
];
