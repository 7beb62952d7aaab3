import { evaluate, type Evaluated } from "./expression";
import { entriesOf, textOf, textsOf, valueAt, type JsonObject } from "./json";
import type { LocalChart } from "./local-chart";
import { releaseValues } from "./release-values";

/** One Helm release of an artifact. */
export interface Release {
  /** Such as `helm_release.kps`. */
  readonly address: string;
  /** The id below the resource type. */
  readonly id: string;
  readonly name: string;
  readonly namespace: string;
  /** Name or path of the chart, as written. */
  readonly chart: string;
  readonly repository: string | undefined;
  readonly version: string | undefined;
  /** What the chart's templates see: documents folded, `set*` applied, known defaults underneath, escapes undone. */
  readonly values: JsonObject;
  /** Addresses of the resources that Terraform finishes first. */
  readonly dependsOn: readonly string[];
  /** All attributes but the values documents, escapes undone. */
  readonly attributes: JsonObject;
  /** True for a chart that lies beside the artifact. */
  readonly isLocal: boolean;
  /** SHA-256 over the files of a local chart; nothing when they are missing. */
  readonly chartDigest: string | undefined;
  /** The objects of a local chart by name, as in its value `manifests`; empty for other charts. */
  readonly manifests: Readonly<Record<string, JsonObject>>;
}

/**
 * Reads a `helm_release` of `cdk.tf.json`.
 *
 * @param localChart finds the charts that lie beside the artifact
 */
export function readRelease(
  id: string,
  body: JsonObject,
  localChart: (chart: string) => LocalChart | undefined,
): Evaluated<Release> {
  const address = `helm_release.${id}`;
  const attributes = evaluateAttributes(address, body);
  const chart = textOf(attributes.value.chart) ?? "";
  const local = localChart(chart);
  const values = releaseValues(address, body, chart, local);
  return {
    value: {
      address,
      id,
      chart,
      ...coordinates(attributes.value),
      values: values.value,
      dependsOn: textsOf(body.depends_on),
      attributes: attributes.value,
      isLocal: local !== undefined,
      chartDigest: local?.digest,
      manifests: local === undefined ? {} : manifestsOf(values.value),
    },
    expressions: [...attributes.expressions, ...values.expressions],
    unreadable: values.unreadable,
  };
}

function coordinates(attributes: JsonObject): Pick<Release, "name" | "namespace" | "repository" | "version"> {
  return {
    name: textOf(attributes.name) ?? "",
    // The provider's own default, when HELM_NAMESPACE is not set.
    namespace: textOf(attributes.namespace) ?? "default",
    repository: textOf(attributes.repository),
    version: textOf(attributes.version),
  };
}

function evaluateAttributes(address: string, body: JsonObject): Evaluated<JsonObject> {
  const evaluated = Object.entries(body)
    .filter(([name]) => name !== "//" && name !== "values")
    .map(([name, value]) => ({ name, ...evaluate(address, name, value) }));
  return {
    value: Object.fromEntries(evaluated.map(({ name, value }) => [name, value])),
    expressions: evaluated.flatMap(({ expressions }) => expressions),
    unreadable: [],
  };
}

function manifestsOf(values: JsonObject): Readonly<Record<string, JsonObject>> {
  return Object.fromEntries(
    entriesOf(valueAt(values, "manifests")).flatMap(([name, object]) =>
      typeof object === "object" && object !== null ? [[name, object as JsonObject]] : [],
    ),
  );
}
