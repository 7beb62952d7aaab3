import { parse } from "yaml";
import { Prometheus, type PrometheusProps } from "../../constructs/metrics/prometheus";
import { ThanosQuery } from "../../constructs/metrics/thanos-query";
import { type HelmValues } from "../../constructs/core/helm-values";
import { valueAt } from "../../constructs/core/value-path";
import { synthesize } from "../support/synthesis";

const PROPS: PrometheusProps = {
  namespace: "obs-m",
  agentsNamespace: "obs-a",
  profile: "high-availability",
  clusterName: "c7",
  monitoredNamespaces: ["shop"],
  controlPlane: "managed",
  storageSize: "11Gi",
  alertmanagerStorageSize: "3Gi",
};

const artifact = synthesize((stack) => {
  const { replicas } = new Prometheus(stack, "prometheus", PROPS);
  if (replicas === undefined) throw new Error("two replicas are to be read one by one");
  new ThanosQuery(stack, "thanos", { namespace: "obs-m", profile: "high-availability", replicas });
});

const sidecar = valueAt(artifact.values("kps"), "prometheus.prometheusSpec.thanos");
const configuration = valueAt(
  artifact.values("thanos-manifests"),
  "manifests.configmap-thanos-query-config.data",
) as Readonly<Record<string, string>>;

describe("Thanos Query", () => {
  it("leaves out the label by which replicas of Prometheus differ", () => {
    expect(artifact.values("thanos").additionalReplicaLabels).toEqual(["prometheus_replica"]);
  });

  it("reads from every sidecar, shows its certificate and verifies theirs by the name of their Service", () => {
    const host = "kps-thanos-discovery.obs-m.svc";
    expect(parse(configuration["endpoints.yaml"] ?? "")).toEqual({
      default_client_config: {
        tls_config: {
          cert_file: "/etc/thanos/tls/tls.crt",
          key_file: "/etc/thanos/tls/tls.key",
          ca_file: "/etc/thanos/tls/ca.crt",
        },
        server_name: host,
      },
      endpoints: [{ address: `dnssrv+_grpc._tcp.${host}` }],
    });
    const names = valueAt(
      artifact.values("kps-certificates"),
      "manifests.certificate-thanos-sidecar.spec.dnsNames",
    );
    expect(names).toContain(host);
  });

  it("stores nothing and evaluates no rules", () => {
    const values = artifact.values("thanos");
    const others = ["compact", "receive", "rule", "storeGateway"].filter(
      (component) => valueAt(values, `${component}.enabled`) === true,
    );
    expect([others, valueAt(values, "objstoreConfig.create")]).toEqual([[], false]);
  });

  it("runs twice, of which one may be moved", () => {
    const { replicas, podDisruptionBudget } = artifact.values("thanos").query as HelmValues;
    expect([replicas, podDisruptionBudget]).toEqual([2, { enabled: true, minAvailable: 1 }]);
  });
});

describe("a Prometheus with replicas", () => {
  it("has sidecars that take no client without a certificate, and keep what they have at home", () => {
    expect(sidecar).toMatchObject({ grpcServerTlsConfig: { caFile: "/etc/thanos/tls/ca.crt" } });
    expect(Object.keys(sidecar as HelmValues)).not.toContain("objectStorageConfig");
  });
});

describe("a Prometheus alone", () => {
  it("has no sidecar, and nothing that could be made one", () => {
    let replicas: unknown = "unset";
    const alone = synthesize((stack) => {
      ({ replicas } = new Prometheus(stack, "prometheus", { ...PROPS, profile: "single" }));
    });
    expect([replicas, valueAt(alone.values("kps"), "prometheus.prometheusSpec.thanos")]).toEqual([
      undefined,
      undefined,
    ]);
  });
});
