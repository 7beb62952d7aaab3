import type { Artifact, JsonValue } from "../../assurance";
import type { HelmValues } from "../../constructs/core/helm-values";
import type { Environment, ReleaseName } from "../../stacks/environments/environment";
import { production } from "../../stacks/environments/production";
import { artifactOf, ENVIRONMENTS, synthesizeEnvironment } from "../support/environments";
import { problemsOf } from "../support/problems";

/** Production with a reference of its own wherever an environment can name a secret. */
const SEEDED: Environment = {
  ...production,
  receivers: {
    kind: "external",
    pagerduty: { routingKey: { name: "seed-pagerduty", key: "seed-routing" } },
    slack: { channel: "#alerts", apiUrl: { name: "seed-slack", key: "seed-url" } },
    email: {
      smarthost: "smtp.example.org:587",
      from: "observability@example.org",
      to: "on-call@example.org",
      username: "mailer",
      password: { name: "seed-smtp", key: "seed-password" },
    },
    heartbeatUrl: { name: "seed-heartbeat", key: "seed-ping" },
  },
  grafanaDatabase: {
    host: "postgres.example.org",
    password: { name: "seed-database", key: "seed-dbpass" },
    ca: { name: "seed-database-ca", key: "seed-ca" },
  },
};

const ALL: readonly (readonly [string, Environment])[] = [...ENVIRONMENTS, ["production with seeds", SEEDED]];

interface Leaf {
  /** The nearest key above the value; items of a list have the list's. */
  readonly key: string;
  readonly path: string;
  readonly value: string;
}

/** Every text of an artifact with its key: values and attributes of releases, objects, providers, backend. */
function leavesOf({ releases, objects, providers, backend }: Artifact): readonly Leaf[] {
  const parts = [
    ...releases.map(({ name, values, attributes }) => [name, { values, attributes }] as const),
    ...objects.map(({ name, body }) => [name, body] as const),
    ["providers", providers] as const,
    ["backend", backend?.configuration ?? null] as const,
  ];
  return parts.flatMap(([name, value]) => leaves(value, { key: "", path: name }));
}

function leaves(value: JsonValue, { key, path }: Omit<Leaf, "value">): readonly Leaf[] {
  if (typeof value === "string") return [{ key, path, value }];
  if (typeof value !== "object" || value === null) return [];
  const isList = Array.isArray(value);
  return Object.entries(value as object).flatMap(([name, below]) =>
    leaves(below as JsonValue, { key: isList ? key : name, path: `${path}.${name}` }),
  );
}

/** Names of Secrets: those that must exist before, and those that operators write. */
const SECRET_NAMES = [
  "alertmanager-receivers",
  "grafana-admin",
  "grafana-database",
  "oidc-client",
  ...["jaeger", "kibana"].flatMap((name) => [`${name}-proxy`, `${name}-proxy-tls`, `${name}-ingress-tls`]),
  ...["auditor", "collector", "exporter", "grafana", "jaeger", "logstash", "setup"].map(
    (user) => `elasticsearch-user-${user}`,
  ),
  // Written by the stack: roles, which are no secret.
  "elasticsearch-roles",
  // Written by cert-manager.
  "observability-ca",
  "grafana-ingress-tls",
  ...["grafana", "jaeger", "logstash", "otel-agent", "otel-cluster", "otel-gateway"].map(
    (name) => `${name}-tls`,
  ),
  ...["alertmanager", "kube-state-metrics", "node-exporter", "prometheus"].map((name) => `${name}-tls`),
  ...["thanos-query-tls", "thanos-sidecar-tls"],
  "blackbox-exporter-tls",
  ...["elasticsearch-exporter-tls", "elastic-operator-metrics-tls", "cert-manager-metrics-ca"],
  // Written by the operator of Elasticsearch.
  "elasticsearch-es-http-certs-public",
  "kibana-kb-http-certs-public",
];

const isSecretName = (value: string): boolean => SECRET_NAMES.includes(value) || value.startsWith("seed-");

