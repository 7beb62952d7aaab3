import {
  addRelease,
  attributes,
  files,
  rawValues,
  release,
  resources,
  values,
} from "../../../support/artifact-fixture";
import { findingsWith } from "../../../support/findings";
import { packagedChartDigest } from "../../../../assurance/policy/packaged-chart";

const KEY = "qms_context.observability_enforcement";
const LITERAL = "a literal value; a text with ${ or %{ is written as $${ or %%{";

describe("Terraform expressions (QMS-GEN-001)", () => {
  test("accepts texts of other languages, escaped", () => {
    const edits = {
      "grafana.query": "rate(x[${__rate_interval}])",
      "grafana.grok": "%{COMBINEDAPACHELOG} $${x}",
    };
    expect(findingsWith(values("kps", edits))).toEqual([]);
  });

  test("refuses a live expression in a values document, wherever it stands", () => {
    const document = JSON.stringify({ a: { "b.c": ["x", "${var.days}d"] }, "${local.key}": 1 });
    expect(
      findingsWith(addRelease("other", { ...release("other", "1", "other", {}), values: [document] })),
    ).toEqual([
      `QMS-GEN-001 | helm_release.other: values.a.b\\.c[1] | \${var.days} | ${LITERAL} | ${KEY}`,
      `QMS-GEN-001 | helm_release.other: values.\${local.key} | \${local.key} | ${LITERAL} | ${KEY}`,
    ]);
  });

  test("refuses a document that is an expression as a whole", () => {
    const whole = '${yamlencode({ retention = "7d" })}';
    expect(
      findingsWith(addRelease("other", { ...release("other", "1", "other", {}), values: [whole] })),
    ).toEqual([
      `QMS-GEN-001 | helm_release.other: values[0] | ${whole} | ${LITERAL} | ${KEY}`,
      `QMS-GEN-002 | helm_release.other: values[0] | is no map of values | a configuration that stands in the artifact, whole and literal | ${KEY}`,
    ]);
  });

  test("refuses expressions in attributes and in other resources, and accepts them in providers", () => {
    const found = findingsWith(
      attributes("jaeger", { version: "4.11.1", description: "%{ if true }x%{ endif }" }),
      resources({ kubernetes_labels: { extra: { metadata: { name: "${var.name}" } } } }),
    );
    expect(found).toEqual([
      `QMS-GEN-001 | helm_release.jaeger: description | %{ if true } | ${LITERAL} | ${KEY}`,
      `QMS-GEN-001 | helm_release.jaeger: description | %{ endif } | ${LITERAL} | ${KEY}`,
      `QMS-GEN-001 | kubernetes_labels.extra: metadata.name | \${var.name} | ${LITERAL} | ${KEY}`,
    ]);
  });

  test("accepts no other expression as the path of a local chart", () => {
    expect(
      findingsWith(attributes("setup", { chart: "${path.root}/assets/manifests-chart/0123" })),
    ).toContain(`QMS-GEN-001 | helm_release.setup: chart | \${path.root} | ${LITERAL} | ${KEY}`);
  });
});

describe("what cannot be read (QMS-GEN-002)", () => {
  const READABLE = `a configuration that stands in the artifact, whole and literal | ${KEY}`;

  test("refuses values that are neither JSON nor YAML", () => {
    const [broken] = findingsWith(rawValues("jaeger", ["a: [1"])).filter((one) => one.startsWith("QMS-GEN"));
    expect(broken).toMatch(/^QMS-GEN-002 \| helm_release\.jaeger: values\[0\] \| is neither JSON nor YAML: /);
  });

  test("refuses extra objects that cannot be read", () => {
    const edits = { extraManifests: ["{{ if .Values.x }}\nkind: ConfigMap\n{{ end }}"] };
    expect(findingsWith(values("kps", edits))).toEqual([
      `QMS-GEN-002 | helm_release.kps: extraManifests[0] | is no Kubernetes object that can be read | ${READABLE}`,
    ]);
  });

  test.each([
    [
      { "presets.logsCollection.enabled": true },
      "presets.logsCollection",
      "a preset of the chart changes the pipelines",
    ],
    [
      { "presets.annotationDiscovery.logs.enabled": true },
      "presets.annotationDiscovery",
      "a preset of the chart changes the pipelines",
    ],
    [
      { "configMap.existingName": "mine" },
      "configMap",
      "the configuration comes from a ConfigMap that is not in the artifact",
    ],
    [
      { "configMap.create": false },
      "configMap",
      "the configuration comes from a ConfigMap that is not in the artifact",
    ],
    [
      { "command.extraArgs": ["--set=processors::batch::timeout=1s"] },
      "command.extraArgs",
      "an argument changes the configuration",
    ],
    [{ "config.exporters.x": "{{ .Values.mode }}" }, "config", "the configuration holds a Helm template"],
  ])("refuses a collector with %j", (edits, path, what) => {
    expect(findingsWith(values("gateway", edits))).toEqual([
      `QMS-GEN-002 | helm_release.gateway: ${path} | ${what} | ${READABLE}`,
    ]);
  });

  test("accepts a collector whose arguments and texts only look alike", () => {
    const edits = {
      "command.extraArgs": ["--feature-gates=stanza.synchronousLogEmitter"],
      "config.exporters.x": { text: "{{`{{ .x }}`}}" },
      "presets.logsCollection.enabled": false,
    };
    expect(findingsWith(values("gateway", edits))).toEqual([]);
  });

  test.each([
    "alertmanager.tplConfig",
    "alertmanager.alertmanagerSpec.useExistingSecret",
    "alertmanager.alertmanagerSpec.configSecret",
  ])("refuses an Alertmanager whose configuration comes by %s", (path) => {
    const value = path.endsWith("Secret") && path.includes("config") ? "mine" : true;
    expect(findingsWith(values("kps", { [path]: value }))).toEqual([
      `QMS-GEN-002 | helm_release.kps: ${path} | the configuration does not come from alertmanager.config as it stands | ${READABLE}`,
    ]);
  });
});

