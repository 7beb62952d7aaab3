import { type AlertCase, type AlertCases, sided } from "../alert-case";

const INSTANCE = "jaeger-proxy.observability.svc:443";
const ENDPOINT = `job="tls-endpoints",namespace="observability",workload="jaeger-proxy",instance="${INSTANCE}"`;
const ENDPOINT_LABELS = { namespace: "observability", workload: "jaeger-proxy", instance: INSTANCE };
const QUERY = 'namespace="observability",pod="thanos-query-x7k2p"';

/** Longer than the hour in which every replica is asked. */
const SERVED_PHASES: NonNullable<AlertCase["phases"]> = [
  { side: "under", minutes: 90, then: "silent" },
  { side: "over", minutes: 90, then: "firing" },
  { side: "base", minutes: 90, then: "silent" },
];

function served(once: string, enough: number, tooLittle: number): AlertCase {
  return {
    fires: `once a certificate is shown that ends ${once}`,
    input: (side) => [
      { series: `probe_ssl_earliest_cert_expiry{${ENDPOINT}}`, gauge: sided(enough, tooLittle, 1e7)(side) },
    ],
    labels: ENDPOINT_LABELS,
    phases: SERVED_PHASES,
  };
}

function sidecar(replica: string, gauge: number | "absent") {
  const external = `external_labels="{prometheus_replica='${replica}'}"`;
  return {
    series: `thanos_store_nodes_grpc_connections{${QUERY},${external},store_type="sidecar"}`,
    gauge,
  };
}

/** Alerts on what servers show to those who connect, and on what Thanos Query reads from. */
export const ENDPOINT_CASES: AlertCases = {
  CertificateServedStale: served("within twenty days", 1_750_000, 1_720_000),
  CertificateServedExpiresSoon: served("within three days", 280_000, 250_000),
  EndpointDown: {
    fires: "once nobody answers, or nobody who can be verified",
    input: (side) => [{ series: `probe_success{${ENDPOINT}}`, gauge: sided(1, 0)(side) }],
    labels: ENDPOINT_LABELS,
  },
  ThanosQueryReplicasMissing: {
    fires: "once it sees one replica less than there should be",
    input: (side) => [
      { series: `up{job="thanos-query",${QUERY}}`, gauge: 1 },
      sidecar("a", 1),
      sidecar("b", sided<number | "absent">(1, "absent")(side)),
      {
        series:
          'kube_statefulset_replicas{namespace="observability",statefulset="prometheus-kps-prometheus"}',
        gauge: 2,
      },
    ],
    labels: { namespace: "observability", pod: "thanos-query-x7k2p" },
  },
};
