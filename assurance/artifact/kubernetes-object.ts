import { blocksOf, evaluate, type Evaluated, type Unreadable } from "./expression";
import {
  below,
  entriesOf,
  isObject,
  itemsOf,
  textOf,
  valueAt,
  type JsonObject,
  type JsonValue,
} from "./json";
import type { Release } from "./release";
import { parseValues } from "./values-document";

/** One Kubernetes object, wherever in the artifact it stands. */
export interface KubernetesObject {
  /** Address of the resource that brings it. */
  readonly address: string;
  /** Value path inside a release; empty for a resource of its own. */
  readonly path: string;
  readonly apiVersion: string;
  readonly kind: string;
  readonly name: string;
  /** The release's namespace where the object names none. */
  readonly namespace: string;
  readonly labels: Readonly<Record<string, string>>;
  /** The object as it will be applied; a typed Terraform resource as Terraform writes it. */
  readonly body: JsonObject;
}

/** Values in which charts take further objects. */
const EXTRA_OBJECTS: readonly string[] = ["extraObjects", "extraManifests", "extraDeploy"];

/** The objects that a release brings as values: of a local chart, and what charts take as extra objects. */
export function objectsOfRelease(release: Release): Evaluated<readonly KubernetesObject[]> {
  const unreadable: Unreadable[] = [];
  const extra = extraObjectsIn(release.values).flatMap(({ path, value }) => {
    const object = parsed(value);
    if (object === undefined) {
      unreadable.push({ address: release.address, path, what: "is no Kubernetes object that can be read" });
    }
    return object === undefined ? [] : objectsIn(release, path, object);
  });
  const manifests = Object.entries(release.manifests).flatMap(([key, object]) =>
    objectsIn(release, below("manifests", key), object),
  );
  return { value: [...manifests, ...extra], expressions: [], unreadable };
}

interface Place {
  readonly path: string;
  readonly value: JsonValue;
}

/** At the top, and one level down for subcharts; as a list or as a map. */
function extraObjectsIn(values: JsonObject): readonly Place[] {
  const scopes: readonly Place[] = [
    { path: "", value: values },
    ...Object.entries(values).map(([key, value]) => ({ path: below("", key), value })),
  ];
  return scopes.flatMap(({ path, value }) =>
    EXTRA_OBJECTS.flatMap((name) => {
      const extra = isObject(value) && Object.hasOwn(value, name) ? value[name] : undefined;
      const at = below(path, name);
      return [
        ...itemsOf(extra).map((item, index) => ({ path: below(at, index), value: item })),
        ...entriesOf(extra).map(([key, item]) => ({ path: below(at, key), value: item })),
      ];
    }),
  );
}

function parsed(value: JsonValue): JsonObject | undefined {
  if (isObject(value)) return value;
  try {
    const document = parseValues(textOf(value) ?? "");
    return isObject(document) && textOf(document.kind) !== undefined ? document : undefined;
  } catch {
    return undefined;
  }
}

function objectsIn(release: Release, path: string, body: JsonObject): readonly KubernetesObject[] {
  if (body.kind === "List") {
    return itemsOf(body.items).flatMap((item, index) =>
      isObject(item) ? objectsIn(release, below(below(path, "items"), index), item) : [],
    );
  }
  return [objectFrom({ address: release.address, path, namespace: release.namespace }, body)];
}

interface Origin {
  readonly address: string;
  readonly path: string;
  readonly namespace: string;
}

function objectFrom({ address, path, namespace }: Origin, body: JsonObject): KubernetesObject {
  return {
    address,
    path,
    apiVersion: textOf(body.apiVersion) ?? "",
    kind: textOf(body.kind) ?? "",
    name: textOf(valueAt(body, "metadata.name")) ?? "",
    namespace: textOf(valueAt(body, "metadata.namespace")) ?? namespace,
    labels: textEntries(valueAt(body, "metadata.labels")),
    body,
  };
}

function textEntries(value: JsonValue | undefined): Readonly<Record<string, string>> {
  return Object.fromEntries(
    entriesOf(value).filter((entry): entry is [string, string] => typeof entry[1] === "string"),
  );
}

/** Reads a resource of the Kubernetes provider of `cdk.tf.json`. */
export function readKubernetesResource(
  type: string,
  id: string,
  source: JsonObject,
): Evaluated<KubernetesObject> {
  const address = `${type}.${id}`;
  const attributes = Object.entries(source).filter(([name]) => name !== "//");
  const { value, ...rest } = evaluate(address, "", Object.fromEntries(attributes));
  const body = value as JsonObject;
  const origin = { address, path: "", namespace: "default" };
  if (isObject(body.manifest)) return { value: objectFrom(origin, body.manifest), ...rest };
  const [metadata = {}] = blocksOf(body.metadata);
  return { value: { ...objectFrom(origin, { ...body, metadata }), kind: kindOf(type) }, ...rest };
}

/** `kubernetes_config_map_v1` stands for a `ConfigMap`. */
function kindOf(type: string): string {
  return type
    .replace(/^kubernetes_/, "")
    .replace(/_v\d+(beta\d+)?$/, "")
    .split("_")
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
    .join("");
}
