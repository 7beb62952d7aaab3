import type { Environment } from "./environment";

/** A cluster on a laptop, such as kind with about 8 GiB. No account is needed: alerts go to a sink in the cluster. */
export const local: Environment = {
  name: "local",
  cluster: { name: "local", context: "kind-observability", controlPlane: "self-run" },
  backend: { type: "local" },
  profile: "single",
  storage: {
    prometheus: "12Gi",
    alertmanager: "1Gi",
    elasticsearch: "16Gi",
    logstash: "1Gi",
    gateway: "1Gi",
  },
  load: { activeSeries: 50_000, logGibPerDay: 0.1, spansPerSecond: 20 },
  receivers: { kind: "in-cluster-sink" },
  monitoredNamespaces: ["default"],
  logLevel: "DEBUG",
  runbookBaseUrl: "https://runbooks.example.org",
  protectData: false,
};
