import type { Artifact } from "../../assurance";
import { requiredSecrets } from "../../assurance/secrets/required-secrets";
import { Cluster } from "../../cli/cluster/cluster";
import { applyNamespaces } from "../../cli/secrets/apply-namespaces";
import { applySecret, type AppliedSecret } from "../../cli/secrets/apply-secrets";
import { ApiServerFake, type FakeObject, status } from "../support/api-server-fake";
import { artifactWith } from "../support/artifact-fixture";
import { MAIN, record, WITH_SECRETS } from "../support/secrets-artifact";

const SECRETS = "/api/v1/namespaces/observability/secrets";
const artifact = artifactWith(...WITH_SECRETS, ...record(MAIN));

describe("applying Secrets", () => {
  const fake = new ApiServerFake();
  beforeAll(() => fake.start());
  afterAll(() => fake.stop());
  beforeEach(() => {
    fake.objects.clear();
    fake.requests.length = 0;
    fake.interrupt = () => undefined;
  });

  async function apply(dryRun = false): Promise<readonly AppliedSecret[]> {
    const cluster = new Cluster(fake.url);
    const done: AppliedSecret[] = [];
    for (const secret of requiredSecrets(artifact)) {
      done.push(
        await applySecret(cluster, secret, {
          environment: "trial",
          dryRun,
          absentNamespaces: new Set(),
        }),
      );
    }
    return done;
  }

  function summary(applied: readonly AppliedSecret[]): readonly unknown[] {
    return applied.map(({ action, missing, name, written }) => [
      name,
      action,
      written,
      missing.map(({ key }) => key),
    ]);
  }

  const decoded = (name: string): Readonly<Record<string, string>> => {
    const { data } = fake.objects.get(`${SECRETS}/${name}`) as { data: Record<string, string> };
    return Object.fromEntries(
      Object.entries(data).map(([key, value]) => [key, Buffer.from(value, "base64").toString()]),
    );
  };

  it("creates what nobody outside has to give, and tells what somebody has to", async () => {
    expect(summary(await apply())).toEqual([
      ["alertmanager-receivers", "missing", [], ["slack-url"]],
      ["elasticsearch-user-jaeger", "created", ["password", "roles", "username"], []],
      ["grafana-admin", "created", ["admin-password", "admin-user", "secret-key"], []],
      ["grafana-database", "missing", [], ["password"]],
    ]);
    expect(fake.writes()).toEqual([`POST ${SECRETS}`, `POST ${SECRETS}`]);
  });

  it("makes users of the type that the operator reads, labelled as ours", async () => {
    await apply();
    expect(fake.objects.get(`${SECRETS}/elasticsearch-user-jaeger`)).toMatchObject({
      type: "kubernetes.io/basic-auth",
      metadata: {
        labels: {
          "app.kubernetes.io/part-of": "qms-observability",
          "app.kubernetes.io/managed-by": "qms",
          "observability.qms/environment": "trial",
        },
      },
    });
    expect(decoded("elasticsearch-user-jaeger")).toEqual({
      username: "jaeger",
      roles: "span_writer",
      password: expect.stringMatching(/^[A-Za-z0-9]{32}$/) as string,
    });
  });

  it("makes another random text for every key", async () => {
    await apply();
    const { "admin-password": password, "secret-key": key } = decoded("grafana-admin");
    expect(new Set([password, key, decoded("elasticsearch-user-jaeger").password]).size).toBe(3);
  });

  it("changes nothing the second time", async () => {
    await apply();
    const before = structuredClone([...fake.objects]);
    fake.requests.length = 0;
    expect((await apply()).map(({ action }) => action)).toEqual([
      "missing",
      "unchanged",
      "unchanged",
      "missing",
    ]);
    expect(fake.writes()).toEqual([]);
    expect([...fake.objects]).toEqual(before);
  });

  it("adds missing keys and keeps the values of the others", async () => {
    fake.put(`${SECRETS}/grafana-admin`, { data: { "admin-password": "b3du", note: "b3Ro" } });
    expect(summary(await apply())[2]).toEqual([
      "grafana-admin",
      "completed",
      ["admin-user", "secret-key"],
      [],
    ]);
    expect(decoded("grafana-admin")).toEqual({
      "admin-password": "own",
      note: "oth",
      "admin-user": "admin",
      "secret-key": expect.stringMatching(/^[A-Za-z0-9]{32}$/) as string,
    });
  });

  it("asks again when somebody else changed the Secret meanwhile, and then adds what is still missing", async () => {
    const path = `${SECRETS}/grafana-admin`;
    fake.put(path, { data: { "admin-password": "b3du", "admin-user": "b3du" } });
    let quicker = true;
    fake.interrupt = ({ method, path: at }) => {
      if (method === "PATCH" && at === path && quicker) {
        quicker = false;
        fake.put(path, { data: { ...(fake.objects.get(path)?.data as object), "secret-key": "dGhlaXJz" } });
      }
      return undefined;
    };
    expect(summary(await apply())[2]).toEqual(["grafana-admin", "unchanged", [], []]);
    expect(decoded("grafana-admin")["secret-key"]).toBe("theirs");
  });

  it("leaves alone what somebody else created meanwhile", async () => {
    const path = `${SECRETS}/grafana-admin`;
    const whole: FakeObject = {
      data: { "admin-password": "YQ==", "admin-user": "YQ==", "secret-key": "YQ==" },
    };
    fake.interrupt = ({ method, body }) => {
      const isOurs = (body as FakeObject | undefined)?.metadata?.name === "grafana-admin";
      if (method === "POST" && isOurs) fake.put(path, whole);
      return undefined;
    };
    expect(summary(await apply())[2]).toEqual(["grafana-admin", "unchanged", [], []]);
    expect(decoded("grafana-admin")["secret-key"]).toBe("a");
  });

  it("fails for a Secret that is immutable and lacks keys", async () => {
    fake.put(`${SECRETS}/grafana-admin`, { immutable: true, data: { "admin-password": "b3du" } });
    await expect(apply()).rejects.toThrow(
      [
        "a Secret cannot be made",
        "",
        "Secret grafana-admin in namespace observability: the Secret is immutable and lacks admin-user, secret-key",
        "  fix:      make it anew with these keys, and keep the values of the others",
      ].join("\n"),
    );
  });

  it("fails when a Secret never holds still", async () => {
    const path = `${SECRETS}/grafana-admin`;
    fake.put(path, { data: {} });
    fake.interrupt = ({ method }) => (method === "PATCH" ? [409, status(409, "conflict")] : undefined);
    await expect(apply()).rejects.toThrow(
      [
        "a Secret cannot be made",
        "",
        "Secret grafana-admin in namespace observability: the Secret changes faster than it can be completed",
        "  fix:      run the command again",
      ].join("\n"),
    );
  });

  it("keeps nothing in a dry run", async () => {
    expect((await apply(true)).map(({ action }) => action)).toEqual([
      "missing",
      "created",
      "created",
      "missing",
    ]);
    expect(fake.writes()).toEqual([`POST ${SECRETS} (dry run)`, `POST ${SECRETS} (dry run)`]);
    expect(fake.objects.size).toBe(0);
  });
});

