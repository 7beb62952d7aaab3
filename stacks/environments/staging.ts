import type { Environment } from "./environment";
import { SERVICES } from "./services";

/** Production's twin for rehearsals: highly available, with smaller volumes. */
export const staging: Environment = {
  name: "staging",
  cluster: { name: "staging", context: "staging", controlPlane: "managed" },
  backend: { type: "s3", bucket: "example-terraform-state", region: "eu-central-1" },
  profile: "high-availability",
  storage: {
    storageClass: "fast",
    prometheus: "220Gi",
    alertmanager: "5Gi",
    elasticsearch: "750Gi",
    logstash: "20Gi",
    gateway: "20Gi",
  },
  load: { activeSeries: 800_000, logGibPerDay: 5, spansPerSecond: 1_000 },
  ingress: {
    host: "grafana.staging.example.org",
    className: "nginx",
    issuer: { kind: "ClusterIssuer", name: "letsencrypt" },
  },
  grafanaDatabase: { host: "postgres.staging.example.org" },
  receivers: {
    kind: "external",
    pagerduty: {},
    slack: { channel: "#alerts-staging" },
    email: {
      smarthost: "smtp.example.org:587",
      from: "observability@example.org",
      to: "platform@example.org",
    },
  },
  monitoredNamespaces: ["shop", "payments", "search"],
  services: SERVICES,
  runbookBaseUrl: "https://runbooks.example.org",
};
