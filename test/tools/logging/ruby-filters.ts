import { spawnSync } from "node:child_process";
import { join } from "node:path";
import type { JsonObject } from "../../../assurance/artifact/json";
import { tool } from "../../support/tools";

/** A record as an input of Logstash hands it to the filters. */
export interface LogstashInput {
  readonly metadata: JsonObject;
  readonly fields: JsonObject;
}

/** A filter of Ruby as it stands in a pipeline. */
interface RubyFilter {
  readonly id: string;
  readonly init: string;
  readonly code: string;
}

/**
 * Runs the filters of a pipeline on records.
 * @param pipeline in Logstash's own language, as an artifact has it
 * @returns for each record what comes out behind the last filter
 */
export function runFilters(
  pipeline: string,
  records: readonly LogstashInput[],
): readonly (readonly JsonObject[])[] {
  const input = JSON.stringify({ filters: rubyFilters(pipeline), records });
  const jar = join(tool("jruby"), "lib/jruby-complete.jar");
  const args = ["-jar", jar, join(__dirname, "ruby-filters.rb")];
  const { status, stdout, stderr, error } = spawnSync("java", args, {
    input,
    encoding: "utf8",
    maxBuffer: 256 * 2 ** 20,
  });
  if (status !== 0) throw new Error(`java ${args.join(" ")}: ${error?.message ?? stderr}`);
  return JSON.parse(stdout) as readonly (readonly JsonObject[])[];
}

/**
 * Every filter of a pipeline.
 * @throws Error when there is one in another language, which would not be run
 */
export function rubyFilters(pipeline: string): readonly RubyFilter[] {
  const section = /^filter \{\n([\s\S]*?)^\}$/m.exec(pipeline)?.[1] ?? "";
  const filters = [
    ...section.matchAll(
      /^ {2}ruby \{\n {4}id => "([\w-]+)"\n {4}init => '([^']*)'\n {4}code => '([^']*)'\n {2}\}$/gm,
    ),
  ];
  const plugins = section.match(/^ {2}\w+ \{$/gm) ?? [];
  if (plugins.length !== filters.length) throw new Error(`filters that are not Ruby: ${plugins.join(", ")}`);
  return filters.map(([, id = "", init = "", code = ""]) => ({ id, init, code }));
}
