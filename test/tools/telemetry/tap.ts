import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { isObject, itemsOf, type JsonObject, type JsonValue } from "../../../assurance/artifact/json";
import type { Adaptation } from "./adaptation";

/** A record that a tap has seen: a log record or span, with its scope and resource, as one text of JSON. */
export type Tapped = string;

/** Files that get a copy of what pipelines of a collector hand on. */
export class Tap {
  private readonly folder = mkdtempSync(join(tmpdir(), "qms-tap-"));

  /** What adds the tap to pipelines of a collector. */
  public adaptations(part: string, pipelines: readonly string[]): readonly Adaptation[] {
    return pipelines.flatMap((pipeline) => {
      const exporter = `file/${pipeline.replace("/", "-")}`;
      const path = this.file(part, pipeline);
      return [
        {
          at: ["exporters"],
          why: "a copy of what is handed on",
          to: (was: JsonValue) => ({
            ...(isObject(was) ? was : {}),
            [exporter]: { path, flush_interval: "100ms" },
          }),
        },
        {
          at: ["service", "pipelines", pipeline, "exporters"],
          why: "a copy of what is handed on",
          to: (was: JsonValue) => [...itemsOf(was), exporter],
        },
      ];
    });
  }

  /** Everything that a pipeline has handed on. */
  public records(part: string, pipeline: string): readonly Tapped[] {
    const file = this.file(part, pipeline);
    const lines = existsSync(file) ? readFileSync(file, "utf8").split("\n") : [];
    // The last line may not be written to its end.
    return lines.slice(0, -1).flatMap((line) => recordsIn(JSON.parse(line) as JsonObject));
  }

  public remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }

  private file(part: string, pipeline: string): string {
    return join(this.folder, `${part}-${pipeline.replace("/", "-")}.json`);
  }
}

const LEVELS = [
  ["resourceLogs", "scopeLogs", "logRecords"],
  ["resourceSpans", "scopeSpans", "spans"],
] as const;

function recordsIn(batch: JsonObject): readonly Tapped[] {
  return LEVELS.flatMap(([resources, scopes, records]) =>
    itemsOf(batch[resources])
      .filter(isObject)
      .flatMap(({ resource = null, ...perResource }) =>
        itemsOf(perResource[scopes])
          .filter(isObject)
          .flatMap(({ scope = null, ...perScope }) =>
            itemsOf(perScope[records]).map((record) => JSON.stringify({ record, scope, resource })),
          ),
      ),
  );
}
