import { readFileSync } from "node:fs";
import { isAbsolute, relative } from "node:path";
import { ConfigurationError } from "../../mandate";
import type { Service } from "./service";
import { serviceProblems } from "./service-problems";
import { yamlSources } from "./yaml-source";

/**
 * Reads a service document.
 *
 * @param file path of a YAML file with one document
 * @throws ConfigurationError with every mistake of the file, by line and column
 */
export function loadService(file: string): Service {
  const name = isAbsolute(file) ? relative(process.cwd(), file) : file;
  return parseService(read(file, name), name);
}

/** The same of a text; messages call it by a name. */
export function parseService(text: string, name: string): Service {
  const [source, ...others] = yamlSources(text, name);
  if (source === undefined || others.length > 0) {
    throw new ConfigurationError(`${name} cannot be used`, [
      {
        where: name,
        what: "a file describes one service",
        found: `${source === undefined ? 0 : others.length + 1} documents`,
      },
    ]);
  }
  const problems = serviceProblems(source.value, (path) => source.where(path));
  if (problems.length > 0) throw new ConfigurationError(`${name} cannot be used`, problems);
  return deepFreeze(source.value as Service);
}

function read(file: string, name: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch (error) {
    const found = (error as NodeJS.ErrnoException).code ?? String(error);
    throw new ConfigurationError(`${name} cannot be used`, [
      { where: name, what: "the file cannot be read", found },
    ]);
  }
}

function deepFreeze<T>(value: T): T {
  if (typeof value === "object" && value !== null) Object.values(value).forEach(deepFreeze);
  return Object.freeze(value);
}