/** Why a text under a key that sounds like a secret is none. */
const HARMLESS: readonly (readonly [keys: RegExp, because: string, holds: (value: string) => boolean])[] = [
  [/^(secretName|existingSecret|secret|secrets|certificateSecret)$/, "the name of a Secret", isSecretName],
  [
    /^nginx\.ingress\.kubernetes\.io\/proxy-ssl-secret$/,
    "namespace and name of a Secret",
    (value) => isSecretName(value.split("/")[1] ?? ""),
  ],
  [/^secretNamespace$/, "the namespace of a Secret", (value) => value === "cert-manager"],
  [
    /^(userKey|passwordKey)$/,
    "a key of a Secret",
    (value) => ["admin-user", "admin-password"].includes(value),
  ],
  [
    /(_file|_path|^cert_key|^keyFile)$/,
    "the path of a mounted file",
    (value) => /^\/etc\/[a-z0-9/._-]+$/.test(value),
  ],
  [
    /^bearerTokenFile$/,
    "the path of a pod's own token",
    (value) => value === "/var/run/secrets/kubernetes.io/serviceaccount/token",
  ],
  [
    /^(password|basicAuthPassword)$/,
    "a variable that a Secret fills",
    (value) => /^\$(\{env:)?ELASTICSEARCH_PASSWORD$|^\$\{env:ES_PASSWORD\}$/.test(value),
  ],
  [
    /^routing_key$/,
    "what the sink of local ignores, or how spans find their replica",
    (value) => ["in-cluster-sink", "traceID"].includes(value),
  ],
  [/^matchLabelKeys$/, "a label of pods", (value) => value === "pod-template-hash"],
  [/^topologyKey$/, "a label of nodes", (value) => /^(topology\.)?kubernetes\.io\/[a-z]+$/.test(value)],
  [/^blocked_key_patterns$/, "what to mask", (value) => value.startsWith("(?i)(")],
  [
    /^ignored_keys$/,
    "what the agent itself fills",
    (value) =>
      ["log.iostream", "logtag", "log.file.path", "log.file.record_offset", "obs_clean"].includes(value),
  ],
  [
    /^resource_metrics_key_attributes$/,
    "names of attributes",
    (value) => /^(service|k8s)\.[a-z.]+$/.test(value),
  ],
  [
    /^token_url$/,
    "an address of the identity provider",
    (value) => value.startsWith("https://login.example.org/") && !value.includes("@"),
  ],
  [/^secret_suffix$/, "the name of an environment", (value) => value === "development"],
  [
    /^key$/,
    "a label, an attribute, a key of a Secret or ConfigMap, or the name of the state",
    (value) => KEYS.includes(value) || value.startsWith("seed-") || isStateName(value),
  ],
];

const isStateName = (value: string): boolean => /^observability\/[a-z]+\.tfstate$/.test(value);

const KEYS = [
  ...["username", "password", "secret-key", "client-secret", "cookie-secret", "ca.crt", "tls.crt", "tls.key"],
  ...["app.tier", "sampling.keep", "service.name", "k8s.namespace.name", "log.format"],
  ...["k8s.cluster.name", "deployment.environment.name", "data_stream.dataset"],
  ...["kubernetes.io/metadata.name"],
  ...["qms.observability/criticality", "qms.observability/log-level", "qms.observability/structured"],
];

const SOUNDS_SECRET = /pass(word|wd|phrase)?|token|secret|key|credential/i;

describe.each(ALL)("the artifact of %s", (_, environment) => {
  const { artifact, text } = synthesizeEnvironment(environment);

  it("holds references, paths and names alone under keys that sound like secrets", () => {
    const suspicious = leavesOf(artifact)
      .filter(({ key }) => SOUNDS_SECRET.test(key))
      .filter(({ key, value }) => !HARMLESS.some(([keys, , holds]) => keys.test(key) && holds(value)))
      .map(({ path, value }) => `${path} = ${value}`);
    expect(suspicious).toEqual([]);
  });

  it("fills variables that sound like secrets from Secrets", () => {
    const variables = artifact.releases.flatMap(({ values }) => variablesIn(values));
    const plain = variables.filter(({ name, value }) => SOUNDS_SECRET.test(name) && value !== undefined);
    expect(plain).toEqual([]);
    expect(variables.map(({ name }) => name)).toContain("ES_PASSWORD");
  });

  it("brings no Secret but that of the roles of Elasticsearch", () => {
    const secrets = artifact.objects.filter(({ kind }) => kind === "Secret");
    expect(secrets.map(({ name, body }) => [name, Object.keys(body.stringData ?? {})])).toEqual([
      ["elasticsearch-roles", ["roles.yml"]],
    ]);
  });

  it("uses no kubernetes_manifest and no other resource than releases and namespaces", () => {
    const types = new Set(artifact.resources.map((address) => address.split(".")[0]));
    expect([...types].sort()).toEqual(["helm_release", "kubernetes_namespace_v1"]);
  });

  it("has no Terraform expression but the folder of the packaged chart", () => {
    const live =
      text
        .replaceAll("$${", "")
        .replaceAll("%%{", "")
        .match(/[$%]\{[^}]*\}?.{0,8}/g) ?? [];
    expect([...new Set(live)]).toEqual(["${path.module}/assets/"]);
    expect(live).toHaveLength(artifact.releases.filter(({ isLocal }) => isLocal).length);
    expect(artifact.expressions).toHaveLength(live.length);
  });

  it("keeps what other languages write like Terraform", () => {
    expect(text).toContain("$${env:MY_POD_IP}");
    expect(text).toContain("$${ES_PASSWORD}");
    expect(JSON.stringify(artifact.releases.map(({ values }) => values))).toContain("${env:MY_POD_IP}");
  });
});

