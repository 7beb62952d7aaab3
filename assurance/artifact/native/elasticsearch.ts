import type { Artifact } from "../artifact";
import { below, entriesOf, isObject, type JsonObject, type JsonValue } from "../json";
import { jsonContent, type NativeConfiguration } from "./native-configuration";

/** Label of the ConfigMaps whose files a Job puts into Elasticsearch. */
export const SETUP_LABEL = "observability.qms/elasticsearch-setup";

/** What a file of the set-up is, by the beginning of its name. */
export type SetupFileType = "ilm" | "component-template" | "index-template" | "pipeline" | "script" | "other";

/** One file that the set-up Job reads. */
export interface ElasticsearchSetupFile {
  readonly address: string;
  readonly path: string;
  readonly fileName: string;
  readonly type: SetupFileType;
  /** Name of the policy, template or pipeline, as far as the file's name can say it. */
  readonly name: string;
  readonly text: string;
  /** The file as a document; nothing where it is no JSON object. */
  readonly document: JsonObject | undefined;
}

export function elasticsearchSetup(artifact: Artifact): readonly ElasticsearchSetupFile[] {
  return artifact.objects
    .filter(({ kind, labels }) => kind === "ConfigMap" && labels[SETUP_LABEL] === "true")
    .flatMap(({ address, path, body }) =>
      entriesOf(body.data).flatMap(([fileName, text]) =>
        typeof text === "string"
          ? [setupFile(address, below(below(path, "data"), fileName), fileName, text)]
          : [],
      ),
    );
}

function setupFile(address: string, path: string, fileName: string, text: string): ElasticsearchSetupFile {
  const [, type, name] = /^(ilm|component-template|index-template|pipeline)-(.+)\.json$/.exec(fileName) ?? [];
  const fallback = fileName.endsWith(".sh") ? "script" : "other";
  return {
    address,
    path,
    fileName,
    type: (type as SetupFileType | undefined) ?? fallback,
    name: name ?? fileName,
    text,
    document: parsed(text),
  };
}

function parsed(text: string): JsonObject | undefined {
  try {
    const document = JSON.parse(text) as JsonValue;
    return isObject(document) ? document : undefined;
  } catch {
    return undefined;
  }
}

export function elasticsearchFiles(artifact: Artifact): readonly NativeConfiguration[] {
  return elasticsearchSetup(artifact).map(({ address, path, fileName, text, document }) => ({
    kind: "elasticsearch",
    name: fileName.replace(/\.[^.]+$/, ""),
    fileName,
    content: document === undefined ? text : jsonContent(document),
    data: document ?? text,
    address,
    path,
  }));
}
