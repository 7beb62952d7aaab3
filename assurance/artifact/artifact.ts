import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { ConfigurationError } from "../../mandate";
import { evaluate, type Evaluated, type Expression, type Unreadable } from "./expression";
import { entriesOf, isObject, textOf, textsOf, valueAt, type JsonObject, type JsonValue } from "./json";
import { objectsOfRelease, readKubernetesResource, type KubernetesObject } from "./kubernetes-object";
import { localCharts } from "./local-chart";
import { readRelease, type Release } from "./release";

/** What is in one `cdk.tf.json`: all that Terraform will ever see of an environment. */
export interface Artifact {
  /** The stack's name. */
  readonly environment: string;
  /** Path of the file, as it was given. */
  readonly file: string;
  /** SHA-256 of the file's bytes. */
  readonly sha256: string;
  readonly releases: readonly Release[];
  /** Resources of the Kubernetes provider, and the objects that releases bring as values. */
  readonly objects: readonly KubernetesObject[];
  /** Addresses of all resources. */
  readonly resources: readonly string[];
  readonly providers: Readonly<Record<string, JsonValue>>;
  readonly backend: { readonly type: string; readonly configuration: JsonValue } | undefined;
  /** Attributes that were changed by an escape hatch, by resource type, as CDKTF notes them down. */
  readonly overrides: Readonly<Record<string, readonly string[]>>;
  /** Live Terraform expressions, in resources and elsewhere. */
  readonly expressions: readonly Expression[];
  /** What could not be read, and so not judged. */
  readonly unreadable: readonly Unreadable[];
  /** Names of further files in the stack's folder that Terraform would merge in. */
  readonly otherFiles: readonly string[];
}

const FILE = "cdk.tf.json";

/**
 * Reads what was written for one stack. The only reader: policy, review, rendering and tests see the system through it.
 *
 * @param path the stack's folder, or its `cdk.tf.json`
 * @throws ConfigurationError when there is no such file, or it is no JSON object
 */
export function readArtifact(path: string): Artifact {
  const file = path.endsWith(".json") ? path : join(path, FILE);
  const bytes = readBytes(file);
  const document = parse(file, bytes);
  const directory = dirname(file);
  const resources = readResources(document, directory);
  const settings = ["provider", "terraform", "variable", "locals", "data", "module", "output"].map(
    (section) => evaluate(section, "", document[section] ?? {}),
  );
  return {
    environment: textOf(valueAt(document, "//.metadata.stackName")) ?? basename(directory),
    file,
    sha256: createHash("sha256").update(bytes).digest("hex"),
    releases: resources.releases,
    objects: resources.objects,
    resources: resources.addresses,
    providers: isObject(document.provider) ? document.provider : {},
    backend: backendOf(document),
    overrides: overridesOf(document),
    expressions: [...resources.expressions, ...settings.flatMap(({ expressions }) => expressions)],
    unreadable: resources.unreadable,
    otherFiles: otherFiles(directory),
  };
}

function readBytes(file: string): Buffer {
  if (existsSync(file)) return readFileSync(file);
  throw new ConfigurationError("there is nothing to read", [
    { where: file, what: "the file does not exist", fix: "run `npm run synth` first" },
  ]);
}

function parse(file: string, bytes: Buffer): JsonObject {
  const document = tryParse(bytes.toString("utf8"));
  if (isObject(document)) return document;
  throw new ConfigurationError("the artifact cannot be read", [
    { where: file, what: "the file holds no JSON object", fix: "run `npm run synth` again" },
  ]);
}

function tryParse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

interface Resources {
  readonly releases: readonly Release[];
  readonly objects: readonly KubernetesObject[];
  readonly addresses: readonly string[];
  readonly expressions: readonly Expression[];
  readonly unreadable: readonly Unreadable[];
}

function readResources(document: JsonObject, directory: string): Resources {
  const all = entriesOf(document.resource).flatMap(([type, bodies]) =>
    entriesOf(bodies).flatMap(([id, body]) => (isObject(body) ? [{ type, id, body }] : [])),
  );
  const localChart = localCharts(directory);
  const releases = all
    .filter(({ type }) => type === "helm_release")
    .map(({ id, body }) => readRelease(id, body, localChart));
  const brought = releases.map(({ value }) => objectsOfRelease(value));
  const own = all
    .filter(({ type }) => type.startsWith("kubernetes_"))
    .map(({ type, id, body }) => readKubernetesResource(type, id, body));
  const others = all
    .filter(({ type }) => type !== "helm_release" && !type.startsWith("kubernetes_"))
    .map(({ type, id, body }) => evaluate(`${type}.${id}`, "", body));
  const evaluated: readonly Evaluated<unknown>[] = [...releases, ...brought, ...own, ...others];
  return {
    releases: releases.map(({ value }) => value),
    objects: [...own.map(({ value }) => value), ...brought.flatMap(({ value }) => value)],
    addresses: all.map(({ type, id }) => `${type}.${id}`),
    expressions: evaluated.flatMap(({ expressions }) => expressions),
    unreadable: evaluated.flatMap(({ unreadable }) => unreadable),
  };
}

function backendOf(document: JsonObject): Artifact["backend"] {
  const [backend] = entriesOf(valueAt(document, "terraform.backend"));
  return backend === undefined ? undefined : { type: backend[0], configuration: backend[1] };
}

function overridesOf(document: JsonObject): Artifact["overrides"] {
  const overrides = entriesOf(valueAt(document, "//.metadata.overrides"));
  return Object.fromEntries(overrides.map(([type, names]) => [type, textsOf(names)]));
}

/** Terraform merges every file of the folder, and lets `*_override` files win; OpenTofu takes `.tofu` files too. */
function otherFiles(directory: string): readonly string[] {
  return readdirSync(directory)
    .filter((name) => name !== FILE && /\.(tf|tofu)(\.json)?$/.test(name))
    .sort();
}
