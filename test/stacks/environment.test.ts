import { nativeConfigurations } from "../../assurance";
import { ConfigurationError, loadMandate } from "../../mandate";
import type { Environment } from "../../stacks/environments/environment";
import { production } from "../../stacks/environments/production";
import { validateEnvironment } from "../../stacks/environments/validate-environment";
import { artifactOf, ENVIRONMENTS } from "../support/environments";
import { onlyProblemOf, refusalOf } from "../support/problems";

/** What plain JavaScript may pass although the types forbid it: options of production replaced, or taken away. */
type Options = Readonly<Record<string, unknown>>;

const validate = (options: Options) => () =>
  validateEnvironment({ ...production, ...options }, loadMandate());

const { cluster, storage, load, ingress, grafanaDatabase, oidc, receivers } = production;

describe("an environment", () => {
  it.each(ENVIRONMENTS)("such as %s is accepted", (_, environment) => {
    expect(validateEnvironment(environment, loadMandate())).toEqual(loadMandate());
  });

  it("is accepted with every option that there is", () => {
    const options: Partial<Environment> = {
      cluster: { ...cluster, kubeconfig: "../kubeconfig" },
      namespaces: {
        main: "obs",
        agents: "obs-agents",
        operators: "obs-ops",
        certManager: "cm",
        existing: ["main"],
      },
      ingress: {
        host: "grafana.example.org",
        className: "nginx",
        tlsSecretName: "grafana-tls",
        issuer: { kind: "Issuer", name: "corp" },
        annotations: { "nginx.example/timeout": "60" },
      },
      grafanaDatabase: {
        host: "postgres",
        port: 5433,
        name: "grafana",
        user: "grafana",
        password: { name: "db", key: "password" },
        sslMode: "verify-ca",
        ca: { name: "db", key: "ca.crt" },
      },
      oidc: {
        issuer: "https://id.example",
        endpoints: {
          authorization: "https://id.example/authorize",
          token: "https://id.example/token",
          userInfo: "https://id.example/me",
        },
        clientId: "observability",
        clientSecret: { name: "sso", key: "client-secret" },
        scopes: ["openid"],
        groupsClaim: "cognito:groups",
        groups: { admin: ["Platform Team"], editor: ["/dev"], viewer: [] },
        ca: { name: "sso", key: "ca.crt" },
        autoLogin: false,
      },
      monitoredNamespaces: "all",
      features: { auditLog: true },
      existing: ["prometheus-operator-crds", "cert-manager", "eck-operator", "opentelemetry-operator"],
      protectData: false,
      mirrors: { charts: "oci://registry.example.org/charts", images: "registry.example.org:5000/mirror" },
      stricter: { metrics_retention_days: 31 },
      values: { kibana: { count: 2 } },
    };
    expect(validateEnvironment({ ...production, ...options }, loadMandate()).values).toMatchObject({
      observability_configuration: { metrics_retention_days: 31 },
    });
  });
});

