import type { Artifact } from "../artifact";
import type { JsonValue } from "../json";
import { labelledFiles } from "./labelled-files";
import { jsonContent, type NativeConfiguration } from "./native-configuration";

/** Dashboards in ConfigMaps labelled `grafana_dashboard`. */
export function grafanaDashboardFiles(artifact: Artifact): readonly NativeConfiguration[] {
  return labelledFiles(artifact, "grafana_dashboard").map(({ address, path, fileName, text }) => {
    const data = parsed(text);
    return {
      kind: "grafana-dashboards",
      name: fileName.replace(/\.json$/, ""),
      fileName,
      content: typeof data === "string" ? data : jsonContent(data),
      data,
      address,
      path,
    };
  });
}

function parsed(text: string): JsonValue {
  try {
    return JSON.parse(text) as JsonValue;
  } catch {
    return text;
  }
}
