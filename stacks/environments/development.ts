import type { Environment } from "./environment";

/** A shared cluster for development: one replica of each, real notification channels. */
export const development: Environment = {
  name: "development",
  cluster: { name: "development", context: "development", controlPlane: "managed" },
  backend: { type: "kubernetes", namespace: "terraform-state" },
  profile: "single",
  storage: {
    storageClass: "standard",
    prometheus: "80Gi",
    alertmanager: "2Gi",
    elasticsearch: "200Gi",
    logstash: "10Gi",
    gateway: "10Gi",
  },
  load: { activeSeries: 300_000, logGibPerDay: 1, spansPerSecond: 200 },
  ingress: {
    host: "grafana.development.example.org",
    className: "nginx",
    issuer: { kind: "ClusterIssuer", name: "letsencrypt" },
  },
  receivers: {
    kind: "external",
    pagerduty: {},
    slack: { channel: "#alerts-development" },
    email: {
      smarthost: "smtp.example.org:587",
      from: "observability@example.org",
      to: "platform-development@example.org",
    },
  },
  monitoredNamespaces: ["shop", "payments"],
  logLevel: "DEBUG",
  runbookBaseUrl: "https://runbooks.example.org",
};