describe("changes behind the values (QMS-GEN-003)", () => {
  const OVERRIDES = `not set, because it overrides the values document | ${KEY}`;

  test.each(["set", "set_sensitive", "set_wo"])("refuses %s, and sees what it does", (name) => {
    const entry = { name: "prometheus.prometheusSpec.retention", value: "7d" };
    expect(findingsWith(attributes("kps", { [name]: [entry] }))).toEqual([
      'QMS-RET-001 | helm_release.kps: prometheus.prometheusSpec.retention | "7d" | at least 30 days | observability_configuration.metrics_retention_days',
      `QMS-GEN-003 | helm_release.kps: ${name} | [${JSON.stringify(entry)}] | ${OVERRIDES}`,
    ]);
  });

  test("refuses set_list, a post-renderer, reused values and ignored changes", () => {
    const found = findingsWith(
      attributes("kps", {
        set_list: [{ name: "a", value: ["b"] }],
        postrender: { binary_path: "/bin/sed" },
        reuse_values: true,
        lifecycle: { ignore_changes: ["values"], prevent_destroy: true },
      }),
    );
    expect(found).toEqual([
      `QMS-GEN-003 | helm_release.kps: set_list | [{"name":"a","value":["b"]}] | ${OVERRIDES}`,
      `QMS-GEN-003 | helm_release.kps: postrender | {"binary_path":"/bin/sed"} | not set, because it changes the rendered objects | ${KEY}`,
      `QMS-GEN-003 | helm_release.kps: reuse_values | true | not set, because Helm would keep values that are not in the artifact | ${KEY}`,
      `QMS-GEN-003 | helm_release.kps: lifecycle.ignore_changes | ["values"] | not set, because Terraform would leave a changed release as it is | ${KEY}`,
    ]);
  });

  test("accepts what changes nothing", () => {
    const edits = { set: [], reuse_values: false, timeout: 901, lifecycle: { prevent_destroy: true } };
    expect(findingsWith(attributes("kps", edits))).toEqual([]);
  });
});

describe("local charts (QMS-GEN-004)", () => {
  const REQUIRED = `sha256:${packagedChartDigest()}, the chart of this package | ${KEY}`;

  test("refuses a changed copy of the packaged chart", () => {
    const found = findingsWith(files({ "assets/manifests-chart/0123/templates/more.yaml": "kind: Pod" }));
    expect(found).toHaveLength(2);
    expect(found[0]).toMatch(/^QMS-GEN-004 \| helm_release\.setup: chart \| sha256:[0-9a-f]{64} \| /);
    expect(found[0]).toContain(REQUIRED);
  });

  test("refuses a chart that is not there", () => {
    expect(findingsWith(attributes("setup", { chart: "${path.module}/assets/none" }))).toContain(
      `QMS-GEN-004 | helm_release.setup: chart | no chart at \${path.module}/assets/none | ${REQUIRED}`,
    );
  });

  test("refuses a folder that Helm would take for the chart of the repository", () => {
    const [first] = findingsWith(files({ "jaeger/Chart.yaml": "name: jaeger" })).filter((one) =>
      one.includes("GEN-004"),
    );
    expect(first).toMatch(/^QMS-GEN-004 \| helm_release\.jaeger: chart \| sha256:/);
  });
});

test("kubernetes_manifest is refused (QMS-GEN-005)", () => {
  const manifest = { apiVersion: "v1", kind: "ConfigMap", metadata: { name: "x", namespace: "elsewhere" } };
  expect(findingsWith(resources({ kubernetes_manifest: { x: { manifest } } }))).toEqual([
    `QMS-GEN-005 | kubernetes_manifest.x | a kubernetes_manifest | none, because a first apply on an empty cluster would fail | ${KEY}`,
  ]);
});

test("further files that Terraform or OpenTofu would merge are refused (QMS-GEN-006)", () => {
  const more = {
    "a_override.tf.json": "{}",
    "b.tf": "",
    "c.tofu": "",
    "terraform.tfstate": "{}",
    "notes.md": "",
  };
  expect(findingsWith(files(more))).toEqual(
    ["a_override.tf.json", "b.tf", "c.tofu"].map(
      (name) =>
        `QMS-GEN-006 | (the whole artifact) | ${name} beside cdk.tf.json | cdk.tf.json alone | ${KEY}`,
    ),
  );
});

describe("chart versions (QMS-GEN-007)", () => {
  test("refuses another version of a chart whose defaults reach mandated settings", () => {
    expect(findingsWith(attributes("gateway", { version: "0.171.0" }))).toEqual([
      `QMS-GEN-007 | helm_release.gateway: version | "0.171.0" | "0.170.0", the version whose defaults the reader knows | ${KEY}`,
    ]);
    expect(findingsWith(attributes("gateway", { version: undefined }))).toEqual([
      `QMS-GEN-007 | helm_release.gateway: version | not set | "0.170.0", the version whose defaults the reader knows | ${KEY}`,
    ]);
  });

  test("accepts any version of other charts", () => {
    expect(findingsWith(addRelease("other", release("cert-manager", "v9.9.9", "other", {})))).toEqual([]);
  });
});