describe("an environment with a mistake", () => {
  it.each<[option: string, options: Options, found: string, allowed: string]>([
    ["name", { name: "Production" }, '"Production"', "lower-case letters, digits and dashes, at most 40"],
    [
      "cluster",
      { cluster: "north" },
      '"north"',
      "an object with the keys name, context, kubeconfig, controlPlane, allowSharedZone",
    ],
    [
      "cluster.kubeconfig",
      { cluster: { ...cluster, kubeconfig: "/home/me/.kube/config" } },
      '"/home/me/.kube/config"',
      "a path below ~ or relative to the stack's folder",
    ],
    [
      "cluster.controlPlane",
      { cluster: { ...cluster, controlPlane: "aks" } },
      '"aks"',
      "one of managed, self-run",
    ],
    ["profile", { profile: "ha" }, '"ha"', "one of single, high-availability"],
    [
      "namespaces.existing",
      { namespaces: { existing: "main" } },
      '"main"',
      "a list of main, agents, operators, certManager",
    ],
    [
      "namespaces.existing[1]",
      { namespaces: { existing: ["main", "logs"] } },
      '"logs"',
      "one of main, agents, operators, certManager",
    ],
    [
      "storage.prometheus",
      { storage: { ...storage, prometheus: "300G" } },
      '"300G"',
      'a whole number with Mi, Gi or Ti, such as "50Gi"',
    ],
    ["load.activeSeries", { load: { ...load, activeSeries: 0 } }, "0", "a number above 0"],
    [
      "ingress.host",
      { ingress: { ...ingress, host: "https://grafana.example.org" } },
      '"https://grafana.example.org"',
      "a host name without scheme, port or path",
    ],
    [
      "ingress.issuer.name",
      { ingress: { ...ingress, issuer: { kind: "Issuer", name: "" } } },
      '""',
      "a text that is not empty",
    ],
    ["ingress.annotations", { ingress: { ...ingress, annotations: ["x"] } }, '["x"]', "a map of texts"],
    [
      "oidc.groups.admin[0]",
      { oidc: { ...oidc, groups: { admin: ["it's"] } } },
      '"it\'s"',
      "the name of a group, without quotes, backslashes, dollar, percent, semicolon or hash signs",
    ],
    [
      "oidc.groups.admin",
      { oidc: { ...oidc, groups: { admin: [] } } },
      "[]",
      "a list of groups, one or more",
    ],
    [
      "grafanaDatabase.port",
      { grafanaDatabase: { ...grafanaDatabase, port: 70000 } },
      "70000",
      "a port from 1 to 65535",
    ],
    [
      "grafanaDatabase.password",
      { grafanaDatabase: { ...grafanaDatabase, password: "hunter2" } },
      '"hunter2"',
      "{ name, key } of a Secret",
    ],
    [
      "grafanaDatabase.sslMode",
      { grafanaDatabase: { ...grafanaDatabase, sslMode: "disable" } },
      '"disable"',
      "one of verify-full, verify-ca, require",
    ],
    ["monitoredNamespaces", { monitoredNamespaces: "shop" }, '"shop"', 'a list of namespaces, or "all"'],
    [
      "runbookBaseUrl",
      { runbookBaseUrl: "http://runbooks.example.org" },
      '"http://runbooks.example.org"',
      "an address that starts with https://",
    ],
    ["features.auditLog", { features: { auditLog: "no" } }, '"no"', "true or false"],
    [
      "existing[0]",
      { existing: ["istio"] },
      '"istio"',
      "one of prometheus-operator-crds, cert-manager, eck-operator, opentelemetry-operator",
    ],
    [
      "mirrors.charts",
      { mirrors: { charts: "registry.example.org" } },
      '"registry.example.org"',
      "an address that starts with https:// or oci://",
    ],
    [
      "mirrors.images",
      { mirrors: { images: "https://registry.example.org" } },
      '"https://registry.example.org"',
      "a registry host, with port and path if need be, without scheme",
    ],
    ["values.kps", { values: { kps: "none" } }, '"none"', "a map of Helm values"],
    [
      "backend.type",
      { backend: { type: "etcd" } },
      '"etcd"',
      "a backend of type local, s3, gcs, azurerm, kubernetes or http with that type's options",
    ],
    [
      "maintenanceWindows[0].weekdays[0]",
      {
        maintenanceWindows: [
          { name: "a", reason: "b", start: "01:00", end: "02:00", timeZone: "UTC", weekdays: ["Sun"] },
        ],
      },
      '"Sun"',
      "one of monday, tuesday, wednesday, thursday, friday, saturday, sunday",
    ],
  ])("is refused for %s", (option, options, found, allowed) => {
    expect(onlyProblemOf(validate(options))).toBe(
      `environment ${option === "name" ? "Production" : "production"}: ${option}: this cannot be used
  found:    ${found}
  allowed:  ${allowed}`,
    );
  });

  it.each<[option: string, options: Options, allowed: string]>([
    ["profile", { profile: undefined }, "one of single, high-availability"],
    [
      "storage",
      { storage: undefined },
      "an object with the keys storageClass, prometheus, alertmanager, elasticsearch, logstash, gateway",
    ],
    [
      "storage.gateway",
      { storage: { ...storage, gateway: undefined } },
      'a whole number with Mi, Gi or Ti, such as "50Gi"',
    ],
    ["backend.bucket", { backend: { type: "s3", region: "eu-west-3" } }, "a text that is not empty"],
    ["cluster.context", { cluster: { ...cluster, context: undefined } }, "a text that is not empty"],
  ])("is refused without %s", (option, options, allowed) => {
    expect(onlyProblemOf(validate(options))).toBe(
      `environment production: ${option}: this is missing
  allowed:  ${allowed}`,
    );
  });

  it.each<[option: string, options: Options, found: string, allowed: string, meant: string]>([
    [
      "storage.promtheus",
      { storage: { ...storage, promtheus: "1Gi" } },
      '"1Gi"',
      "storageClass, prometheus, alertmanager, elasticsearch, logstash, gateway",
      "prometheus",
    ],
    ["features.auditLgo", { features: { auditLgo: false } }, "false", "auditLog", "auditLog"],
    [
      "backend.kmsKey",
      { backend: { type: "s3", bucket: "b", region: "r", kmsKey: "k" } },
      '"k"',
      "type, bucket, region, key, kmsKeyId",
      "kmsKeyId",
    ],
    [
      "values.otel-gatway",
      { values: { "otel-gatway": {} } },
      "{}",
      "kps, elasticsearch, kibana, logstash, jaeger, otel-agent, otel-gateway, otel-cluster, grafana",
      "otel-gateway",
    ],
    [
      "maintenanceWindows[0].weekday",
      {
        maintenanceWindows: [
          { name: "a", reason: "b", start: "01:00", end: "02:00", timeZone: "UTC", weekday: ["sunday"] },
        ],
      },
      '["sunday"]',
      "name, reason, timeZone, scope, severities, start, end, weekdays",
      "weekdays",
    ],
  ])("is told the nearest option for %s", (option, options, found, allowed, meant) => {
    expect(onlyProblemOf(validate(options))).toBe(
      `environment production: ${option}: there is no such key
  found:    ${found}
  allowed:  ${allowed}
  fix:      did you mean ${meant}?`,
    );
  });

  it("is told no nearest option where none is near", () => {
    expect(onlyProblemOf(validate({ cluster: { ...cluster, q: 1 } }))).toBe(
      `environment production: cluster.q: there is no such key
  found:    1
  allowed:  name, context, kubeconfig, controlPlane, allowSharedZone`,
    );
  });
});

