import type { Artifact, JsonObject } from "../../../assurance";
import { requiredSecrets } from "../../../assurance/secrets/required-secrets";
import { UNKNOWN } from "../../../assurance/secrets/secret-purposes";
import { ELASTICSEARCH_USERS, ROLE_OF_USER, userSecretName } from "../../../constructs/logging/roles";
import { production } from "../../../stacks/environments/production";
import { addRelease, artifactWith, bundle, release } from "../../support/artifact-fixture";
import { artifactOf, ENVIRONMENTS } from "../../support/environments";

function namesIn(artifact: Artifact): readonly string[] {
  return requiredSecrets(artifact).map(({ name }) => name);
}

const USERS = ELASTICSEARCH_USERS.map(userSecretName).sort();

describe("the Secrets of the environments", () => {
  it.each([
    ["local", [...USERS, "grafana-admin"]],
    ["development", ["alertmanager-receivers", ...USERS, "grafana-admin"]],
    ["staging", ["alertmanager-receivers", ...USERS, "grafana-admin", "grafana-database"]],
    [
      "production",
      [
        "alertmanager-receivers",
        ...USERS,
        ...["grafana-admin", "grafana-database", "jaeger-proxy", "kibana-proxy", "oidc-client"],
      ],
    ],
  ])("of %s are the documented ones", (name, expected) => {
    const environment = Object.fromEntries(ENVIRONMENTS)[name] ?? production;
    expect(namesIn(artifactOf(environment))).toEqual(expected);
  });

  it.each(ENVIRONMENTS)(
    "of %s are all in the main namespace, with keys that this version knows",
    (_, environment) => {
      const secrets = requiredSecrets(artifactOf(environment));
      expect([...new Set(secrets.map(({ namespace }) => namespace))]).toEqual(["observability"]);
      const unknown = secrets.flatMap(({ keys, name }) =>
        keys.filter(({ what }) => what === UNKNOWN.what).map(({ key }) => `${name}: ${key}`),
      );
      expect(unknown).toEqual([]);
      expect(secrets.filter(({ keys }) => keys.length === 0)).toEqual([]);
    },
  );

  it("hold the key of pseudonyms where the agents are, as soon as there are any", () => {
    const artifact = artifactOf({ ...production, pii: { pseudonyms: ["email"] } });
    const [secret] = requiredSecrets(artifact).filter(({ name }) => name === "otel-agent-pseudonyms");
    expect(secret).toMatchObject({ namespace: "observability-agents", neededBy: ["otel-agent"] });
    expect(secret?.keys).toEqual([
      {
        key: "hmac-key",
        what: "key that sensitive values become pseudonyms by",
        origin: "random",
        how: "any random text; `qms secrets --apply` makes one of 32 characters; keep it, because a new one makes new pseudonyms",
      },
    ]);
  });

  it("give each user of Elasticsearch its role", () => {
    const users = requiredSecrets(artifactOf(production)).filter(({ name }) => USERS.includes(name));
    const roles = users.map(({ keys, name }) => [name, keys.find(({ key }) => key === "roles")?.value]);
    const expected = ELASTICSEARCH_USERS.map((user) => [userSecretName(user), ROLE_OF_USER[user]]);
    expect(Object.fromEntries(roles)).toEqual(Object.fromEntries(expected));
  });

  it("follow the names that an environment gives", () => {
    const artifact = artifactOf({
      ...production,
      receivers: {
        kind: "external",
        pagerduty: { routingKey: { name: "paging", key: "events-v2" } },
        slack: { channel: "#alerts", apiUrl: { name: "chat", key: "hook" } },
        email: {
          smarthost: "smtp.example.org:587",
          from: "a@example.org",
          to: "b@example.org",
          username: "mailer",
          password: { name: "mail", key: "pw" },
        },
      },
      grafanaDatabase: {
        host: "postgres.example.org",
        password: { name: "db", key: "pw" },
        ca: { name: "db-ca", key: "root.crt" },
      },
      ...(production.oidc === undefined
        ? {}
        : {
            oidc: {
              ...production.oidc,
              clientSecret: { name: "sso", key: "pw" },
              ca: { name: "sso-ca", key: "root.pem" },
            },
          }),
    });
    const outside = requiredSecrets(artifact).flatMap(({ keys, name }) =>
      keys.filter(({ origin }) => origin === "outside").map(({ key, what }) => `${name} ${key}: ${what}`),
    );
    expect(outside).toEqual([
      "chat hook: Slack webhook",
      "db pw: password of Grafana's PostgreSQL user",
      "db-ca root.crt: certificate of the CA that signed the PostgreSQL's certificate",
      "mail pw: password at the mail server",
      "paging events-v2: PagerDuty integration key",
      "sso pw: registration at the identity provider",
      "sso-ca root.pem: certificate of the authority that signed the identity provider's",
    ]);
  });
});

