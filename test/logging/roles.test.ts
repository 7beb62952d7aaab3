import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import { allButPattern } from "../../constructs/logging/index-pattern";
import {
  ELASTICSEARCH_ROLES,
  ELASTICSEARCH_USERS,
  ROLE_OF_USER,
  rolesFile,
  rolesManifest,
  userSecretName,
} from "../../constructs/logging/roles";

const CLIENT = join(__dirname, "../../node_modules/@elastic/elasticsearch");

describe("allButPattern", () => {
  const pattern = allButPattern("logs-", ["k8s.audit", "security"]);
  const expression = new RegExp(`^${pattern.slice(1, -1)}$`);

  it.each([
    "logs-generic.otel-default",
    "logs-k8s.events.otel-default",
    "logs-k8s.aud",
    "logs-k",
    "logs-",
    "logs-secure.otel-default",
    "logs-payments.otel-default",
    "logs-legacy-default",
  ])("lets %s through", (name) => {
    expect(expression.test(name)).toBe(true);
  });

  it.each([
    "logs-k8s.audit.otel-default",
    "logs-k8s.audit",
    "logs-security.otel-default",
    "metrics-generic.otel-default",
    "logs",
  ])("keeps %s back", (name) => {
    expect(expression.test(name)).toBe(false);
  });

  it("reads a dot as a dot", () => {
    expect(expression.test("logs-k8s-audit.otel-default")).toBe(true);
  });
});

describe("roles", () => {
  const privileges = (role: string) =>
    (ELASTICSEARCH_ROLES[role]?.indices ?? []).flatMap((index) => index.privileges);

  it("has a role for every user, one for people, and no other", () => {
    expect([...ELASTICSEARCH_USERS.map((user) => ROLE_OF_USER[user]), "log_reader"].sort()).toEqual(
      Object.keys(ELASTICSEARCH_ROLES).sort(),
    );
  });

  it.each(["otel_writer", "logstash_writer"])(
    "lets %s add records and neither change, read nor delete them",
    (role) => {
      expect(privileges(role)).toEqual(["auto_configure", "create_doc"]);
      expect(ELASTICSEARCH_ROLES[role]?.cluster).toEqual(["monitor"]);
    },
  );

  it("lets the audit trail be read by the auditor alone", () => {
    const readers = Object.entries(ELASTICSEARCH_ROLES).filter(([name]) => privileges(name).includes("read"));
    expect(
      Object.fromEntries(readers.map(([name, { indices }]) => [name, indices.flatMap(({ names }) => names)])),
    ).toEqual({
      jaeger: ["jaeger-*"],
      grafana_reader: [allButPattern("logs-", ["k8s.audit", "security"])],
      audit_reader: ["logs-k8s.audit.otel-*", "logs-security.otel-*"],
      log_reader: [allButPattern("logs-", ["k8s.audit", "security"])],
    });
  });

  it("names privileges that Elasticsearch has", () => {
    const types = readFileSync(join(CLIENT, "lib/api/types.d.ts"), "utf8");
    const words = (type: string): readonly string[] => {
      const [, union = ""] = new RegExp(`export type ${type} = (.*);`).exec(types) ?? [];
      return [...union.matchAll(/'(\w+)'/g)].map(([, word = ""]) => word);
    };
    // Since 8.18; the client's types do not have it yet, and end in `string`, so that the compiler accepts any word.
    const ofIndices = [...words("SecurityIndexPrivilege"), "manage_failure_store"];
    const ofCluster = words("SecurityClusterPrivilege");
    const roles = Object.values(ELASTICSEARCH_ROLES);
    expect(
      Object.keys(ELASTICSEARCH_ROLES)
        .flatMap(privileges)
        .filter((word) => !ofIndices.includes(word)),
    ).toEqual([]);
    expect(roles.flatMap(({ cluster = [] }) => cluster).filter((word) => !ofCluster.includes(word))).toEqual(
      [],
    );
  });

  it("lets auditor and people read in Kibana, and nobody else at all", () => {
    const inKibana = Object.entries(ELASTICSEARCH_ROLES).filter(
      ([, { applications }]) => applications !== undefined,
    );
    const reading = [{ application: "kibana-.kibana", privileges: ["read"], resources: ["*"] }];
    expect(inKibana.map(([name, { applications }]) => [name, applications])).toEqual([
      ["audit_reader", reading],
      ["log_reader", reading],
    ]);
  });

  it("lets people who look at logs do nothing but read them", () => {
    expect(privileges("log_reader")).toEqual(["read", "view_index_metadata"]);
    expect(ELASTICSEARCH_ROLES.log_reader?.cluster).toBeUndefined();
  });

  it("gives nobody everything", () => {
    const all = Object.values(ELASTICSEARCH_ROLES).flatMap(({ cluster = [], indices }) => [
      ...cluster,
      ...indices.flatMap((index) => index.privileges),
    ]);
    expect(all).not.toContain("all");
    expect(all).not.toContain("manage_security");
  });

  it("tell which user has which, by the user's Secret, for whoever makes the Secrets", () => {
    const annotations = rolesManifest("logs").metadata.annotations ?? {};
    const users = JSON.parse(annotations["observability.qms/users"] ?? "") as Record<string, unknown>;
    expect(Object.keys(users)).toEqual(ELASTICSEARCH_USERS.map(userSecretName).sort());
    expect(users["elasticsearch-user-collector"]).toEqual({ username: "collector", roles: "otel_writer" });
  });

  it("is the file that Elasticsearch reads, in a Secret as its operator asks", () => {
    expect(parse(rolesFile())).toEqual(ELASTICSEARCH_ROLES);
    expect(rolesManifest("logs")).toMatchObject({
      apiVersion: "v1",
      kind: "Secret",
      metadata: { name: "elasticsearch-roles", namespace: "logs" },
      stringData: { "roles.yml": rolesFile() },
    });
  });
});
