import { createHash } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { readArtifact, retention, valueAt, type Release } from "../../../assurance";
import { CHART_DEFAULTS } from "../../../assurance/artifact/chart-defaults";
import { packagedChartDigest } from "../../../assurance/policy/packaged-chart";
import {
  addRelease,
  artifactWith,
  attributes,
  bundle,
  release,
  resources,
  writeArtifact,
  type Change,
} from "../../support/artifact-fixture";

function releaseWith(id: string, ...changes: readonly Change[]): Release | undefined {
  return artifactWith(...changes).releases.find((one) => one.id === id);
}

describe("the reader", () => {
  let folder = "";
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "qms-reader-"));
  });
  afterEach(() => {
    rmSync(folder, { recursive: true, force: true });
  });

  test("takes a stack's folder or its file, and tells its name, digest, backend and providers", () => {
    writeArtifact(folder);
    const file = join(folder, "cdk.tf.json");
    const artifact = readArtifact(folder);
    expect(readArtifact(file)).toEqual(artifact);
    expect(artifact).toMatchObject({
      environment: "trial",
      file,
      sha256: createHash("sha256").update(readFileSync(file)).digest("hex"),
      backend: { type: "local", configuration: { path: "../../state/trial.tfstate" } },
      providers: { helm: [{ kubernetes: { config_context: "kind" } }] },
      otherFiles: [],
      unreadable: [],
    });
  });

  test("tells what escape hatches changed", () => {
    const overrides = { helm_release: ["timeout"], stack: ["terraform"] };
    const metadata = { stackName: "trial", overrides };
    writeFileSync(join(folder, "cdk.tf.json"), JSON.stringify({ "//": { metadata } }));
    expect(readArtifact(folder).overrides).toEqual(overrides);
  });

  test("fails when nothing was synthesized, with what to do", () => {
    expect(() => readArtifact(folder)).toThrow(
      [
        "there is nothing to read",
        "",
        `${join(folder, "cdk.tf.json")}: the file does not exist`,
        "  fix:      run `npm run synth` first",
      ].join("\n"),
    );
  });

  test("fails when the file is no JSON object", () => {
    writeFileSync(join(folder, "cdk.tf.json"), "[]");
    expect(() => readArtifact(folder)).toThrow("the file holds no JSON object");
  });
});

describe("a release", () => {
  test("has its coordinates and what it waits for", () => {
    const found = releaseWith("kps", attributes("kps", { depends_on: ["kubernetes_namespace_v1.ns"] }));
    expect(found).toMatchObject({
      address: "helm_release.kps",
      name: "kps",
      namespace: "observability",
      chart: "kube-prometheus-stack",
      repository: "https://charts.example.org",
      version: "88.5.3",
      dependsOn: ["kubernetes_namespace_v1.ns"],
      isLocal: false,
      chartDigest: undefined,
      manifests: {},
    });
  });

  test("is in the namespace default unless it names one, as for the provider", () => {
    expect(releaseWith("kps", attributes("kps", { namespace: undefined }))?.namespace).toBe("default");
  });

  test("folds documents of JSON and YAML in order", () => {
    const documents = ['{"a": {"b": 1, "c": [1]}, "on": "yes"}', "a:\n  c: [2]\n  d: off\ne: 12:30\n", ""];
    expect(
      releaseWith("other", addRelease("other", { ...release("other", "1", "other", {}), values: documents }))
        ?.values,
    ).toEqual({
      a: { b: 1, c: [2], d: false },
      on: "yes",
      e: "12:30",
    });
  });

  test("applies set, set_list, set_sensitive and set_wo in this order, typed", () => {
    const changes = attributes("other", {
      set_wo: [{ name: "d", value: "last" }],
      set_sensitive: [
        { name: "c", value: "7", type: "string" },
        { name: "d", value: "third" },
      ],
      set_list: [{ name: "b", value: ["x", "3"] }],
      set: [
        { name: "a.list[1].key\\.dot", value: "5" },
        { name: "d", value: "first" },
        { name: "e", value: "{f: [1.5]}", type: "literal" },
      ],
    });
    const other = release("other", "1", "other", { a: { list: [{ x: 1 }] } });
    expect(releaseWith("other", addRelease("other", other), changes)?.values).toEqual({
      a: { list: [{ x: 1 }, { "key.dot": 5 }] },
      b: ["x", 3],
      c: "7",
      d: "last",
      e: { f: [1.5] },
    });
  });

  test("undoes Terraform's escapes, in values and attributes", () => {
    const text = "${env:POD_IP} %{+YYYY} $${x}";
    const other = release("other", "1", "other", { a: text });
    const found = releaseWith(
      "other",
      addRelease("other", other),
      attributes("other", { description: "$${x}" }),
    );
    expect(found?.values).toEqual({ a: text });
    expect(found?.attributes.description).toBe("${x}");
  });

  test("reports a set entry that Helm refuses", () => {
    const artifact = artifactWith(attributes("kps", { set: [{ name: "a[", value: "1" }] }));
    expect(artifact.unreadable).toEqual([
      { address: "helm_release.kps", path: "set[0]", what: "[=1] is no index" },
    ]);
  });

  test.each(["values", "set"])("reports %s that is an expression as a whole", (attribute) => {
    const { unreadable, expressions } = artifactWith(attributes("kps", { [attribute]: "${local.all}" }));
    const what = attribute === "values" ? "is no list of literal documents" : "is no list of literal entries";
    expect(unreadable).toEqual([{ address: "helm_release.kps", path: attribute, what }]);
    expect(expressions.filter(({ path }) => path !== "chart")).toEqual([
      { address: "helm_release.kps", path: attribute, expression: "${local.all}" },
    ]);
  });

  test("sees the chart's defaults below judged configurations, and null deletes them", () => {
    const agent = releaseWith("agent");
    const pipelines = valueAt(agent?.values, "config.service.pipelines");
    expect(Object.keys(pipelines ?? {}).sort()).toEqual(["logs", "logs/audit", "metrics", "traces"]);
    expect(valueAt(agent?.values, "config.extensions")).toEqual({
      health_check: { endpoint: "${env:MY_POD_IP}:13133" },
    });
    expect(Object.keys(valueAt(agent?.values, "config.receivers") ?? {}).sort()).toEqual([
      "file_log/audit",
      "file_log/pods",
      "otlp",
    ]);
  });

  test("sees no defaults of a chart version that nobody knows", () => {
    const agent = releaseWith("agent", attributes("agent", { version: "9.0.0" }));
    expect(valueAt(agent?.values, "config.extensions")).toBeUndefined();
  });
});