describe("an environment whose parts contradict one another", () => {
  it("is refused with two user interfaces at one host", () => {
    const hosts = { jaeger: "traces.example.org", kibana: "traces.example.org" };
    expect(onlyProblemOf(validate({ oidc: { ...oidc, hosts } }))).toBe(
      `environment production: oidc.hosts.kibana: something else is published at this host
  found:    "traces.example.org"
  allowed:  a host of its own for each user interface`,
    );
  });

  it("is refused with a provider that could send people back nowhere", () => {
    expect(onlyProblemOf(validate({ ingress: undefined }))).toBe(
      `environment production: oidc: the provider sends people back to a published host
  found:    no ingress
  allowed:  oidc together with ingress
  fix:      name the host in ingress, or remove oidc`,
    );
  });

  it("is refused when it is highly available and Grafana has no database", () => {
    expect(onlyProblemOf(validate({ grafanaDatabase: undefined }))).toBe(
      `environment production: grafanaDatabase: two Grafana replicas need a common database
  found:    nothing
  allowed:  { host, port?, name?, user?, password?, sslMode?, ca? } of a PostgreSQL
  fix:      name a PostgreSQL database, or use the profile "single"`,
    );
  });

  it.each(["observability", "observability-agents", "observability-system", "cert-manager"])(
    "is refused when its state lies in namespace %s, which it creates",
    (namespace) => {
      expect(onlyProblemOf(validate({ backend: { type: "kubernetes", namespace } }))).toBe(
        `environment production: backend.namespace: the state cannot lie in a namespace that it creates and may destroy
  found:    ${JSON.stringify(namespace)}
  allowed:  a namespace that exists before the first deployment`,
      );
    },
  );

  it("may keep its state in a namespace of its own that exists before", () => {
    const backend = { type: "kubernetes", namespace: "observability" };
    expect(validate({ backend, namespaces: { existing: ["main"] } })).not.toThrow();
  });

  it("is refused when two of its namespaces are one", () => {
    expect(onlyProblemOf(validate({ namespaces: { agents: "observability" } }))).toBe(
      `environment production: namespaces: agents: has the name of main, but each role has its own Pod Security level
  found:    "observability"
  fix:      give each role a namespace of its own`,
    );
  });

  it("is refused when a maintenance window ends when it starts", () => {
    const window = { name: "patches", reason: "Reboots.", start: "02:00", end: "02:00", timeZone: "UTC" };
    expect(onlyProblemOf(validate({ maintenanceWindows: [window] }))).toBe(
      `environment production: maintenanceWindows[0]: the window ends when it starts
  found:    02:00 to 02:00
  fix:      make it end later, or before the start to go past midnight`,
    );
  });
});