describe("applying namespaces", () => {
  const fake = new ApiServerFake();
  beforeAll(() => fake.start());
  afterAll(() => fake.stop());
  beforeEach(() => {
    fake.objects.clear();
    fake.requests.length = 0;
  });

  const apply = (of: Artifact, dryRun = false): ReturnType<typeof applyNamespaces> =>
    applyNamespaces(new Cluster(fake.url), of, ["observability"], dryRun);

  it("creates one that Terraform leaves to others, with the labels that the environment asks for", async () => {
    expect(await apply(artifact)).toEqual([{ name: "observability", action: "created" }]);
    expect(fake.objects.get("/api/v1/namespaces/observability")?.metadata?.labels).toEqual({
      "app.kubernetes.io/part-of": "qms-observability",
      "app.kubernetes.io/managed-by": "qms",
      "pod-security.kubernetes.io/enforce": "baseline",
    });
  });

  it("leaves one that is there as it is", async () => {
    fake.put("/api/v1/namespaces/observability", { metadata: { labels: { theirs: "yes" } } });
    expect(await apply(artifact)).toEqual([{ name: "observability", action: "unchanged" }]);
    expect(fake.writes()).toEqual([]);
  });

  it("creates none in a dry run", async () => {
    expect(await apply(artifact, true)).toEqual([{ name: "observability", action: "created" }]);
    expect(fake.writes()).toEqual(["POST /api/v1/namespaces (dry run)"]);
    expect(fake.objects.size).toBe(0);
  });

  it("fails for one that Terraform has to create, because Terraform refuses one that is there already", async () => {
    const created = artifactWith(...WITH_SECRETS, ...record({ ...MAIN, created: true }));
    const folder = created.file.replace("/cdk.tf.json", "");
    await expect(apply(created)).rejects.toThrow(
      [
        "the Secrets cannot be made yet",
        "",
        "namespace observability: it does not exist, and Terraform has to create it, because it would refuse one " +
          "that is there already",
        `  fix:      run \`terraform -chdir=${folder} init && terraform -chdir=${folder} apply ` +
          "-target=kubernetes_namespace_v1.observability`, then this command again",
      ].join("\n"),
    );
    expect(fake.writes()).toEqual([]);
  });
});