test("the pinned defaults are those of the charts that this package installs", () => {
  const pinned = JSON.parse(
    readFileSync(join(__dirname, "..", "..", "..", "charts-values", "charts.json"), "utf8"),
  ) as Record<string, { version: string }>;
  for (const [chart, { version }] of Object.entries(CHART_DEFAULTS)) {
    expect([chart, pinned[chart]?.version]).toEqual([chart, version]);
  }
});

describe("objects", () => {
  test("come from Kubernetes resources, local charts and extra objects", () => {
    const job = {
      apiVersion: "batch/v1",
      kind: "Job",
      metadata: { name: "j", namespace: "elsewhere", labels: { a: "b" } },
    };
    const list = { apiVersion: "v1", kind: "List", items: [{ kind: "Pod", metadata: { name: "p" } }] };
    const { objects } = artifactWith(
      (parts) => ({ ...parts, releases: {}, resources: {} }),
      resources({
        kubernetes_config_map_v1: { c: { metadata: [{ name: "c", namespace: "n" }], data: { x: "$${y}" } } },
      }),
      addRelease("b", bundle("b", { "job-j": job })),
      addRelease(
        "o",
        release("grafana", "12.11.1", "o", {
          extraObjects: ["kind: Secret\nmetadata: {name: s}\n"],
          "kube-state-metrics": { extraManifests: { one: list } },
        }),
      ),
    );
    expect(
      objects.map(({ address, path, kind, name, namespace }) =>
        [address, path, kind, name, namespace].join(" "),
      ),
    ).toEqual([
      "kubernetes_config_map_v1.c  ConfigMap c n",
      "helm_release.b manifests.job-j Job j elsewhere",
      "helm_release.o extraObjects[0] Secret s observability",
      "helm_release.o kube-state-metrics.extraManifests.one.items[0] Pod p observability",
    ]);
    expect(objects[0]?.body.data).toEqual({ x: "${y}" });
    expect(objects[1]?.labels).toEqual({ a: "b" });
  });

  test("of a local chart are told with the digest of the chart", () => {
    const setup = releaseWith("setup");
    expect(setup).toMatchObject({ isLocal: true, chartDigest: packagedChartDigest() });
    expect(Object.keys(setup?.manifests ?? {})).toEqual(["configmap-setup"]);
  });
});

test("retention is told in full days, by the shortest setting of each signal", () => {
  expect(retention(artifactWith())).toEqual({ metrics: 30, logs: 90, traces: 14 });
  expect(retention(artifactWith((parts) => ({ ...parts, releases: {} })))).toEqual({
    metrics: 0,
    logs: 0,
    traces: 0,
  });
});
