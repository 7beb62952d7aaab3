import type { Artifact } from "../artifact";
import { below, entriesOf } from "../json";

/** A file in a ConfigMap or Secret. */
export interface LabelledFile {
  readonly address: string;
  readonly path: string;
  readonly fileName: string;
  readonly text: string;
}

/** The files of the ConfigMaps and Secrets that carry a label, as Grafana's sidecars collect them. */
export function labelledFiles(artifact: Artifact, label: string): readonly LabelledFile[] {
  return artifact.objects
    .filter(({ kind, labels }) => ["ConfigMap", "Secret"].includes(kind) && Object.hasOwn(labels, label))
    .flatMap(({ address, path, kind, body }) =>
      (["data", "stringData"] as const).flatMap((field) =>
        entriesOf(body[field]).flatMap(([fileName, text]) => {
          if (typeof text !== "string") return [];
          const isEncoded = kind === "Secret" && field === "data" && !address.startsWith("kubernetes_secret");
          const decoded = isEncoded ? Buffer.from(text, "base64").toString("utf8") : text;
          return [{ address, path: below(below(path, field), fileName), fileName, text: decoded }];
        }),
      ),
    );
}
