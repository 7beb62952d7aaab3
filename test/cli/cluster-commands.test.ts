import { spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ApiServerFake } from "../support/api-server-fake";
import { writeArtifact } from "../support/artifact-fixture";
import { builtProject } from "../support/build";
import { MAIN, record, WITH_SECRETS } from "../support/secrets-artifact";

const SECRETS = "/api/v1/namespaces/observability/secrets";

interface Run {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** The compiled program as people start it, against an API server that only acts like one. */
describe("commands that talk to a cluster", () => {
  const fake = new ApiServerFake();
  let project = "";
  let folder = "";
  beforeAll(async () => {
    project = builtProject();
    await fake.start();
  }, 180_000);
  afterAll(() => fake.stop());
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "qms-cluster-"));
    fake.objects.clear();
    fake.requests.length = 0;
    writeArtifact(join(folder, "cdktf.out/stacks/trial"), ...WITH_SECRETS, ...record(MAIN));
    fake.kubeconfig(join(folder, "kubeconfig"));
  });
  afterEach(() => {
    rmSync(folder, { recursive: true, force: true });
  });

  function qms(...args: readonly string[]): Promise<Run> {
    const program = join(project, "dist/cli/qms.js");
    const child = spawn(process.execPath, [program, ...args], {
      cwd: folder,
      env: { ...process.env, HOME: folder, NO_COLOR: "1" },
    });
    const output = { stdout: "", stderr: "" };
    child.stdout.on("data", (chunk: Buffer) => (output.stdout += chunk.toString()));
    child.stderr.on("data", (chunk: Buffer) => (output.stderr += chunk.toString()));
    return new Promise((resolve) => {
      child.on("close", (code) => {
        resolve({ code, ...output });
      });
    });
  }

  /** Points the artifact's provider at a kubeconfig, as `addProviders` does. */
  function provide(config_path: string, config_context: string): void {
    const file = join(folder, "cdktf.out/stacks/trial/cdk.tf.json");
    const document = JSON.parse(readFileSync(file, "utf8")) as { provider: object };
    const provider = { ...document.provider, kubernetes: [{ config_path, config_context }] };
    writeFileSync(file, JSON.stringify({ ...document, provider }));
  }

  it("makes namespace and Secrets in the context that the artifact names, and shows no value", async () => {
    provide("../../../kubeconfig", "fake");
    const { code, stderr, stdout } = await qms("secrets", "trial", "--apply", "--json");
    expect([code, stderr]).toEqual([
      0,
      [
        `· writing to ${fake.url}`,
        "· secret observability/alertmanager-receivers",
        "· secret observability/elasticsearch-user-jaeger",
        "· secret observability/grafana-admin",
        "· secret observability/grafana-database",
        "",
      ].join("\n"),
    ]);
    expect(JSON.parse(stdout)).toMatchObject({
      dryRun: false,
      namespaces: [{ name: "observability", action: "created" }],
      secrets: [{ action: "missing" }, { action: "created" }, { action: "created" }, { action: "missing" }],
    });
    expect(fake.writes()).toEqual(["POST /api/v1/namespaces", `POST ${SECRETS}`, `POST ${SECRETS}`]);
    const made = [...fake.objects.values()].flatMap(({ data }) => Object.values(data ?? {}) as string[]);
    expect(made).toHaveLength(6);
    const values = made.map((value) => Buffer.from(value, "base64").toString());
    const secret = values.filter((value) => value.length === 32);
    expect(secret).toHaveLength(3);
    [...made, ...secret].forEach((value) => {
      expect(stdout + stderr).not.toContain(value);
    });
  }, 30_000);

  it("makes a table of it for people, and nothing in a dry run", async () => {
    const { code, stdout } = await qms(
      "secrets",
      "trial",
      "--apply",
      "--dry-run",
      "--kubeconfig",
      "kubeconfig",
    );
    expect([code, fake.objects.size]).toEqual([0, 0]);
    expect(stdout).toMatch(/^dry run: nothing was kept\n/);
    expect(stdout).toMatch(/namespace observability +│ created/);
    expect(stdout).toMatch(/observability\/grafana-database +│ missing +│ +│ password/);
    // The server is not asked for what is in a namespace that it does not have.
    expect(fake.writes()).toEqual(["POST /api/v1/namespaces (dry run)"]);
  }, 30_000);

  it("exits with 2 where a cluster is not ready, and with 0 where it is", async () => {
    const preflight = () => qms("preflight", "trial", "--kubeconfig", "kubeconfig", "--json");
    const before = await preflight();
    expect(before.code).toBe(2);
    expect(JSON.parse(before.stdout)).toContainEqual({
      area: "namespace",
      subject: "observability",
      verdict: "fail",
      found: "it does not exist",
      fix: "run `qms secrets trial --apply`",
    });
    await qms("secrets", "trial", "--apply", "--kubeconfig", "kubeconfig");
    fake.put(`${SECRETS}/grafana-database`, { data: { password: "YQ==" } });
    fake.put(`${SECRETS}/alertmanager-receivers`, { data: { "slack-url": "YQ==" } });
    ["a", "b", "c"].forEach((name) => {
      fake.put(`/api/v1/nodes/${name}`, { status: { allocatable: { cpu: "4", memory: "16Gi" } } });
    });
    for (const name of [
      "prometheuses.monitoring.coreos.com",
      "alertmanagers.monitoring.coreos.com",
      "prometheusrules.monitoring.coreos.com",
      "servicemonitors.monitoring.coreos.com",
      "podmonitors.monitoring.coreos.com",
      "certificates.cert-manager.io",
      "clusterissuers.cert-manager.io",
      "bundles.trust.cert-manager.io",
      "elasticsearches.elasticsearch.k8s.elastic.co",
      "kibanas.kibana.k8s.elastic.co",
      "logstashes.logstash.k8s.elastic.co",
      "instrumentations.opentelemetry.io",
    ]) {
      fake.put(`/apis/apiextensions.k8s.io/v1/customresourcedefinitions/${name}`);
    }
    const after = await qms("preflight", "trial", "--kubeconfig", "kubeconfig");
    expect(after.stdout).toMatch(/\n0 failed, 0 warned, \d+ ok\n$/);
    expect(after.code).toBe(0);
  }, 60_000);

  it.each([
    [
      "a kubeconfig that is not there",
      () => {
        provide("~/absent", "fake");
      },
      () => [`${folder}/absent: the file does not exist`, "  fix:      name one with --kubeconfig"],
    ],
    [
      "a context that is not there",
      () => {
        provide("~/kubeconfig", "other");
      },
      () => [
        `${folder}/kubeconfig: there is no such context`,
        "  found:    other",
        "  allowed:  fake",
        "  fix:      name another context in the environment, or with --context",
      ],
    ],
    [
      "an artifact that names no kubeconfig",
      () => undefined,
      () => [
        `cdktf.out/stacks/trial/cdk.tf.json: its provider names no kubeconfig`,
        "  fix:      name one with --kubeconfig",
      ],
    ],
  ])(
    "exits with 2 for %s",
    async (_, prepare, message) => {
      prepare();
      const { code, stderr, stdout } = await qms("preflight", "trial");
      expect([code, stdout]).toEqual([2, ""]);
      expect(stderr).toBe(["the cluster cannot be reached", "", ...message(), ""].join("\n"));
    },
    30_000,
  );
});