interface Variable {
  readonly name: string;
  readonly value?: string;
}

function variablesIn(value: JsonValue | undefined): readonly Variable[] {
  if (typeof value !== "object" || value === null) return [];
  const own = "name" in value && typeof value.name === "string" && ("value" in value || "valueFrom" in value);
  const below = Object.values(value as object).flatMap((one) => variablesIn(one as JsonValue));
  return own ? [value as unknown as Variable, ...below] : below;
}

it("excuses no key that is not there", () => {
  const keys = ALL.flatMap(([, environment]) => leavesOf(artifactOf(environment)).map(({ key }) => key));
  const unused = HARMLESS.filter(([pattern]) => !keys.some((key) => pattern.test(key)));
  expect(unused.map(([, because]) => because)).toEqual([]);
});

describe("secrets of an environment", () => {
  it.each([
    ["pagerduty", '"routing_key_file": "/etc/alertmanager/secrets/seed-pagerduty/seed-routing"'],
    ["Slack", '"slack_api_url_file": "/etc/alertmanager/secrets/seed-slack/seed-url"'],
    ["the mail server", '"smtp_auth_password_file": "/etc/alertmanager/secrets/seed-smtp/seed-password"'],
    ["the heartbeat", '"url_file": "/etc/alertmanager/secrets/seed-heartbeat/seed-ping"'],
  ])("reach Alertmanager as files: %s", (_, setting) => {
    const document = synthesizeEnvironment(SEEDED).text.replaceAll('\\"', '"');
    expect(document).toContain(setting);
  });

  it("are mounted where they are read", () => {
    const kps = artifactOf(SEEDED).releases.find(({ name }) => name === "kps")?.values;
    expect(kps).toMatchObject({
      alertmanager: {
        alertmanagerSpec: { secrets: ["seed-heartbeat", "seed-pagerduty", "seed-slack", "seed-smtp"] },
      },
    });
  });

  it("reach Grafana as references: the password and the authority of its database", () => {
    const grafana = JSON.stringify(
      artifactOf(SEEDED).releases.find(({ name }) => name === "grafana")?.values,
    );
    expect(grafana).toContain('"secretKeyRef":{"key":"seed-dbpass","name":"seed-database"}');
    expect(grafana).toContain("seed-database-ca");
  });

  it("are not taken from the process that synthesizes", () => {
    const names = ["ES_PASSWORD", "ELASTICSEARCH_PASSWORD", "GF_SECURITY_ADMIN_PASSWORD", "SMTP_PASSWORD"];
    const more = [
      "PAGERDUTY_ROUTING_KEY",
      "SLACK_API_URL",
      "AWS_SECRET_ACCESS_KEY",
      "KUBE_TOKEN",
      "TF_VAR_password",
    ];
    const before = synthesizeEnvironment(production).text;
    const variables = [...names, ...more].filter((variable) => process.env[variable] === undefined);
    try {
      variables.forEach((variable) => (process.env[variable] = `seeded-${variable}`));
      // A fresh object with another order of keys is another entry of the cache.
      const { name, ...rest } = production;
      const after = synthesizeEnvironment({ ...rest, name }).text;
      expect(after).not.toContain("seeded-");
      expect(after).toBe(before);
    } finally {
      variables.forEach((variable) => Reflect.deleteProperty(process.env, variable));
    }
  });

  it.each<[ReleaseName, HelmValues, string]>([
    ["grafana", { adminPassword: "seed" }, "value adminPassword does not exist in chart grafana 12.11.1"],
    [
      "jaeger",
      { storage: { elasticsearch: { password: "seed" } } },
      "value storage.elasticsearch.password does not exist in chart jaeger 4.11.1",
    ],
  ])("are refused as plain values of %s: %j", (release, values, what) => {
    const problems = problemsOf(() => artifactOf({ ...production, values: { [release]: values } }));
    expect(problems.map((problem) => problem.what)).toEqual([what]);
  });
});
