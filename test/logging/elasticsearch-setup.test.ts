import { execFileSync, spawnSync } from "node:child_process";
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { elasticsearchSetup, setupData } from "../../constructs/logging/elasticsearch-setup";

const OPTIONS = {
  namespace: "observability",
  url: "https://elasticsearch-es-http.observability.svc:9200",
  caSecretName: "elasticsearch-es-http-certs-public",
  userSecretName: "elasticsearch-user-setup",
  image: "registry.example.org/curl:1.2.3",
  retentionDays: 97,
  replicas: 1,
};

/** Answers of a cluster in which everything has been applied, by the end of the request's path. */
const PROVEN: Readonly<Record<string, string>> = {
  "_data_stream/logs-*.otel-*,logs-legacy-*,logs-rejected-*?filter_path=data_streams.name":
    '{"data_streams":[{"name":"logs-generic.otel-default"},{"name":"logs-legacy-default"}]}',
  "_ilm/policy/qms-logs?filter_path=*.policy.phases.delete.min_age":
    '{"qms-logs":{"policy":{"phases":{"delete":{"min_age":"97d"}}}}}',
  _simulate_index:
    '{"template":{"settings":{"index":{"lifecycle":{"name":"qms-logs"},"number_of_replicas":"1"}}}}',
  "_settings/index.lifecycle.name":
    '{".ds-a-1":{"settings":{"index":{"lifecycle":{"name":"qms-logs"}}}},".ds-a-2":{"settings":{"index":{"lifecycle":{"name":"qms-logs"}}}}}',
  "default/_options":
    '{"data_streams":[{"name":"x","options":{"failure_store":{"enabled":true,"lifecycle":{"data_retention":"97d"}}}}]}',
};

/** Stands in for curl: notes each request, answers from a table, fails like `--fail` where the answer is null. */
const CURL = `#!${process.execPath}
const fs = require("node:fs");
const [calls, answers] = [process.env.CALLS, JSON.parse(process.env.ANSWERS)];
const args = process.argv.slice(2);
const option = (name) => args[args.indexOf(name) + 1];
const url = args.find((arg) => arg.startsWith("https://"));
const path = url.replace(process.env.ES_URL + "/", "");
const method = args.includes("--request") ? option("--request") : "GET";
const body = args.includes("--data-binary") ? fs.readFileSync(option("--data-binary").slice(1), "utf8") : undefined;
const credentials = fs.readFileSync(option("--config"), "utf8");
fs.appendFileSync(calls, JSON.stringify({ method, path, body, credentials, args }) + "\\n");
const key = Object.keys(answers).find((part) => method !== "PUT" && path.includes(part));
if (key !== undefined && answers[key] === null) process.exit(22);
process.stdout.write(key === undefined ? "{}" : answers[key]);
`;

interface Call {
  readonly method: string;
  readonly path: string;
  readonly body?: string;
  readonly credentials: string;
  readonly args: readonly string[];
}