describe("requiredSecrets", () => {
  const reading = (...names: readonly string[]): JsonObject => ({
    volumes: names.map((secretName) => ({ secret: { secretName } })),
  });
  const required = (...objects: readonly JsonObject[]): readonly string[] =>
    namesIn(
      artifactWith(
        addRelease("one", release("a-chart", "1.0.0", "one", reading("x-tls", "y"))),
        addRelease("two", bundle("two", Object.fromEntries(objects.map((object, at) => [`o${at}`, object])))),
      ),
    );
  const named = (kind: string, name: string, spec: JsonObject = {}): JsonObject => ({
    apiVersion: "example.org/v1",
    kind,
    metadata: { name },
    spec,
  });

  it("asks for everything that nothing makes", () => {
    expect(required()).toEqual(["x-tls", "y"]);
  });

  it.each([
    ["a manifest", named("Secret", "x-tls")],
    ["cert-manager, by a Certificate", named("Certificate", "x", { secretName: "x-tls" })],
    ["trust-manager, by a Bundle", named("Bundle", "x-tls", { target: { secret: { key: "ca.crt" } } })],
  ])("leaves out what comes from %s", (_, object) => {
    expect(required(object)).toEqual(["y"]);
  });

  it("still asks for a Secret of the same name in another namespace", () => {
    const elsewhere = { ...named("Secret", "x-tls"), metadata: { name: "x-tls", namespace: "other" } };
    expect(required(elsewhere)).toEqual(["x-tls", "y"]);
  });

  it("leaves out the certificate of an ingress with an issuer, and asks for it without", () => {
    const tls = [{ secretName: "host-tls", hosts: ["a.example.org"] }];
    const asked = (annotations: JsonObject): readonly string[] =>
      namesIn(
        artifactWith(
          addRelease("one", release("grafana", "12.11.1", "one", { ingress: { tls, annotations } })),
        ),
      );
    expect(asked({ "cert-manager.io/cluster-issuer": "letsencrypt" })).toEqual([]);
    expect(asked({ "nginx.ingress.kubernetes.io/proxy-body-size": "8m" })).toEqual(["host-tls"]);
  });

  it("leaves out what the ECK operator makes for a chart or an object of its", () => {
    const artifact = artifactWith(
      addRelease("es", release("eck-elasticsearch", "0.20.0", "es", { fullnameOverride: "logs" })),
      addRelease(
        "reader",
        release("a-chart", "1.0.0", "one", reading("logs-es-http-certs-public", "t-kb-http-certs-public")),
      ),
      addRelease("kb", bundle("kb", { kibana: named("Kibana", "t") })),
    );
    expect(namesIn(artifact)).toEqual([]);
  });

  it("leaves out the authority that cert-manager makes for its own servers", () => {
    const values = {
      config: { metricsTLSConfig: { dynamic: { secretNamespace: "observability", secretName: "own-ca" } } },
    };
    expect(
      namesIn(artifactWith(addRelease("one", release("cert-manager", "v1.21.1", "one", values)))),
    ).toEqual([]);
  });

  it("is optional only where everything that reads it starts without it", () => {
    const volume = (optional: boolean): JsonObject => ({
      volumes: [{ secret: { secretName: "x", optional } }],
    });
    const artifact = artifactWith(
      addRelease("one", release("a-chart", "1.0.0", "one", volume(true))),
      addRelease("two", release("a-chart", "1.0.0", "two", volume(false))),
    );
    expect(requiredSecrets(artifact)).toMatchObject([{ optional: false, neededBy: ["one", "two"] }]);
  });

  it("says of a key that it does not know who would", () => {
    const values = { env: [{ name: "THEIRS", valueFrom: { secretKeyRef: { name: "x", key: "k" } } }] };
    const [secret] = requiredSecrets(
      artifactWith(addRelease("one", release("a-chart", "1.0.0", "one", values))),
    );
    expect(secret?.keys).toEqual([
      {
        key: "k",
        what: "not known to this version",
        origin: "outside",
        how: "from whoever added the values that name it",
      },
    ]);
  });

  it("names a user after its Secret where nobody describes it, and asks somebody else for its roles", () => {
    const values = { auth: { fileRealm: [{ secretName: "elasticsearch-user-backup" }] } };
    const artifact = artifactWith(addRelease("one", release("eck-elasticsearch", "0.20.0", "es", values)));
    expect(requiredSecrets(artifact)[0]?.keys.map(({ key, origin, value }) => [key, origin, value])).toEqual([
      ["password", "random", undefined],
      ["roles", "outside", undefined],
      ["username", "fixed", "backup"],
    ]);
  });
});
