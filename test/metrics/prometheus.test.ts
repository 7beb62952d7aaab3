import type { TerraformStack } from "cdktf";
import type { HelmValues } from "../../constructs/core/helm-values";
import { valueAt } from "../../constructs/core/value-path";
import { Prometheus, type PrometheusProps } from "../../constructs/metrics/prometheus";
import { loadMandate, type Mandate, strengthen } from "../../mandate";
import { refusalOf } from "../support/problems";
import { synthesize } from "../support/synthesis";

const PROPS: PrometheusProps = {
  namespace: "obs-m",
  agentsNamespace: "obs-a",
  profile: "single",
  clusterName: "c7",
  monitoredNamespaces: ["shop"],
  controlPlane: "managed",
  storageSize: "11Gi",
  alertmanagerStorageSize: "3Gi",
};

function values(props: Partial<PrometheusProps> = {}, mandate: Mandate = loadMandate()): HelmValues {
  const build = (stack: TerraformStack): void => {
    new Prometheus(stack, "prometheus", { ...PROPS, ...props });
  };
  return synthesize(build, { mandate }).values("kps");
}

function at(path: string, props: Partial<PrometheusProps> = {}) {
  return valueAt(values(props), path);
}

function refusal(callerValues: HelmValues): string {
  return refusalOf(() => values({ values: callerValues }));
}

const spec = (prometheusSpec: HelmValues): HelmValues => ({ prometheus: { prometheusSpec } });

