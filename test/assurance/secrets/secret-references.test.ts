import type { JsonObject } from "../../../assurance";
import { secretReferences } from "../../../assurance/secrets/secret-references";
import type { SecretReference } from "../../../assurance/secrets/secret-reference";
import { addRelease, artifactWith, bundle, release } from "../../support/artifact-fixture";

function referencesIn(values: JsonObject): readonly SecretReference[] {
  const artifact = artifactWith(addRelease("one", release("a-chart", "1.0.0", "one", values)));
  return secretReferences(artifact).filter((reference) => reference.release === "one");
}

const short = (values: JsonObject): readonly (readonly (string | undefined)[])[] =>
  referencesIn(values).map(({ key, name, use }) => [name, key, use]);

describe("secretReferences", () => {
  it.each<[string, JsonObject, readonly (readonly (string | undefined)[])[]]>([
    [
      "a container's variable",
      { extraEnv: [{ name: "PASSWORD", valueFrom: { secretKeyRef: { name: "db", key: "pw" } } }] },
      [["db", "pw", "PASSWORD"]],
    ],
    [
      "a map of variables",
      { envValueFrom: { PASSWORD: { secretKeyRef: { name: "db", key: "pw" } } } },
      [["db", "pw", "PASSWORD"]],
    ],
    [
      "a map of variables in an exporter's words",
      { extraEnvSecrets: { PASSWORD: { secret: "db", key: "pw" } } },
      [["db", "pw", "PASSWORD"]],
    ],
    ["all keys as variables", { envFrom: [{ secretRef: { name: "db" } }] }, [["db", undefined, undefined]]],
    ["all keys in Grafana's words", { envFromSecret: "db" }, [["db", undefined, undefined]]],
    [
      "several Secrets in Grafana's words",
      { envFromSecrets: [{ name: "db" }, { name: "oidc" }] },
      [
        ["db", undefined, undefined],
        ["oidc", undefined, undefined],
      ],
    ],
    ["a volume", { volumes: [{ secret: { secretName: "tls" } }] }, [["tls", undefined, undefined]]],
    [
      "some keys of a volume",
      { volumes: [{ secret: { secretName: "tls", items: [{ key: "a" }, { key: "b" }] } }] },
      [
        ["tls", undefined, undefined],
        ["tls", "a", undefined],
        ["tls", "b", undefined],
      ],
    ],
    [
      "an existing Secret with the names of its keys",
      { admin: { existingSecret: "admin", userKey: "user", passwordKey: "pw" } },
      [
        ["admin", undefined, undefined],
        ["admin", "user", "userKey"],
        ["admin", "pw", "passwordKey"],
      ],
    ],
    [
      "an existing Secret with its key",
      { objectStorageConfig: { existingSecret: { name: "store", key: "config" } } },
      [["store", "config", "existingSecret"]],
    ],
    [
      "a certificate of a custom resource",
      {
        tlsConfig: {
          cert: { secret: { name: "tls", key: "tls.crt" } },
          keySecret: { name: "tls", key: "tls.key" },
        },
      },
      [
        ["tls", "tls.key", "keySecret"],
        ["tls", "tls.crt", "secret"],
      ],
    ],
    [
      "basic authentication of a custom resource",
      { basicAuth: { username: { name: "user", key: "u" }, password: { name: "user", key: "p" } } },
      [
        ["user", "u", "username"],
        ["user", "p", "password"],
      ],
    ],
    [
      "users of Elasticsearch",
      { auth: { fileRealm: [{ secretName: "user" }], roles: [{ secretName: "roles" }] } },
      [
        ["user", "username", "fileRealm username"],
        ["user", "password", "fileRealm password"],
        ["user", "roles", "fileRealm roles"],
        ["roles", "roles.yml", undefined],
      ],
    ],
    [
      "the certificate of an ingress",
      { ingress: { tls: [{ secretName: "host", hosts: ["a.example.org"] }] } },
      [
        ["host", "tls.crt", "certificate tls.crt"],
        ["host", "tls.key", "certificate tls.key"],
      ],
    ],
    [
      "credentials of an image registry",
      { imagePullSecrets: [{ name: "registry" }] },
      [["registry", ".dockerconfigjson", undefined]],
    ],
    [
      "what the Prometheus operator mounts, with the keys that settings read",
      {
        alertmanagerSpec: { secrets: ["receivers"] },
        config: {
          receivers: [{ slack_configs: [{ api_url_file: "/etc/alertmanager/secrets/receivers/slack" }] }],
        },
      },
      [
        ["receivers", undefined, undefined],
        ["receivers", "slack", "api_url_file"],
      ],
    ],
    [
      "the keys that settings read below a mount",
      {
        extraVolumes: [{ name: "user", secret: { secretName: "es" } }],
        extraVolumeMounts: [{ name: "user", mountPath: "/etc/es" }],
        config: { password_file: "/etc/es/password", script: "cat /etc/es/token; ls /etc/es-other/x" },
      },
      [
        ["es", undefined, undefined],
        ["es", "password", "password_file"],
        ["es", "token", "script"],
      ],
    ],
    [
      "the keys that settings read below a mount of its own kind",
      {
        extraSecretMounts: [{ name: "ca", secretName: "database-ca", mountPath: "/etc/ca" }],
        database: { ca_cert_path: "/etc/ca/root.crt" },
      },
      [
        ["database-ca", undefined, undefined],
        ["database-ca", "root.crt", "ca_cert_path"],
      ],
    ],
    ["nothing where a name is empty", { secretName: "", admin: { existingSecret: "" } }, []],
    ["nothing in a reference to a ConfigMap", { configMapKeyRef: { name: "a", key: "b" } }, []],
  ])("finds %s", (_, values, expected) => {
    expect(short(values)).toEqual(expected);
  });

  it("tells the place, the namespace and the release", () => {
    expect(referencesIn({ a: [{ "b.c": { secretName: "x" } }] })).toEqual([
      { namespace: "observability", name: "x", release: "one", path: "a[0].b\\.c", optional: false },
    ]);
  });

  it("takes the namespace of an object, or the one that a subchart is moved to", () => {
    const artifact = artifactWith(
      addRelease(
        "one",
        release("a-chart", "1.0.0", "one", {
          exporter: { namespaceOverride: "agents", tlsSecret: { secretName: "exporter-tls" } },
          other: { namespaceOverride: "", tlsSecret: { secretName: "other-tls" } },
        }),
      ),
      addRelease(
        "two",
        bundle("two", {
          job: {
            apiVersion: "batch/v1",
            kind: "Job",
            metadata: { name: "job", namespace: "jobs" },
            spec: { template: { spec: { volumes: [{ secret: { secretName: "job-user" } }] } } },
          },
        }),
      ),
    );
    const found = secretReferences(artifact).map(({ name, namespace }) => `${namespace}/${name}`);
    expect(found).toEqual(["agents/exporter-tls", "observability/other-tls", "jobs/job-user"]);
  });

  it("knows what pods start without", () => {
    const values = {
      env: [{ name: "A", valueFrom: { secretKeyRef: { name: "a", key: "k", optional: true } } }],
      envFrom: [{ secretRef: { name: "b", optional: true } }],
      volumes: [{ secret: { secretName: "c", optional: true } }],
    };
    expect(referencesIn(values).map(({ name, optional }) => [name, optional])).toEqual([
      ["a", true],
      ["b", true],
      ["c", true],
    ]);
  });

  it("leaves out what a Certificate makes, and what an Instrumentation wants of other namespaces", () => {
    const objects = {
      certificate: { kind: "Certificate", spec: { secretName: "made" } },
      instrumentation: { kind: "Instrumentation", spec: { exporter: { tls: { secretName: "theirs" } } } },
    };
    expect(short({ extraObjects: objects })).toEqual([]);
  });
});
