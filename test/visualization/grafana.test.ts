import type { TerraformStack } from "cdktf";
import { Construct } from "constructs";
import { valueAt } from "../../constructs/core/value-path";
import { ManifestBundle } from "../../constructs/core/manifest-bundle";
import { Grafana, type GrafanaProps } from "../../constructs/visualization/grafana";
import { onlyProblemOf, refusalOf } from "../support/problems";
import { type Synthesized, synthesize } from "../support/synthesis";

const database = {
  host: "pg.example",
  name: "dashboards",
  user: "viewer",
  password: { name: "pg", key: "pw" },
};

function grafana(stack: TerraformStack, props: Partial<GrafanaProps> = {}): Grafana {
  return new Grafana(stack, "grafana", { namespace: "obs-7", profile: "single", ...props });
}

function built(
  props: Partial<GrafanaProps> = {},
  use: (grafana: Grafana) => void = () => undefined,
): Synthesized {
  return synthesize((stack) => {
    use(grafana(stack, props));
  });
}

function value(path: string, props: Partial<GrafanaProps> = {}, use?: (grafana: Grafana) => void) {
  return valueAt(built(props, use).values("grafana"), path);
}

class OwnPrometheus extends Construct {
  public readonly url = "http://own:9090";

  public constructor(scope: Construct, id: string) {
    super(scope, id);
    new ManifestBundle(this, `own-${id}`, { namespace: "obs-7" });
  }
}

