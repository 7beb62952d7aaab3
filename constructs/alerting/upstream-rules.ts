import type { HelmValues } from "../core/helm-values";

/**
 * Rules of kube-prometheus-stack in whose place ours stand: with both, one incident would be told twice.
 * @see https://github.com/prometheus-community/helm-charts/tree/main/charts/kube-prometheus-stack/templates/prometheus/rules-1.14
 */
const REPLACED = {
  AlertmanagerClusterFailedToSendAlerts: "AlertmanagerNotificationsFailing",
  AlertmanagerFailedToSendAlerts: "AlertmanagerNotificationsFailing",
  CPUThrottlingHigh: "ContainerCPUHigh",
  KubeNodeNotReady: "NodeNotReady",
  KubeNodeUnreachable: "NodeNotReady",
  KubePersistentVolumeFillingUp: "VolumeDiskHigh and VolumeDiskFullPredicted",
  NodeFilesystemAlmostOutOfSpace: "NodeDiskHigh",
  NodeFilesystemSpaceFillingUp: "NodeDiskFullPredicted",
  NodeNetworkReceiveErrs: "NodeNetworkErrorsHigh",
  NodeNetworkTransmitErrs: "NodeNetworkErrorsHigh",
  PrometheusRuleFailures: "PrometheusRuleFailures",
} as const;

/** Values that leave those rules out. */
export const WITHOUT_REPLACED_RULES: HelmValues = {
  defaultRules: { disabled: Object.fromEntries(Object.keys(REPLACED).map((alert) => [alert, true])) },
};
