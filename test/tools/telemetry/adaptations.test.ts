import type { JsonObject } from "../../../assurance/artifact/json";
import { distinctNative } from "../../support/native-files";
import { validatable } from "../collector-stand-ins";
import { adapt, changedPaths, isCovered } from "./adaptation";
import type { Place } from "./collector-adaptations";
import { ADAPTATIONS, type Part } from "./telemetry-lab";

const PLACE: Place = {
  addresses: {
    agent: "127.8.1.2",
    gateway: "127.8.1.3",
    jaeger: "127.8.1.4",
    elasticsearch: "127.8.1.5",
    prometheus: "127.8.1.6",
    kubernetes: "127.8.1.7",
    pod: "127.8.1.8",
    between: "127.8.1.9",
  },
  tlsFolder: "/lab/tls",
  podLogs: "/lab/pods",
};

const PARTS: Readonly<Record<string, Part>> = {
  "otel-agent": "agent",
  "otel-gateway": "gateway",
  jaeger: "jaeger",
};

const CHANGES: Readonly<Record<Part, readonly string[]>> = {
  agent: [
    "exporters.load_balancing.protocol.otlp.tls: files of the certificate",
    "exporters.otlp_grpc/gateway.tls: files of the certificate",
    "exporters.prometheus.tls: files of the certificate",
    "receivers.otlp.protocols.*.tls: files of the certificate",
    "receivers.zipkin.tls: files of the certificate",
    "exporters.otlp_grpc/gateway.endpoint: the gateway's address",
    "exporters.load_balancing.resolver: replicas are asked of the API server with the account of a pod",
    "processors.k8s_attributes.auth_type: there is no account of a pod",
    "receivers.file_log/pods.include: folder of the containers' logs",
    "receivers.file_log/pods.exclude: folder of the containers' logs",
  ],
  gateway: [
    "exporters.otlp_grpc/jaeger.tls: files of the certificate",
    "exporters.prometheus.tls: files of the certificate",
    "receivers.otlp.protocols.*.tls: files of the certificate",
    "exporters.elasticsearch/logs.tls: files of the certificate",
    "exporters.elasticsearch/logs.endpoints: the store's address",
    "exporters.otlp_grpc/jaeger.endpoint: Jaeger's address",
  ],
  jaeger: [
    "extensions.healthcheckv2.http.endpoint: its address",
    "extensions.jaeger_query.*.endpoint: its address",
    "receivers.otlp.protocols.grpc.endpoint: its address",
    "service.telemetry.metrics.readers: its address",
    "extensions.jaeger_query.*.tls: files of the certificate",
    "receivers.otlp.protocols.grpc.tls: files of the certificate",
    "extensions.jaeger_storage.backends.elasticsearch: there is no Elasticsearch, so spans are kept in memory",
    "extensions.jaeger_storage.metric_backends.*.prometheus.tls: files of the certificate",
    "extensions.jaeger_query.ui: the file comes from a ConfigMap",
  ],
};

const FILES = [...distinctNative("collectors"), ...distinctNative("jaeger")].flatMap((file) => {
  const part = PARTS[file.name];
  return part === undefined
    ? []
    : [[`${file.fileName} of ${file.environments.join(", ")}`, part, file] as const];
});

describe.each(FILES)("%s in a lab", (_title, part, file) => {
  const { config: valid } = validatable(file.data as JsonObject, "/lab/state");
  const adaptations = ADAPTATIONS[part](PLACE);
  const { changes, config } = adapt(valid, adaptations);

  it("is what was found valid, changed in addresses, files and what needs a cluster", () => {
    expect(changes).toEqual(CHANGES[part]);
  });

  it("differs nowhere else", () => {
    const elsewhere = changedPaths(valid, config).filter((path) => !isCovered(path, adaptations));
    expect(elsewhere).toEqual([]);
  });
});
