import type { Artifact } from "../artifact";
import { isObject, textOf, type JsonValue } from "../json";
import { parseValues } from "../values-document";
import { labelledFiles } from "./labelled-files";
import { yamlContent, type NativeConfiguration } from "./native-configuration";

/** Provisioning files of data sources: among the values of grafana, and in objects labelled `grafana_datasource`. */
export function grafanaDataSourceFiles(artifact: Artifact): readonly NativeConfiguration[] {
  const values = artifact.releases
    .filter(({ chart, values: { datasources } }) => chart === "grafana" && isObject(datasources))
    .flatMap(({ address, name, values: { datasources } }) =>
      Object.entries(datasources as Readonly<Record<string, JsonValue>>).map(([fileName, document]) =>
        dataSourceFile(
          `${name}-${fileName}`,
          textOf(document) ?? document,
          address,
          `datasources.${fileName.replaceAll(".", "\\.")}`,
        ),
      ),
    );
  const labelled = labelledFiles(artifact, "grafana_datasource").map(({ address, path, fileName, text }) =>
    dataSourceFile(fileName, text, address, path),
  );
  return [...values, ...labelled];
}

function dataSourceFile(
  fileName: string,
  source: JsonValue,
  address: string,
  path: string,
): NativeConfiguration {
  const data = typeof source === "string" ? document(source) : source;
  return {
    kind: "grafana-data-sources",
    name: fileName.replace(/\.[^.]+$/, ""),
    fileName,
    content: typeof data === "string" ? data : yamlContent(data),
    data,
    address,
    path,
  };
}

/** A text that is a Helm template stays a text. */
function document(text: string): JsonValue {
  try {
    return parseValues(text);
  } catch {
    return text;
  }
}
