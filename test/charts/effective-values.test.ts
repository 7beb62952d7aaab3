import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, dirname, join, relative } from "node:path";
import { stringify } from "safe-stable-stringify";
import { parse, parseDocument } from "yaml";
import { type JsonObject, type JsonValue, nativeConfigurations, readArtifact } from "../../assurance";
import { below, entriesOf, isObject } from "../../assurance/artifact/json";
import type { RenderedRelease } from "../support/chart-rendering";
import { helmTemplate } from "../support/helm";
import { environments, filesOf, object, renderedReleases } from "../support/rendered";

const ARTIFACTS = join(__dirname, "../../cdktf.out/stacks");

describe.each(environments())("the reader of the artifact of %s", (environment) => {
  const artifact = readArtifact(join(ARTIFACTS, environment));
  const rendered = renderedReleases(environment);

  it.each(rendered.map((release) => [release.name, release] as const))(
    "sees the values of %s that Helm sees",
    (name, release) => {
      const seen = artifact.releases.find((candidate) => candidate.name === name);
      const helm = valuesOfHelm(release);
      expect(seen?.address).toMatch(/^helm_release\./);
      expect(differences(seen?.values ?? {}, helm)).toEqual([]);
      expect(
        deleted(release)
          .filter((path) => holds(helm, path))
          .map((path) => path.join(".")),
      ).toEqual([]);
    },
  );

  it.each([
    ["otel-agent", "otel-agent-agent"],
    ["otel-gateway", "otel-gateway-statefulset"],
    ["otel-cluster", "otel-cluster"],
  ])("has the configuration that %s runs, to which the chart adds nothing", (name, configMap) => {
    const native = nativeConfigurations(artifact).find(
      (one) => one.kind === "collectors" && one.name === name,
    );
    const { relay = "" } = filesOf(object(environment, name, "ConfigMap", configMap));
    expect(parse(relay)).toEqual(native?.data);
  });

  it("has the configuration of Alertmanager that the operator gets", () => {
    const native = nativeConfigurations(artifact).find(({ kind }) => kind === "alertmanager");
    const files = filesOf(object(environment, "kps", "Secret", "alertmanager-kps-alertmanager"));
    expect(parse(files["alertmanager.yaml"] ?? "")).toEqual(native?.data);
  });

  it("has the configuration that Jaeger runs", () => {
    const native = nativeConfigurations(artifact).find(({ kind }) => kind === "jaeger");
    const files = filesOf(object(environment, "jaeger", "ConfigMap", "user-config"));
    expect(parse(files["user-config.yaml"] ?? "")).toEqual(native?.data);
  });
});

/** Renders the chart with one template more in place of its own, which writes down what templates see. */
function valuesOfHelm({ name, namespace, chartFolder, valuesFiles }: RenderedRelease): JsonObject {
  const work = mkdtempSync(join(tmpdir(), "qms-values-"));
  try {
    const chart = join(work, basename(chartFolder));
    cpSync(chartFolder, chart, {
      recursive: true,
      filter: (path) => !isTemplate(relative(chartFolder, path)),
    });
    const template = join(chart, "templates", "values-seen.yaml");
    mkdirSync(dirname(template), { recursive: true });
    writeFileSync(template, "values: {{ toJson .Values | b64enc }}\n");
    const text = helmTemplate({ release: name, namespace, chart, valuesFiles, skipCrds: true });
    const seen = parse(text) as { readonly values: string };
    return JSON.parse(Buffer.from(seen.values, "base64").toString("utf8")) as JsonObject;
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

/** Of the chart and of its subcharts; their values stay, because Helm lays them under ours. */
function isTemplate(path: string): boolean {
  return /(^|\/)templates(\/|$)/.test(path);
}

/** Every leaf of ours that Helm sees otherwise. */
function differences(ours: JsonValue, helm: JsonValue | undefined, path = ""): readonly string[] {
  if (isObject(ours) && isObject(helm)) {
    return Object.entries(ours).flatMap(([key, value]) => differences(value, helm[key], below(path, key)));
  }
  const [left, right] = [stringify(ours), helm === undefined ? "nothing" : stringify(helm)];
  return left === right ? [] : [`${path}: the reader sees ${left}, Helm sees ${right}`];
}

/** Paths at which the values documents of a release say `null`. */
function deleted({ valuesFiles }: RenderedRelease): readonly (readonly string[])[] {
  return valuesFiles.flatMap((file) =>
    nullsIn(parseDocument(readFileSync(file, "utf8")).toJS() as JsonValue),
  );
}

function nullsIn(value: JsonValue): readonly (readonly string[])[] {
  return entriesOf(value).flatMap(([key, child]) =>
    child === null ? [[key]] : nullsIn(child).map((path) => [key, ...path]),
  );
}

function holds(value: JsonValue | undefined, [key, ...rest]: readonly string[]): boolean {
  if (key === undefined) return true;
  return isObject(value) && Object.hasOwn(value, key) && holds(value[key], rest);
}
