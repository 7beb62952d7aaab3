import { JAEGER_METRICS_CA } from "../../../constructs/tracing/jaeger-storage";
import { JAEGER_TLS } from "../../../constructs/tracing/jaeger-config";
import type { Adaptation } from "./adaptation";
import { type Place, replacing } from "./collector-adaptations";

const KEPT_TRACES = 100_000;

/** What Jaeger needs to run alone. */
export function jaegerAdaptations({ addresses, tlsFolder }: Place): readonly Adaptation[] {
  const listening = [
    ["extensions", "healthcheckv2", "http", "endpoint"],
    ["extensions", "jaeger_query", "*", "endpoint"],
    ["receivers", "otlp", "protocols", "grpc", "endpoint"],
    ["service", "telemetry", "metrics", "readers"],
  ].map((at) => ({ at, why: "its address", to: replacing("0.0.0.0", addresses.jaeger) }));
  const certificates = [
    ["extensions", "jaeger_query", "*", "tls"],
    ["receivers", "otlp", "protocols", "grpc", "tls"],
  ].map((at) => ({ at, why: "files of the certificate", to: replacing(JAEGER_TLS, tlsFolder) }));
  return [
    ...listening,
    ...certificates,
    {
      at: ["extensions", "jaeger_storage", "backends", "elasticsearch"],
      why: "there is no Elasticsearch, so spans are kept in memory",
      to: () => ({ memory: { max_traces: KEPT_TRACES } }),
    },
    {
      at: ["extensions", "jaeger_storage", "metric_backends", "*", "prometheus", "tls"],
      why: "files of the certificate",
      to: replacing(JAEGER_METRICS_CA, tlsFolder),
    },
    {
      at: ["extensions", "jaeger_query", "ui"],
      why: "the file comes from a ConfigMap",
      to: () => undefined,
    },
  ];
}