function run(answers: Readonly<Record<string, string | null>>, environment: Record<string, string> = {}) {
  const folder = mkdtempSync(join(tmpdir(), "elasticsearch-setup-"));
  try {
    const setup = join(folder, "setup");
    const bin = join(folder, "bin");
    const calls = join(folder, "calls");
    [setup, bin].forEach((path) => {
      mkdirSync(path);
    });
    Object.entries(setupData(OPTIONS)).forEach(([name, text]) => {
      writeFileSync(join(setup, name), text);
    });
    writeFileSync(join(bin, "curl"), CURL);
    chmodSync(join(bin, "curl"), 0o755);
    const env = {
      PATH: `${bin}:${process.env.PATH ?? ""}`,
      TMPDIR: folder,
      CALLS: calls,
      ANSWERS: JSON.stringify(answers),
      ES_URL: OPTIONS.url,
      ES_CA: "/ca/ca.crt",
      ES_USERNAME: "qms-setup",
      ES_PASSWORD: 'a"b\\c d',
      SETUP_FOLDER: setup,
      ATTEMPTS: "2",
      PAUSE_SECONDS: "0",
      ...environment,
    };
    const { status, stdout, stderr } = spawnSync("sh", [join(setup, "setup.sh")], { env, encoding: "utf8" });
    const lines = existsSync(calls) ? readFileSync(calls, "utf8").trim().split("\n") : [];
    return { status, stdout, stderr, calls: lines.map((line) => JSON.parse(line) as Call) };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

describe("setupData", () => {
  it("names every document by what it is, without a sign that a ConfigMap refuses", () => {
    const keys = Object.keys(setupData(OPTIONS));
    expect(keys).toEqual([
      "ilm-qms-logs.json",
      "component-template-logs-otel-custom.json",
      "component-template-logs-legacy-custom.json",
      "index-template-logs-legacy.json",
      "existing-settings.json",
      "existing-options.json",
      "setup.sh",
    ]);
    expect(keys.filter((key) => !/^[-._a-zA-Z0-9]+$/.test(key))).toEqual([]);
  });

  it("gives the retention to the policy and to the failure stores, new and existing", () => {
    const { "setup.sh": script, ...documents } = setupData(OPTIONS);
    const holding = Object.entries(documents).filter(([, text]) => text.includes('"97d"'));
    expect(holding.map(([key]) => key)).toEqual([
      "ilm-qms-logs.json",
      "component-template-logs-otel-custom.json",
      "component-template-logs-legacy-custom.json",
      "existing-options.json",
    ]);
    expect(script).toContain("proven 'logs are deleted at the age of 97d'");
  });

  it("writes a script that a POSIX shell can read", () => {
    const script = setupData(OPTIONS)["setup.sh"] ?? "";
    expect(execFileSync("sh", ["-n"], { input: script, encoding: "utf8" })).toBe("");
  });
});

describe("setup.sh", () => {
  it("applies the documents, then moves existing data streams, and proves all of it", () => {
    const { status, stdout, stderr, calls } = run(PROVEN);
    expect(stderr).toBe("");
    expect(status).toBe(0);
    expect(calls.filter(({ method }) => method === "PUT").map(({ path }) => path)).toEqual([
      "_ilm/policy/qms-logs",
      "_component_template/logs-otel@custom",
      "_component_template/logs-legacy@custom",
      "_index_template/logs-legacy",
      "logs-generic.otel-default/_settings",
      "_data_stream/logs-generic.otel-default/_options",
      "logs-legacy-default/_settings",
      "_data_stream/logs-legacy-default/_options",
    ]);
    expect(stdout.split("\n").filter((line) => line.startsWith("proven: a new"))).toEqual(
      [
        "logs-probe.otel-default",
        "logs-k8s.audit.otel-default",
        "logs-security.otel-default",
        "logs-legacy-default",
        "logs-rejected-default",
      ].flatMap((stream) => [
        `proven: a new ${stream} follows the policy`,
        `proven: a new ${stream} has the copies asked for`,
      ]),
    );
    expect(stdout).toMatch(/\ndone\n$/);
  });

  it("sends the documents of the ConfigMap, and the credentials not as arguments", () => {
    const { calls } = run(PROVEN);
    const data = setupData(OPTIONS);
    const [policy] = calls.filter(({ path }) => path === "_ilm/policy/qms-logs");
    expect(policy?.body).toBe(data["ilm-qms-logs.json"]);
    expect(policy?.credentials).toBe('user = "qms-setup:a\\"b\\\\c d"\n');
    expect(calls.filter(({ args }) => args.join(" ").includes("b\\c d"))).toEqual([]);
    expect(calls.every(({ args }) => args.includes("--fail") && args.includes("/ca/ca.crt"))).toBe(true);
  });

  it("does the same when nothing has been written yet", () => {
    const { status, calls } = run({ "_data_stream/logs-*": "{}", ...PROVEN });
    expect(status).toBe(0);
    expect(calls.filter(({ method, path }) => method === "PUT" && path.endsWith("/_options"))).toEqual([]);
  });

  it.each([
    [
      "the policy deletes earlier",
      { "_ilm/policy": '{"qms-logs":{"policy":{"phases":{"delete":{"min_age":"9d"}}}}}' },
    ],
    [
      "another policy wins the template",
      { _simulate_index: '{"template":{"settings":{"index":{"lifecycle":{"name":"logs@lifecycle"}}}}}' },
    ],
    [
      "an index keeps its old policy",
      {
        "_settings/index.lifecycle.name":
          '{".ds-1":{"settings":{"index":{"lifecycle":{"name":"logs@lifecycle"}}}},".ds-2":{"settings":{"index":{"lifecycle":{"name":"qms-logs"}}}}}',
      },
    ],
    [
      "failures are kept for less",
      { "default/_options": '{"failure_store":{"lifecycle":{"data_retention":"30d"}}}' },
    ],
  ])("fails when %s", (_, answers) => {
    const { status, stderr } = run({ ...answers, ...without(PROVEN, Object.keys(answers)) });
    expect(stderr).toMatch(/^not proven: /);
    expect(status).toBe(1);
  });

  it("fails when data streams cannot be listed, instead of taking that for none", () => {
    expect(run({ "_data_stream/logs-*": null, ...PROVEN }).status).toBe(22);
  });

  it("fails after its attempts when Elasticsearch does not come up", () => {
    const { status, stderr, calls } = run({ "_cluster/health": null });
    expect(stderr).toBe("gave up after 2 attempts: _cluster/health?wait_for_status=yellow&timeout=20s\n");
    expect(status).toBe(1);
    expect(calls).toHaveLength(2);
  });
});

function without(answers: Readonly<Record<string, string>>, parts: readonly string[]) {
  return Object.fromEntries(
    Object.entries(answers).filter(([key]) => !parts.some((part) => key.includes(part))),
  );
}

describe("elasticsearchSetup", () => {
  const jobName = (changes: Partial<typeof OPTIONS>) =>
    elasticsearchSetup({ ...OPTIONS, ...changes })["job-elasticsearch-setup"]?.metadata.name;

  it("makes a Job whose name changes with what it does, because a Job cannot be patched", () => {
    const name = jobName({});
    expect(name).toMatch(/^elasticsearch-setup-[0-9a-f]{10}$/);
    expect(jobName({})).toBe(name);
    expect(jobName({ retentionDays: 98 })).not.toBe(name);
    expect(jobName({ replicas: 2 })).not.toBe(name);
    expect(jobName({ image: "registry.example.org/curl:1.2.4" })).not.toBe(name);
  });

  it("marks the ConfigMap, so that reviews find what is applied", () => {
    expect(elasticsearchSetup(OPTIONS)["configmap-elasticsearch-setup"]).toMatchObject({
      kind: "ConfigMap",
      metadata: {
        name: "elasticsearch-setup",
        namespace: "observability",
        labels: { "observability.qms/elasticsearch-setup": "true" },
      },
    });
  });

  it("runs restricted, with credentials and authority from Secrets", () => {
    expect(elasticsearchSetup(OPTIONS)["job-elasticsearch-setup"]).toMatchObject({
      spec: {
        template: {
          spec: {
            automountServiceAccountToken: false,
            securityContext: { runAsNonRoot: true, seccompProfile: { type: "RuntimeDefault" } },
            containers: [
              {
                image: "registry.example.org/curl:1.2.3",
                securityContext: {
                  allowPrivilegeEscalation: false,
                  readOnlyRootFilesystem: true,
                  capabilities: { drop: ["ALL"] },
                },
                env: expect.arrayContaining([
                  {
                    name: "ES_PASSWORD",
                    valueFrom: { secretKeyRef: { name: "elasticsearch-user-setup", key: "password" } },
                  },
                ]) as unknown,
              },
            ],
            volumes: expect.arrayContaining([
              { name: "ca", secret: { secretName: "elasticsearch-es-http-certs-public" } },
            ]) as unknown,
          },
        },
      },
    });
  });
});
