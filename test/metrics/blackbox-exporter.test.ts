import { HelmApplication } from "../../constructs/core/helm-application";
import { valueAt } from "../../constructs/core/value-path";
import { BlackboxExporter } from "../../constructs/metrics/blackbox-exporter";
import { edgesBelow } from "../../constructs/security/edge";
import type { TlsEndpoint } from "../../constructs/security/tls-endpoint";
import type { Workload } from "../../constructs/security/workload";
import { synthesize } from "../support/synthesis";

const shop: Workload = { name: "shop", namespace: "obs-m", podLabels: { app: "shop" } };

/** One endpoint of each kind: by the internal authority, by another, and with a certificate of the caller. */
const ENDPOINTS: readonly TlsEndpoint[] = [
  { workload: shop, address: "shop.obs-m.svc:443", podPort: 8443, tls: "server" },
  { workload: shop, address: "shop.obs-m.svc:4317", tls: "mutual" },
  {
    workload: { ...shop, name: "store" },
    address: "store.obs-m.svc:9200",
    tls: "server",
    authority: { secretName: "store-ca" },
  },
];

let edges: ReturnType<typeof edgesBelow> = [];
const artifact = synthesize((stack) => {
  const exporter = new BlackboxExporter(stack, "probes", { namespace: "obs-m", profile: "single" });
  const server = new HelmApplication(stack, "store", {
    chart: "eck-elasticsearch",
    namespace: "obs-m",
    profile: "single",
  });
  exporter.watch(
    { tlsEndpoints: ENDPOINTS.slice(0, 2) },
    { tlsEndpoints: ENDPOINTS.slice(2).map((endpoint) => ({ ...endpoint, server })) },
  );
  edges = edgesBelow(stack);
});
const values = artifact.values("blackbox-exporter");
const manifest = (name: string) =>
  valueAt(artifact.values("blackbox-exporter-manifests"), `manifests.${name}`);

describe("BlackboxExporter", () => {
  it("verifies by the authority of the endpoint, and shows its own certificate only where one is asked for", () => {
    const authorities = "/etc/blackbox-exporter/authorities";
    expect(valueAt(values, "config.modules")).toMatchObject({
      "server-tls-of-observability-ca": {
        tcp: { tls: true, tls_config: { ca_file: `${authorities}/observability-ca/ca.crt` } },
      },
      "mutual-tls-of-observability-ca": {
        tcp: {
          tls_config: {
            ca_file: `${authorities}/observability-ca/ca.crt`,
            cert_file: "/etc/blackbox-exporter/tls/tls.crt",
            key_file: "/etc/blackbox-exporter/tls/tls.key",
          },
        },
      },
      "server-tls-of-store-ca": { tcp: { tls_config: { ca_file: `${authorities}/store-ca/ca.crt` } } },
    });
    expect(
      valueAt(values, "config.modules.server-tls-of-observability-ca.tcp.tls_config"),
    ).not.toHaveProperty("cert_file");
  });

  it("has no module that connects without verifying", () => {
    const modules = Object.values(valueAt(values, "config.modules") ?? {});
    expect(modules.filter((module) => module !== null)).toHaveLength(3);
    expect(valueAt(values, "config.modules.http_2xx")).toBeNull();
    expect(artifact.text).not.toContain("insecure_skip_verify");
  });

  it("mounts every authority once", () => {
    expect(values.extraVolumes).toEqual([
      expect.objectContaining({ name: "tls" }),
      expect.objectContaining({ name: "web-config" }),
      expect.objectContaining({
        name: "authority-observability-ca",
        configMap: { name: "observability-ca", items: [{ key: "ca.crt", path: "ca.crt" }] },
      }),
      expect.objectContaining({
        name: "authority-store-ca",
        secret: { secretName: "store-ca", items: [{ key: "ca.crt", path: "ca.crt" }] },
      }),
    ]);
  });

  it("is told by a probe for each endpoint, over verified TLS, which names the workload", () => {
    expect(manifest("probe-shop-8443")).toMatchObject({
      kind: "Probe",
      spec: {
        jobName: "tls-endpoints",
        module: "server-tls-of-observability-ca",
        prober: { url: "blackbox-exporter.obs-m.svc:9115", scheme: "https" },
        tlsConfig: { serverName: "blackbox-exporter.obs-m.svc" },
        targets: {
          staticConfig: {
            static: ["shop.obs-m.svc:443"],
            labels: { namespace: "obs-m", workload: "shop" },
          },
        },
      },
    });
    expect(manifest("probe-shop-4317")).toMatchObject({ spec: { module: "mutual-tls-of-observability-ca" } });
    expect(manifest("probe-store-9200")).toMatchObject({ spec: { module: "server-tls-of-store-ca" } });
  });

  it("may reach the port of the pods behind each Service, and nothing else", () => {
    expect(edges.map(({ to, port, tls }) => `${to.name} ${String(port)} ${tls}`)).toEqual([
      "shop 8443 server",
      "shop 4317 mutual",
      "store 9200 server",
    ]);
  });

  it("waits for what brings an authority", () => {
    expect(artifact.resource("helm_release", "blackbox-exporter").depends_on).toContain(
      "helm_release.store_16A42F5D",
    );
  });

  it("fails when nothing is watched", () => {
    expect(() =>
      synthesize((stack) => new BlackboxExporter(stack, "probes", { namespace: "obs-m", profile: "single" })),
    ).toThrow("nothing to connect to: call watch()");
  });
});