describe("an environment with several mistakes", () => {
  it("is told all of them in one error", () => {
    const options: Options = {
      profile: "ha",
      storage: { ...storage, elastic: "1Gi", gateway: "1 GB" },
      receivers: { ...receivers, slack: {} },
      stricter: { metrics_retention_days: 7, log_retention_day: 91 },
    };
    expect(refusalOf(validate(options))).toBe(
      `environment production cannot be used

environment production: profile: this cannot be used
  found:    "ha"
  allowed:  one of single, high-availability
environment production: storage.gateway: this cannot be used
  found:    "1 GB"
  allowed:  a whole number with Mi, Gi or Ti, such as "50Gi"
environment production: storage.elastic: there is no such key
  found:    "1Gi"
  allowed:  storageClass, prometheus, alertmanager, elasticsearch, logstash, gateway
environment production: receivers.slack.channel: this is missing
  allowed:  a text that is not empty
  mandate:  alerting_configuration.slack_notifications
environment production: stricter.metrics_retention_days: weaker than the mandate
  found:    7 days
  allowed:  at least 30 days
  mandate:  observability_configuration.metrics_retention_days
environment production: stricter.log_retention_day: the mandate has no value of this name
  fix:      did you mean log_retention_days?`,
    );
  });

  it("is told contradictions and weaker values together", () => {
    const problems = (): unknown =>
      validate({ grafanaDatabase: undefined, stricter: { trace_retention_days: 1 } })();
    expect(refusalOf(problems)).toMatch(
      /grafanaDatabase: two Grafana replicas[^]+stricter\.trace_retention_days: weaker/,
    );
  });
});

it("what is no environment at all is refused as a user's mistake", () => {
  const noEnvironment = (): unknown => validateEnvironment({} as Environment, loadMandate());
  expect(noEnvironment).toThrow(ConfigurationError);
});

it("an environment with the feature auditLog ships the audit log of the Kubernetes API", () => {
  const receivers = (environment: Environment): readonly string[] =>
    nativeConfigurations(artifactOf(environment))
      .filter(({ kind, name }) => kind === "collectors" && name === "otel-agent")
      .flatMap(({ data }) => Object.keys((data as { receivers: object }).receivers));
  expect(receivers(production)).not.toContain("file_log/k8s_audit");
  expect(receivers({ ...production, features: { auditLog: true } })).toContain("file_log/k8s_audit");
});
