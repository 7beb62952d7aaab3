import type { ChartContainer, ChartWorkloads } from "./chart-workload";

const SELF: readonly ChartContainer[] = [{ name: "", resources: "resources" }];
const RELOADER: ChartContainer = {
  name: "config-reloader",
  resources: "prometheusOperator.prometheusConfigReloader.resources",
};

/**
 * Where each chart takes the resources of its containers from. Source: `values.yaml` and templates of the chart at the
 * version named; what operators make is theirs and said beside it. Init containers are left out: none of them asks for
 * more than the containers that follow.
 */
export const CHART_WORKLOADS: Readonly<Record<string, ChartWorkloads>> = {
  "cert-manager": {
    version: "v1.21.1",
    workloads: [
      {
        name: "",
        kind: "Deployment",
        replicas: "replicaCount",
        spread: "topologySpreadConstraints",
        budget: "podDisruptionBudget.enabled:false",
        containers: SELF,
      },
      {
        name: "webhook",
        kind: "Deployment",
        replicas: "webhook.replicaCount",
        spread: "webhook.topologySpreadConstraints",
        budget: "webhook.podDisruptionBudget.enabled:false",
        containers: [{ name: "webhook", resources: "webhook.resources" }],
      },
      {
        name: "cainjector",
        kind: "Deployment",
        replicas: "cainjector.replicaCount",
        spread: "cainjector.topologySpreadConstraints",
        budget: "cainjector.podDisruptionBudget.enabled:false",
        when: "cainjector.enabled:true",
        containers: [{ name: "cainjector", resources: "cainjector.resources" }],
      },
      {
        name: "startupapicheck",
        kind: "Job",
        when: "startupapicheck.enabled:true",
        containers: [{ name: "startupapicheck", resources: "startupapicheck.resources" }],
      },
    ],
  },
  "trust-manager": {
    version: "v0.24.0",
    workloads: [
      {
        name: "",
        kind: "Deployment",
        replicas: "replicaCount",
        spread: "topologySpreadConstraints",
        budget: "podDisruptionBudget.enabled:false",
        containers: SELF,
      },
    ],
  },
  "prometheus-operator-crds": { version: "31.0.1", workloads: [] },
  "eck-operator": {
    version: "3.5.0",
    workloads: [
      {
        name: "",
        kind: "StatefulSet",
        replicas: "replicaCount",
        spread: "affinity",
        budget: "podDisruptionBudget.enabled:false",
        containers: [
          {
            name: "manager",
            resources: "resources",
            defaults: { requests: { cpu: "100m", memory: "150Mi" }, limits: { cpu: 1, memory: "1Gi" } },
          },
        ],
      },
    ],
  },
  "opentelemetry-operator": {
    version: "0.122.0",
    workloads: [
      {
        name: "",
        kind: "Deployment",
        replicas: "replicaCount",
        spread: "topologySpreadConstraints",
        budget: "pdb.create:false",
        containers: [{ name: "manager", resources: "manager.resources" }],
      },
    ],
  },
  "kube-prometheus-stack": {
    version: "88.5.3",
    workloads: [
      {
        name: "prometheus",
        kind: "StatefulSet",
        replicas: "prometheus.prometheusSpec.replicas",
        spread: "prometheus.prometheusSpec.topologySpreadConstraints",
        budget: "prometheus.podDisruptionBudget.enabled:false",
        when: "prometheus.enabled:true",
        containers: [
          { name: "prometheus", resources: "prometheus.prometheusSpec.resources" },
          RELOADER,
          {
            name: "thanos-sidecar",
            resources: "prometheus.prometheusSpec.thanos.resources",
            when: "prometheus.prometheusSpec.thanos:false",
          },
        ],
      },
      {
        name: "alertmanager",
        kind: "StatefulSet",
        replicas: "alertmanager.alertmanagerSpec.replicas",
        spread: "alertmanager.alertmanagerSpec.topologySpreadConstraints",
        budget: "alertmanager.podDisruptionBudget.enabled:false",
        when: "alertmanager.enabled:true",
        containers: [
          { name: "alertmanager", resources: "alertmanager.alertmanagerSpec.resources" },
          RELOADER,
        ],
      },
      {
        name: "operator",
        kind: "Deployment",
        when: "prometheusOperator.enabled:true",
        containers: [{ name: "operator", resources: "prometheusOperator.resources" }],
      },
      {
        name: "operator-webhook",
        kind: "Deployment",
        replicas: "prometheusOperator.admissionWebhooks.deployment.replicas",
        spread: "prometheusOperator.admissionWebhooks.deployment.affinity",
        budget: "prometheusOperator.admissionWebhooks.deployment.podDisruptionBudget.enabled:false",
        when: "prometheusOperator.admissionWebhooks.deployment.enabled:false",
        containers: [
          { name: "webhook", resources: "prometheusOperator.admissionWebhooks.deployment.resources" },
        ],
      },
      {
        name: "kube-state-metrics",
        kind: "Deployment",
        replicas: "kube-state-metrics.replicas",
        when: "kubeStateMetrics.enabled:true",
        containers: [
          { name: "kube-state-metrics", resources: "kube-state-metrics.resources" },
          {
            name: "kube-rbac-proxy-http",
            resources: "kube-state-metrics.kubeRBACProxy.resources",
            when: "kube-state-metrics.kubeRBACProxy.enabled:false",
          },
        ],
      },
      {
        name: "node-exporter",
        kind: "DaemonSet",
        when: "nodeExporter.enabled:true",
        containers: [
          { name: "node-exporter", resources: "prometheus-node-exporter.resources" },
          {
            name: "kube-rbac-proxy",
            resources: "prometheus-node-exporter.kubeRBACProxy.resources",
            when: "prometheus-node-exporter.kubeRBACProxy.enabled:false",
          },
        ],
      },
    ],
  },
  thanos: {
    version: "1.24.1",
    workloads: [
      {
        name: "query",
        kind: "Deployment",
        replicas: "query.replicas",
        spread: "query.topologySpreadConstraints",
        budget: "query.podDisruptionBudget.enabled:false",
        when: "query.enabled:true",
        containers: [{ name: "query", resources: "query.resources" }],
      },
    ],
  },
  "prometheus-blackbox-exporter": {
    version: "11.17.2",
    workloads: [
      {
        name: "",
        kind: "Deployment",
        replicas: "replicas",
        containers: [{ name: "blackbox-exporter", resources: "resources" }],
      },
    ],
  },
  "prometheus-elasticsearch-exporter": {
    version: "7.4.0",
    workloads: [{ name: "", kind: "Deployment", replicas: "replicaCount", containers: SELF }],
  },
  grafana: {
    version: "12.11.1",
    workloads: [
      {
        name: "",
        kind: "Deployment",
        replicas: "replicas",
        spread: "topologySpreadConstraints",
        budget: "podDisruptionBudget:false",
        containers: [
          { name: "grafana", resources: "resources" },
          { name: "sc-dashboard", resources: "sidecar.resources", when: "sidecar.dashboards.enabled:false" },
          {
            name: "sc-datasources",
            resources: "sidecar.resources",
            when: "sidecar.datasources.enabled:false",
          },
          { name: "sc-alerts", resources: "sidecar.resources", when: "sidecar.alerts.enabled:false" },
          { name: "sc-plugins", resources: "sidecar.resources", when: "sidecar.plugins.enabled:false" },
        ],
      },
    ],
  },
  jaeger: {
    version: "4.11.1",
    workloads: [
      {
        name: "",
        kind: "Deployment",
        replicas: "jaeger.replicas",
        spread: "jaeger.topologySpreadConstraints",
        when: "jaeger.enabled:true",
        containers: [{ name: "jaeger", resources: "jaeger.resources" }],
      },
      {
        name: "es-index-cleaner",
        kind: "Job",
        when: "esIndexCleaner.enabled:false",
        containers: [{ name: "es-index-cleaner", resources: "esIndexCleaner.resources" }],
      },
    ],
  },
  "opentelemetry-collector": {
    version: "0.170.0",
    // Its kind is the value `mode`; whoever reads this table sees to it.
    workloads: [
      {
        name: "",
        kind: "Deployment",
        replicas: "replicaCount",
        spread: "topologySpreadConstraints",
        budget: "podDisruptionBudget.enabled:false",
        containers: SELF,
      },
    ],
  },
  // The operator's own defaults: https://www.elastic.co/docs/deploy-manage/deploy/cloud-on-k8s/manage-compute-resources
  "eck-elasticsearch": { version: "0.20.0", workloads: [] },
  "eck-kibana": {
    version: "0.20.0",
    workloads: [
      {
        name: "",
        kind: "Deployment",
        replicas: "count",
        spread: "podTemplate.spec.topologySpreadConstraints",
        containers: [elastic("kibana", "1Gi")],
      },
    ],
  },
  "eck-logstash": {
    version: "0.20.0",
    workloads: [
      {
        name: "",
        kind: "StatefulSet",
        replicas: "count",
        spread: "podTemplate.spec.topologySpreadConstraints",
        containers: [elastic("logstash", "2Gi")],
      },
    ],
  },
};

/** The container of this name in the pod template; its memory where nobody says otherwise. */
function elastic(name: string, memory: string): ChartContainer {
  return {
    name,
    resources: `podTemplate.spec.containers[${name}].resources`,
    defaults: { requests: { memory }, limits: { memory } },
  };
}
