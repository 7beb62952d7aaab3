import { existsSync, readFileSync } from "node:fs";
import { parse } from "yaml";

/**
 * A document that people write as YAML. The build compiles it to JSON of the same name, which is read many times faster.
 *
 * @param file - with the extension `.yaml`
 * @returns `undefined` where there is no such file
 */
export function readDataFile(file: string): unknown {
  const compiled = file.replace(/\.yaml$/, ".json");
  if (existsSync(compiled)) {
    return JSON.parse(readFileSync(compiled, "utf8"));
  }
  return existsSync(file) ? parse(readFileSync(file, "utf8")) : undefined;
}
