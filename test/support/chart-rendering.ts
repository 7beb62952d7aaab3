import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { parseAllDocuments } from "yaml";
import { readArtifact, type JsonObject, type JsonValue, type Release } from "../../assurance";
import { isObject, itemsOf, textOf, valueAt } from "../../assurance/artifact/json";
import { SET_ATTRIBUTES } from "../../assurance/artifact/release-values";
import { readTemplate } from "../../assurance/artifact/terraform-template";
import { helmTemplate, required } from "./helm";

/** One release of one environment, rendered. */
export interface RenderedRelease {
  readonly environment: string;
  readonly name: string;
  readonly namespace: string;
  /** Name of the chart, or `manifests` for one that lies beside the artifact. */
  readonly chart: string;
  readonly chartFolder: string;
  /** The values documents of the artifact, Terraform's escapes undone. */
  readonly valuesFiles: readonly string[];
  /** Why nothing was rendered, in the words of Helm or of the YAML parser. */
  readonly failure?: string;
  /** YAML documents, empty ones included. */
  readonly documents: number;
  /** File with the objects as JSON. */
  readonly objectsFile: string;
  readonly objects: number;
  readonly seconds: number;
}

/**
 * Renders every release of an artifact, none left out.
 * @param folder the artifact's folder
 * @param work where values and objects are put
 */
export function renderEnvironment(
  environment: string,
  folder: string,
  work: string,
): readonly RenderedRelease[] {
  const document = JSON.parse(readFileSync(join(folder, "cdk.tf.json"), "utf8")) as JsonObject;
  mkdirSync(join(work, environment), { recursive: true });
  return readArtifact(folder).releases.map((release) => {
    const body = valueAt(document, "resource.helm_release") as JsonObject;
    const started = performance.now();
    const { name, namespace, isLocal, chart } = release;
    const skipCrds = release.attributes.skip_crds === true;
    const chartFolder = folderOf(release, folder);
    const valuesFiles = writeValues(body[release.id], join(work, environment, name));
    const rendered = render({ release: name, namespace, chart: chartFolder, valuesFiles, skipCrds }, work);
    const seconds = (performance.now() - started) / 1000;
    const place = {
      environment,
      name,
      namespace,
      chart: isLocal ? "manifests" : chart,
      chartFolder,
      valuesFiles,
    };
    return { ...place, ...rendered, seconds };
  });
}

function folderOf({ attributes, chart, isLocal, version }: Release, artifact: string): string {
  if (!isLocal) return join(required("CHARTS_DIR"), `${chart}-${String(version)}`);
  // The only live expression that an artifact may hold.
  return resolve(artifact, (textOf(attributes.chart) ?? "").replace("${path.module}/", ""));
}

/** What Terraform would hand to Helm; Helm itself merges the documents. */
function writeValues(body: JsonValue | undefined, stem: string): readonly string[] {
  const attributes = isObject(body) ? body : {};
  const set = SET_ATTRIBUTES.filter((name) => attributes[name] !== undefined);
  if (set.length > 0) throw new Error(`${stem}: ${set.join(", ")} would not be rendered`);
  return itemsOf(attributes.values).map((source, index) => {
    const { text, expressions } = readTemplate(textOf(source) ?? "");
    if (expressions.length > 0) throw new Error(`${stem}: only Terraform knows ${expressions.join(", ")}`);
    const file = `${stem}.values-${index}.yaml`;
    writeFileSync(file, text);
    return file;
  });
}

type Outcome = Pick<RenderedRelease, "failure" | "documents" | "objects" | "objectsFile">;

function render(request: Parameters<typeof helmTemplate>[0], work: string): Outcome {
  try {
    return storeObjects(helmTemplate(request), work);
  } catch (error) {
    return { failure: (error as Error).message, documents: 0, objects: 0, objectsFile: "" };
  }
}

/** Parsing takes most of the time, and environments share megabytes of definitions: the same text is parsed once. */
function storeObjects(text: string, work: string): Outcome {
  const objectsFile = join(work, `${createHash("sha256").update(text).digest("hex")}.json`);
  if (!existsSync(objectsFile)) {
    const documents = parseAllDocuments(text);
    const parsed = Array.isArray(documents) ? documents : [];
    const problems = parsed.flatMap(({ errors, warnings }) => [...errors, ...warnings]);
    if (problems.length > 0) throw new Error(problems.map(({ message }) => message).join("\n"));
    const values = parsed.map((one) => one.toJS() as unknown);
    const objects = values.filter((value) => value !== null);
    writeFileSync(objectsFile, JSON.stringify({ documents: values.length, objects }));
  }
  const { documents, objects } = JSON.parse(readFileSync(objectsFile, "utf8")) as StoredObjects;
  return { documents, objects: objects.length, objectsFile };
}

/** Content of `objectsFile`. */
export interface StoredObjects {
  readonly documents: number;
  readonly objects: readonly JsonObject[];
}