describe("Grafana", () => {
  it("takes the administrator and the encryption key from a Secret", () => {
    expect(value("admin")).toEqual({
      existingSecret: "grafana-admin",
      userKey: "admin-user",
      passwordKey: "admin-password",
    });
    expect(value("envValueFrom.GF_SECURITY_SECRET_KEY", { adminSecretName: "boss" })).toEqual({
      secretKeyRef: { name: "boss", key: "secret-key" },
    });
  });

  it("lets nobody in without a name", () => {
    expect(value("grafana\\.ini.auth\\.anonymous")).toEqual({ enabled: false });
    expect(value("grafana\\.ini.users")).toEqual({ allow_sign_up: false, allow_org_create: false });
  });

  it("asks nothing of the internet at its start", () => {
    expect(value("grafana\\.ini.plugins")).toEqual({
      preinstall_disabled: true,
      preinstall_auto_update: false,
      plugin_admin_enabled: false,
    });
    expect(value("grafana\\.ini.analytics")).toEqual({
      reporting_enabled: false,
      check_for_updates: false,
      check_for_plugin_updates: false,
    });
  });

  it("collects dashboards from ConfigMaps of its own namespace, and of others that are named", () => {
    expect(value("sidecar.dashboards")).toMatchObject({
      enabled: true,
      label: "grafana_dashboard",
      labelValue: "1",
      resource: "configmap",
      folderAnnotation: "grafana_folder",
      searchNamespace: ["obs-7"],
    });
    const props = { dashboardNamespaces: ["obs-7", "shop"] };
    expect(value("sidecar.dashboards.searchNamespace", props)).toEqual(["obs-7", "shop"]);
    expect(value("rbac", props)).toEqual({
      namespaced: true,
      namespaces: ["shop"],
      useExistingRole: "grafana-dashboards",
    });
  });

  it("may read ConfigMaps where it looks for dashboards, and nothing else", () => {
    const { manifests } = built({ dashboardNamespaces: ["shop"] }).values("grafana-certificate") as {
      manifests: Record<string, { kind: string; metadata: Record<string, unknown>; rules: unknown }>;
    };
    const roles = Object.values(manifests).filter(({ kind }) => kind === "Role");
    const rules = [{ apiGroups: [""], resources: ["configmaps"], verbs: ["get", "list", "watch"] }];
    expect(roles.map(({ metadata, rules }) => ({ metadata, rules }))).toEqual([
      { metadata: { name: "grafana-dashboards", namespace: "obs-7" }, rules },
      { metadata: { name: "grafana-dashboards", namespace: "shop" }, rules },
    ]);
  });

  it("keeps its state on a volume in profile single, and lets go of it before the next pod starts", () => {
    const props = { storageClassName: "fast" };
    expect(value("persistence", props)).toEqual({ enabled: true, size: "1Gi", storageClassName: "fast" });
    expect(value("deploymentStrategy")).toEqual({ type: "Recreate" });
    expect(value("replicas")).toBe(1);
  });

  it("keeps its state in PostgreSQL where one is given", () => {
    expect(value("persistence.enabled", { database })).toBe(false);
    expect(value("grafana\\.ini.database", { database })).toEqual({
      type: "postgres",
      host: "pg.example:5432",
      name: "dashboards",
      user: "viewer",
      ssl_mode: "verify-full",
    });
    expect(value("envValueFrom.GF_DATABASE_PASSWORD", { database })).toEqual({
      secretKeyRef: { name: "pg", key: "pw" },
    });
  });

  it("verifies the database by a CA of its own", () => {
    const props = { database: { ...database, ca: { name: "pg-ca", key: "root.pem" } } };
    expect(value("grafana\\.ini.database.ca_cert_path", props)).toBe("/etc/grafana/database-ca/root.pem");
    expect(value("extraSecretMounts", props)).toEqual([
      expect.objectContaining({ name: "tls", secretName: "grafana-tls", mountPath: "/etc/grafana/tls" }),
      { name: "database-ca", secretName: "pg-ca", mountPath: "/etc/grafana/database-ca", readOnly: true },
    ]);
  });

  it("runs two replicas that agree on alerts in high availability", () => {
    const props = { profile: "high-availability", database } as const;
    expect(value("replicas", props)).toBe(2);
    expect(value("headlessService", props)).toBe(true);
    expect(value("grafana\\.ini.unified_alerting", props)).toEqual({
      enabled: true,
      ha_listen_address: "$${POD_IP}:9094",
      ha_advertise_address: "$${POD_IP}:9094",
      ha_peers: "grafana-headless:9094",
    });
  });

  it("refuses high availability without a database", () => {
    expect(refusalOf(() => built({ profile: "high-availability" }))).toBe(
      [
        "Grafana cannot be built",
        "",
        "test/grafana: database: is required with high-availability, " +
          "because replicas share users and alert states only through it",
        "  fix:      refer to a PostgreSQL, or use the profile single",
      ].join("\n"),
    );
  });

  it("answers over TLS alone, to probes, Prometheus and the ingress too", () => {
    const ingress = { host: "grafana.example" };
    expect(value("grafana\\.ini.server", { ingress })).toMatchObject({
      protocol: "https",
      cert_file: "/etc/grafana/tls/tls.crt",
      cert_key: "/etc/grafana/tls/tls.key",
      certs_watch_interval: "1h",
    });
    expect(value("grafana\\.ini.security.cookie_secure")).toBe(true);
    expect(value("livenessProbe")).toEqual({ httpGet: { scheme: "HTTPS" } });
    expect(value("readinessProbe")).toEqual({ httpGet: { scheme: "HTTPS" } });
    expect(value("serviceMonitor")).toMatchObject({
      scheme: "https",
      tlsConfig: {
        ca: { configMap: { name: "observability-ca", key: "ca.crt" } },
        serverName: "grafana.obs-7.svc",
      },
    });
    expect(value("ingress.annotations", { ingress })).toEqual({
      "nginx.ingress.kubernetes.io/backend-protocol": "HTTPS",
      "nginx.ingress.kubernetes.io/proxy-ssl-name": "grafana.obs-7.svc",
      "nginx.ingress.kubernetes.io/proxy-ssl-secret": "obs-7/grafana-tls",
      "nginx.ingress.kubernetes.io/proxy-ssl-server-name": "on",
      "nginx.ingress.kubernetes.io/proxy-ssl-verify": "on",
    });
  });

  it("is published over TLS only, with a certificate of the named issuer", () => {
    const ingress = {
      host: "grafana.example",
      className: "nginx",
      issuer: { name: "letsencrypt", kind: "ClusterIssuer" },
      annotations: { "example.com/team": "sre" },
    } as const;
    expect(value("ingress", { ingress })).toMatchObject({
      enabled: true,
      ingressClassName: "nginx",
      hosts: ["grafana.example"],
      tls: [{ secretName: "grafana-ingress-tls", hosts: ["grafana.example"] }],
      annotations: { "example.com/team": "sre", "cert-manager.io/cluster-issuer": "letsencrypt" },
    });
    expect(value("grafana\\.ini.server", { ingress })).toMatchObject({
      domain: "grafana.example",
      root_url: "https://grafana.example/",
    });
    expect(value("grafana\\.ini.security", { ingress })).toMatchObject({ cookie_secure: true });
  });

  it("refuses to open itself to everybody", () => {
    const values = { "grafana.ini": { "auth.anonymous": { enabled: true } } };
    expect(onlyProblemOf(() => built({ values }))).toBe(
      [
        "test/grafana/grafana (release grafana): " +
          "value grafana\\.ini.auth\\.anonymous.enabled contradicts what the component sets",
        "  found:    true",
        "  allowed:  false",
        "  fix:      remove grafana\\.ini.auth\\.anonymous.enabled; the component's props and verbs decide it",
      ].join("\n"),
    );
  });
});

