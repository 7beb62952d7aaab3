import type { Environment } from "./environment";
import { SERVICES } from "./services";

/** Production: highly available, with an external heartbeat and a weekly maintenance window. */
export const production: Environment = {
  name: "production",
  cluster: { name: "production", context: "production", controlPlane: "managed" },
  backend: { type: "s3", bucket: "example-terraform-state", region: "eu-central-1" },
  profile: "high-availability",
  storage: {
    storageClass: "fast",
    prometheus: "600Gi",
    alertmanager: "10Gi",
    elasticsearch: "5Ti",
    logstash: "50Gi",
    gateway: "50Gi",
  },
  load: { activeSeries: 2_000_000, logGibPerDay: 40, spansPerSecond: 5_000 },
  ingress: {
    host: "grafana.example.org",
    className: "nginx",
    issuer: { kind: "ClusterIssuer", name: "letsencrypt" },
  },
  oidc: {
    issuer: "https://login.example.org/realms/example",
    endpoints: {
      authorization: "https://login.example.org/realms/example/protocol/openid-connect/auth",
      token: "https://login.example.org/realms/example/protocol/openid-connect/token",
      userInfo: "https://login.example.org/realms/example/protocol/openid-connect/userinfo",
    },
    clientId: "observability",
    hosts: { jaeger: "traces.example.org", kibana: "logs.example.org" },
    groups: { admin: ["platform"], editor: ["developers"], viewer: ["support"] },
  },
  grafanaDatabase: { host: "postgres.example.org" },
  receivers: {
    kind: "external",
    pagerduty: {},
    slack: { channel: "#alerts", criticalChannel: "#incidents" },
    email: {
      smarthost: "smtp.example.org:587",
      from: "observability@example.org",
      to: "on-call@example.org",
      teamTo: "platform@example.org",
    },
    heartbeatUrl: { name: "alertmanager-receivers", key: "heartbeat-url" },
  },
  maintenanceWindows: [
    {
      name: "sunday-patches",
      reason: "Nodes are patched and rebooted one after the other.",
      start: "02:00",
      end: "04:00",
      timeZone: "Europe/Berlin",
      weekdays: ["sunday"],
      severities: ["medium", "low"],
    },
  ],
  monitoredNamespaces: ["shop", "payments", "search"],
  services: SERVICES,
  runbookBaseUrl: "https://runbooks.example.org",
};
