import type { MandatedPaths } from "../core/contradictions";
import { type HelmValue, type HelmValues, mergeLayers } from "../core/helm-values";
import type { IssuerReference } from "../security/certificate";
import { namespaceSelectors, selectorOf } from "./monitored-namespaces";
import type { PrometheusProps } from "./prometheus";
import { prometheusTls } from "./prometheus-tls";
import { sidecarValues } from "./thanos-sidecar";

/** Wired paths that the mandate decides, here and where `Alerting` adds to the wiring. */
export const PROMETHEUS_MANDATED_PATHS: MandatedPaths = {
  "prometheus.enabled": "observability_configuration.monitoring_stack",
  "prometheus.agentMode": "observability_configuration.metrics_retention_days",
  "prometheus.prometheusSpec.storageSpec": "observability_configuration.metrics_retention_days",
  "prometheus.prometheusSpec.disableAlerting": "observability_configuration.alerting_enabled",
  "prometheus.prometheusSpec.ruleNamespaceSelector": "observability_configuration.alerting_enabled",
  "prometheus.prometheusSpec.ruleSelectorNilUsesHelmValues": "observability_configuration.alerting_enabled",
  "prometheus.prometheusSpec.additionalAlertRelabelConfigs": "observability_configuration.alerting_enabled",
  "prometheusOperator.enabled": "observability_configuration.monitoring_stack",
  "alertmanager.enabled": "observability_configuration.alerting_enabled",
  "alertmanager.tplConfig": "observability_configuration.alerting_enabled",
  "alertmanager.alertmanagerSpec.useExistingSecret": "observability_configuration.alerting_enabled",
  "alertmanager.alertmanagerSpec.secrets": "alerting_configuration.pager_duty_integration",
  "alertmanager.config.route": "alerting_configuration.alert_grouping_window",
  "alertmanager.config.route.receiver": "alerting_configuration.pager_duty_integration",
  "alertmanager.config.route.repeat_interval": "alerting_configuration.critical_response_time",
  "alertmanager.config.route.routes": "alerting_configuration.critical_response_time",
  "alertmanager.config.receivers": "alerting_configuration.pager_duty_integration",
  "alertmanager.config.inhibit_rules": "alerting_configuration.alert_deduplication",
  "alertmanager.config.time_intervals": "alerting_configuration.maintenance_window_support",
};

/** Values that follow from the props, and those that the names of the endpoints depend on. */
export function prometheusWiring(props: PrometheusWiringOptions): HelmValues {
  const { fullname, namespace, profile } = props;
  const sidecar = profile === "high-availability" ? sidecarValues(fullname, namespace) : {};
  return mergeLayers([prometheusTls(props), sidecar, ownWiring(props)]);
}

interface PrometheusWiringOptions extends PrometheusProps {
  /** Name with which the names of all objects begin. */
  readonly fullname: string;
  readonly issuer: IssuerReference;
}

function ownWiring(props: PrometheusWiringOptions): HelmValues {
  const { agentsNamespace, controlPlane, fullname, issuer, namespace } = props;
  return {
    fullnameOverride: fullname,
    crds: { enabled: false },
    grafana: { enabled: false },
    prometheus: { enabled: true, agentMode: false, prometheusSpec: prometheusSpec(props) },
    alertmanager: { enabled: true, tplConfig: false, alertmanagerSpec: alertmanagerSpec(props) },
    prometheusOperator: {
      enabled: true,
      admissionWebhooks: {
        certManager: {
          enabled: true,
          issuerRef: { name: issuer.name, kind: issuer.kind, group: "cert-manager.io" },
        },
      },
      // Objects of other Prometheus operators in the cluster are theirs.
      alertmanagerInstanceNamespaces: [namespace],
      prometheusInstanceNamespaces: [namespace],
    },
    "prometheus-node-exporter": { namespaceOverride: agentsNamespace },
    // The chart scrapes containers three times as often as all the rest, which the volume is not sized for.
    kubelet: {
      serviceMonitor: { cAdvisorInterval: scrapeInterval(props), resourceInterval: scrapeInterval(props) },
    },
    ...controlPlaneTargets(controlPlane === "self-run"),
  };
}

function prometheusSpec(props: PrometheusProps): HelmValues {
  const { agentsNamespace, clusterName, externalUrl, monitoredNamespaces, namespace, storageSize } = props;
  return {
    ...namespaceSelectors(monitoredNamespaces, [namespace, agentsNamespace]),
    disableAlerting: false,
    // With it the chart takes only rules that carry the label of its own release, and ours are in others.
    ruleSelectorNilUsesHelmValues: false,
    // What is pushed reaches one of several replicas only; metrics are scraped.
    enableOTLPReceiver: false,
    enableRemoteWriteReceiver: false,
    externalLabels: { cluster: clusterName },
    scrapeInterval: scrapeInterval(props),
    ...(externalUrl === undefined ? {} : { externalUrl }),
    storageSpec: volume(storageSize, props),
  };
}

function scrapeInterval({ scrapeIntervalSeconds = 30 }: PrometheusProps): string {
  return `${String(scrapeIntervalSeconds)}s`;
}

function alertmanagerSpec(props: PrometheusProps): HelmValues {
  const { alertmanagerExternalUrl, alertmanagerStorageSize, namespace } = props;
  return {
    // Routes of others would stand before ours; theirs are taken from our own namespace alone.
    alertmanagerConfigNamespaceSelector: selectorOf([namespace]),
    ...(alertmanagerExternalUrl === undefined ? {} : { externalUrl: alertmanagerExternalUrl }),
    useExistingSecret: false,
    storage: volume(alertmanagerStorageSize, props),
  };
}

function volume(size: string, { storageClassName }: PrometheusProps): HelmValue {
  return {
    volumeClaimTemplate: {
      spec: {
        ...(storageClassName === undefined ? {} : { storageClassName }),
        accessModes: ["ReadWriteOnce"],
        resources: { requests: { storage: size } },
      },
    },
  };
}

/** Scraping and rules of the parts that only whoever runs the control plane can reach. */
function controlPlaneTargets(enabled: boolean): HelmValues {
  const parts = ["kubeControllerManager", "kubeEtcd", "kubeScheduler", "kubeProxy"];
  return Object.fromEntries(parts.map((part) => [part, { enabled }]));
}