describe("Grafana's data sources", () => {
  it("come one file a verb, linked whatever the order of the verbs", () => {
    const artifact = built({}, (visual) => {
      visual.addPrometheus({ url: "http://prometheus:9090" });
      visual.addJaeger({ queryUrl: "http://jaeger:16686" });
      visual.addElasticsearch({
        url: "https://es:9200",
        caSecretName: "es-ca",
        userSecretName: (reader) => `user-${reader}`,
      });
      visual.addAlertmanager({ url: "http://alertmanager:9093" });
    });
    const files = artifact.values("grafana").datasources as Record<string, { datasources: unknown[] }>;
    expect(Object.keys(files)).toEqual([
      "alertmanager.yaml",
      "elasticsearch.yaml",
      "jaeger.yaml",
      "prometheus.yaml",
    ]);
    expect(files["prometheus.yaml"]?.datasources[0]).toMatchObject({
      jsonData: { exemplarTraceIdDestinations: [{ datasourceUid: "jaeger" }] },
    });
    expect(files["jaeger.yaml"]?.datasources[0]).toMatchObject({
      jsonData: { tracesToLogsV2: { datasourceUid: "elasticsearch" } },
    });
  });

  it("are not waited for, but for what brings a Secret that Grafana mounts", () => {
    const artifact = synthesize((stack) => {
      const visual = grafana(stack);
      visual.addPrometheus(new OwnPrometheus(stack, "prometheus"));
      const server = new ManifestBundle(stack, "own-store", { namespace: "obs-7" });
      visual.addElasticsearch({ url: "https://es:9200", caSecretName: "ca", userSecretName: String, server });
    });
    const addresses = artifact.resource("helm_release", "grafana").depends_on as string[];
    const releases = artifact.document.resource?.helm_release ?? {};
    expect(addresses.map((address) => releases[address.split(".")[1] ?? ""]?.name)).toEqual([
      "grafana-certificate",
      "own-store",
    ]);
  });

  it("can be several of a kind under different names", () => {
    const artifact = built({}, (visual) => {
      visual.addPrometheus({ url: "http://near:9090" });
      expect(visual.addPrometheus({ url: "http://far:9090" }, "Far away").uid).toBe("far-away");
    });
    expect(Object.keys(artifact.values("grafana").datasources as object)).toEqual([
      "far-away.yaml",
      "prometheus.yaml",
    ]);
  });

  it("refuse a name that makes the same uid", () => {
    const twice = () =>
      built({}, (visual) => {
        visual.addPrometheus({ url: "http://one:9090" }, "Metrics 1");
        visual.addJaeger({ queryUrl: "http://two:16686" }, "metrics-1");
      });
    expect(onlyProblemOf(twice)).toBe(
      [
        'test/grafana: data source "metrics-1" has the uid of "Metrics 1"',
        "  found:    metrics-1",
        "  fix:      give it another name",
      ].join("\n"),
    );
  });
});
