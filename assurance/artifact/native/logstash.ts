import type { Artifact } from "../artifact";
import { below, isObject, itemsOf, textOf } from "../json";
import type { NativeConfiguration } from "./native-configuration";

/** The pipelines among the values of eck-logstash, in Logstash's own language. */
export function logstashFiles(artifact: Artifact): readonly NativeConfiguration[] {
  return artifact.releases
    .filter(({ chart }) => chart === "eck-logstash")
    .flatMap(({ address, values }) =>
      itemsOf(values.pipelines).flatMap((pipeline, index): NativeConfiguration[] => {
        const content = isObject(pipeline) ? textOf(pipeline["config.string"]) : undefined;
        const id = isObject(pipeline) ? textOf(pipeline["pipeline.id"]) : undefined;
        if (content === undefined) return [];
        const name = id ?? String(index);
        const path = below(below("pipelines", index), "config.string");
        return [{ kind: "logstash", name, fileName: `${name}.conf`, content, data: content, address, path }];
      }),
    );
}