describe("Prometheus", () => {
  it("keeps samples for the mandated days", () => {
    expect(at("prometheus.prometheusSpec.retention")).toBe("30d");
    const stricter = strengthen(loadMandate(), { metrics_retention_days: 47 }, "test");
    expect(valueAt(values({}, stricter), "prometheus.prometheusSpec.retention")).toBe("47d");
  });

  it("keeps samples longer when asked to", () => {
    expect(at("prometheus.prometheusSpec.retention", { values: spec({ retention: "7w" }) })).toBe("7w");
  });

  it("refuses to keep samples shorter", () => {
    expect(refusal(spec({ retention: "29d" }))).toBe(`values of release kps cannot be used

test/prometheus/kps (release kps): value prometheus.prometheusSpec.retention is weaker than the mandate
  found:    "29d"
  allowed:  at least 30 days, as in "30d"
  mandate:  observability_configuration.metrics_retention_days
  fix:      remove prometheus.prometheusSpec.retention, or set it to something stricter`);
  });

  it("refuses a size limit, which deletes samples before their time", () => {
    expect(refusal(spec({ retentionSize: "40GB" }))).toBe(`values of release kps cannot be used

test/prometheus/kps (release kps): value prometheus.prometheusSpec.retentionSize must stay unset, because a size limit deletes samples before their time
  found:    "40GB"
  allowed:  unset
  mandate:  observability_configuration.metrics_retention_days
  fix:      remove prometheus.prometheusSpec.retentionSize`);
  });

  it.each([
    [spec({ retention: null }), "value prometheus.prometheusSpec.retention is weaker than the mandate"],
    [
      spec({ additionalConfig: { retention: "2d" } }),
      "value prometheus.prometheusSpec.additionalConfig.retention must stay unset",
    ],
    [
      spec({ additionalConfig: { retentionSize: "1GB" } }),
      "prometheusSpec.additionalConfig.retentionSize must stay unset",
    ],
    [
      spec({ additionalConfigString: "retention: 2d" }),
      "prometheusSpec.additionalConfigString must stay unset",
    ],
    [spec({ disableAlerting: true }), "value prometheus.prometheusSpec.disableAlerting contradicts"],
    [{ prometheus: { agentMode: true } }, "value prometheus.agentMode contradicts"],
    [{ alertmanager: { enabled: false } }, "value alertmanager.enabled contradicts"],
    [spec({ enableOTLPReceiver: true }), "value prometheus.prometheusSpec.enableOTLPReceiver contradicts"],
    [
      spec({ enableRemoteWriteReceiver: true }),
      "value prometheus.prometheusSpec.enableRemoteWriteReceiver contradicts",
    ],
  ])("refuses %j", (callerValues, message) => {
    expect(refusal(callerValues)).toContain(message);
  });

  it("refuses arguments that change the retention behind the value's back", () => {
    const arg = { name: "storage.tsdb.retention.size", value: "5GB" };
    expect(refusal(spec({ additionalArgs: [{ name: "web.page-title", value: "x" }, arg] })))
      .toBe(`values of release kps cannot be used

test/prometheus: value prometheus.prometheusSpec.additionalArgs[1] would change the retention
  found:    {"name":"storage.tsdb.retention.size","value":"5GB"}
  allowed:  arguments that do not begin with storage.tsdb.retention
  mandate:  observability_configuration.metrics_retention_days
  fix:      remove it and set prometheus.prometheusSpec.retention`);
  });

  it("keeps samples and silences on volumes of the given sizes and class", () => {
    const claim = (size: string): HelmValues => ({
      volumeClaimTemplate: {
        spec: {
          storageClassName: "fast",
          accessModes: ["ReadWriteOnce"],
          resources: { requests: { storage: size } },
        },
      },
    });
    const props = { storageClassName: "fast" };
    expect(at("prometheus.prometheusSpec.storageSpec", props)).toEqual(claim("11Gi"));
    expect(at("alertmanager.alertmanagerSpec.storage", props)).toEqual(claim("3Gi"));
  });

  it("runs one of each on a small cluster and replicas that survive a node on a large one", () => {
    const replicas = (props: Partial<PrometheusProps>): unknown[] =>
      ["prometheus.prometheusSpec.replicas", "alertmanager.alertmanagerSpec.replicas"].map((path) =>
        at(path, props),
      );
    expect(replicas({ profile: "single" })).toEqual([1, 1]);
    expect(replicas({ profile: "high-availability" })).toEqual([2, 3]);
    expect(at("prometheus.podDisruptionBudget", { profile: "high-availability" })).toEqual({
      enabled: true,
      minAvailable: 1,
    });
    expect(at("alertmanager.podDisruptionBudget", { profile: "high-availability" })).toEqual({
      enabled: true,
      minAvailable: 2,
    });
  });

  it("takes monitors and rules of its own, the agents' and the named namespaces, whatever their labels", () => {
    const expected = {
      key: "kubernetes.io/metadata.name",
      operator: "In",
      values: ["obs-a", "obs-m", "shop"],
    };
    const prometheusSpec = at("prometheus.prometheusSpec") as HelmValues;
    for (const kind of ["rule", "serviceMonitor", "podMonitor", "probe", "scrapeConfig"]) {
      expect(prometheusSpec[`${kind}NamespaceSelector`]).toEqual({ matchExpressions: [expected] });
      expect(prometheusSpec[`${kind}SelectorNilUsesHelmValues`]).toBe(false);
    }
  });

  it("takes routes from its own namespace alone", () => {
    expect(at("alertmanager.alertmanagerSpec.alertmanagerConfigNamespaceSelector")).toEqual({
      matchExpressions: [{ key: "kubernetes.io/metadata.name", operator: "In", values: ["obs-m"] }],
    });
  });

  it.each([
    ["managed", false],
    ["self-run", true],
  ] as const)("scrapes the parts of a %s control plane: %s", (controlPlane, enabled) => {
    const parts = ["kubeControllerManager", "kubeEtcd", "kubeScheduler", "kubeProxy"];
    expect(parts.map((part) => at(`${part}.enabled`, { controlPlane }))).toEqual(parts.map(() => enabled));
  });

  it("runs the node exporter where pods may see the host, and names the node on its metrics", () => {
    expect(at("prometheus-node-exporter.namespaceOverride")).toBe("obs-a");
    expect(at("prometheus-node-exporter.prometheus.monitor.relabelings")).toEqual([
      { sourceLabels: ["__meta_kubernetes_pod_node_name"], targetLabel: "node", action: "replace" },
    ]);
  });

  it("lets the given issuer sign the certificate of the operator's webhook", () => {
    const path = "prometheusOperator.admissionWebhooks.certManager";
    expect(at(path)).toEqual({
      enabled: true,
      issuerRef: { name: "observability-ca", kind: "ClusterIssuer", group: "cert-manager.io" },
    });
    expect(at(`${path}.issuerRef.name`, { issuer: { name: "corp", kind: "Issuer" } })).toBe("corp");
  });

  it("leaves Grafana and the definitions to their own releases, but brings its dashboards", () => {
    expect(at("grafana.enabled")).toBe(false);
    expect(at("grafana.forceDeployDashboards")).toBe(true);
    expect(at("crds.enabled")).toBe(false);
  });

  it("names the cluster on what leaves it, and its outside addresses where they are given", () => {
    expect(at("prometheus.prometheusSpec.externalLabels")).toEqual({ cluster: "c7" });
    expect(at("prometheus.prometheusSpec.externalUrl")).toBe("https://kps-prometheus.obs-m.svc:9090");
    const props = { externalUrl: "https://p.example.org", alertmanagerExternalUrl: "https://a.example.org" };
    expect(at("prometheus.prometheusSpec.externalUrl", props)).toBe("https://p.example.org");
    expect(at("alertmanager.alertmanagerSpec.externalUrl", props)).toBe("https://a.example.org");
  });

  it("tells its addresses inside the cluster", () => {
    const urls: string[] = [];
    synthesize((stack) => {
      const prometheus = new Prometheus(stack, "prometheus", PROPS);
      urls.push(prometheus.url, prometheus.alertmanager.url);
    });
    expect(urls).toEqual([
      "https://kps-prometheus.obs-m.svc:9090",
      "https://kps-alertmanager.obs-m.svc:9093",
    ]);
  });

  it("answers over TLS and calls Alertmanager over TLS, each verified by the internal authority", () => {
    const own = (secret: string): HelmValues => ({
      cert: { secret: { name: secret, key: "tls.crt" } },
      keySecret: { name: secret, key: "tls.key" },
    });
    const verified = (serverName: string): HelmValues => ({
      scheme: "https",
      tlsConfig: { ca: { configMap: { name: "observability-ca", key: "ca.crt" } }, serverName },
    });
    const found = values();
    expect(found).toMatchObject({
      prometheus: {
        serviceMonitor: verified("kps-prometheus.obs-m.svc"),
        prometheusSpec: { web: { tlsConfig: { ...own("prometheus-tls"), minVersion: "TLS12" } } },
      },
      alertmanager: {
        serviceMonitor: verified("kps-alertmanager.obs-m.svc"),
        alertmanagerSpec: {
          ...verified("kps-alertmanager.obs-m.svc"),
          web: { tlsConfig: { ...own("alertmanager-tls"), minVersion: "TLS12" } },
        },
      },
      "kube-state-metrics": {
        livenessProbe: { httpGet: { scheme: "https" } },
        prometheus: { monitor: { http: verified("kps-kube-state-metrics.obs-m.svc") } },
      },
      "prometheus-node-exporter": {
        livenessProbe: { httpGet: { scheme: "https" } },
        prometheus: { monitor: verified("kps-prometheus-node-exporter.obs-a.svc") },
      },
    });
  });

  it("lets Alertmanagers gossip with none but those that show a certificate", () => {
    expect(at("alertmanager.alertmanagerSpec.clusterTLS")).toMatchObject({
      server: {
        clientAuthType: "RequireAndVerifyClientCert",
        client_ca: { configMap: { name: "observability-ca", key: "ca.crt" } },
      },
      client: {
        cert: { secret: { name: "alertmanager-tls", key: "tls.crt" } },
        // Replicas call each other by address.
        serverName: "kps-alertmanager.obs-m.svc",
      },
    });
  });

  it("has a certificate for each server, in the namespace where the server runs", () => {
    const artifact = synthesize((stack) => {
      new Prometheus(stack, "prometheus", PROPS);
    });
    const manifests = Object.values(artifact.values("kps-certificates").manifests as object) as {
      readonly kind: string;
      readonly metadata: { readonly namespace: string };
      readonly spec: { readonly secretName: string; readonly dnsNames: readonly string[] };
    }[];
    expect(
      manifests
        .filter(({ kind }) => kind === "Certificate")
        .map(({ metadata, spec }) => `${metadata.namespace}/${spec.secretName}: ${spec.dnsNames[0] ?? ""}`),
    ).toEqual([
      "obs-m/alertmanager-tls: kps-alertmanager.obs-m.svc",
      "obs-m/kube-state-metrics-tls: kps-kube-state-metrics.obs-m.svc",
      "obs-a/node-exporter-tls: kps-prometheus-node-exporter.obs-a.svc",
      "obs-m/prometheus-tls: kps-prometheus.obs-m.svc",
    ]);
  });
});
