/** A part of the platform that a cluster may have from somebody else. */
export interface PlatformComponent {
  /** Word for it in the environment's option `existing`. */
  readonly option: string;
  readonly chart: string;
  /** API groups of its definitions; each ends with one of these. */
  readonly groups: readonly string[];
  /** Definitions without which the stack cannot do. */
  readonly definitions: readonly string[];
  /** Values of the label `app.kubernetes.io/name` of its operator. */
  readonly operators: readonly string[];
  /** What a second operator beside ours does. */
  readonly second: { readonly verdict: "warn" | "fail"; readonly found: string };
}

export const PLATFORM_COMPONENTS: readonly PlatformComponent[] = [
  {
    option: "prometheus-operator-crds",
    chart: "prometheus-operator-crds",
    groups: ["monitoring.coreos.com"],
    definitions: [
      "prometheuses.monitoring.coreos.com",
      "alertmanagers.monitoring.coreos.com",
      "prometheusrules.monitoring.coreos.com",
      "servicemonitors.monitoring.coreos.com",
      "podmonitors.monitoring.coreos.com",
    ],
    operators: ["prometheus-operator", "kube-prometheus-stack-prometheus-operator"],
    second: {
      verdict: "warn",
      found:
        "another Prometheus operator; unless it is confined to its own namespaces, both change our objects",
    },
  },
  {
    option: "cert-manager",
    chart: "cert-manager",
    groups: ["cert-manager.io"],
    definitions: ["certificates.cert-manager.io", "clusterissuers.cert-manager.io"],
    operators: ["cert-manager"],
    second: {
      verdict: "fail",
      found: "another cert-manager; two of them sign and change the same certificates",
    },
  },
  {
    option: "cert-manager",
    chart: "trust-manager",
    groups: ["trust.cert-manager.io", "trust-manager.io"],
    definitions: ["bundles.trust.cert-manager.io"],
    operators: ["trust-manager"],
    second: { verdict: "fail", found: "another trust-manager; two of them write the same ConfigMaps" },
  },
  {
    option: "eck-operator",
    chart: "eck-operator",
    groups: ["k8s.elastic.co"],
    definitions: [
      "elasticsearches.elasticsearch.k8s.elastic.co",
      "kibanas.kibana.k8s.elastic.co",
      "logstashes.logstash.k8s.elastic.co",
    ],
    operators: ["elastic-operator"],
    second: {
      verdict: "warn",
      found: "another ECK operator; unless it is confined to its own namespaces, both change our objects",
    },
  },
  {
    option: "opentelemetry-operator",
    chart: "opentelemetry-operator",
    groups: ["opentelemetry.io"],
    definitions: ["instrumentations.opentelemetry.io"],
    operators: ["opentelemetry-operator"],
    second: { verdict: "fail", found: "another OpenTelemetry operator; both would change the same pods" },
  },
];
