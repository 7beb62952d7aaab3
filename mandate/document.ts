import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { parse, TomlError } from "smol-toml";
import type { z } from "zod";
import { ConfigurationError, type Problem } from "./problem";
import { schemaProblems } from "./schema-problems";

/** Which bytes a document was read from. */
export interface Source {
  /** The file name without its folders, so that evidence is the same on every machine. */
  readonly file: string;
  /** Of the bytes of the file, in hexadecimal digits. */
  readonly sha256: string;
}

export interface DocumentType<S extends z.ZodObject> {
  /** What the file is called in messages: `mandate`, `policy`. */
  readonly noun: string;
  /** The file that comes with the package, which messages name without the folder of the installation. */
  readonly packaged: string;
  readonly schema: S;
  /** Further mistakes, beyond what a schema can say; the values may be wrong or incomplete. */
  readonly relations?: (values: Partial<z.infer<S>>, file: string) => readonly Problem[];
}

/**
 * Reads a TOML file that consists of tables.
 *
 * @param path as the user wrote it, and messages repeat it (default: the packaged file)
 * @throws ConfigurationError with every mistake of the file: unreadable, not TOML (with line and column), or values
 * that the schema or the relations refuse
 */
export function readDocument<S extends z.ZodObject>(
  type: DocumentType<S>,
  path: string = join(__dirname, type.packaged),
): { readonly values: z.infer<S>; readonly source: Source } {
  const name = path === join(__dirname, type.packaged) ? `mandate/${type.packaged}` : path;
  const bytes = readBytes(path, name, type.noun);
  const document = parseToml(bytes.toString("utf8"), name, type.noun);
  const problems = [
    ...schemaProblems(type.schema, document, name),
    ...(type.relations?.(document as Partial<z.infer<S>>, name) ?? []),
  ];
  if (problems.length > 0) throw unusable(type.noun, onePerPlace(problems));
  const sha256 = createHash("sha256").update(bytes).digest("hex");
  return { values: freeze(type.schema.parse(document)), source: { file: basename(path), sha256 } };
}

function readBytes(path: string, name: string, noun: string): Buffer {
  try {
    return readFileSync(path);
  } catch (error) {
    const found = (error as NodeJS.ErrnoException).code ?? String(error);
    throw unusable(noun, [{ where: name, what: "the file cannot be read", found }]);
  }
}

function parseToml(text: string, name: string, noun: string): unknown {
  try {
    return parse(text);
  } catch (error) {
    if (!(error instanceof TomlError)) throw error;
    const [reason = ""] = error.message.split("\n");
    const found = text.split("\n")[error.line - 1]?.trim() ?? "";
    throw unusable(noun, [
      { where: `${name}:${error.line}:${error.column}`, what: lowerFirst(reason), found },
    ]);
  }
}

function unusable(noun: string, problems: readonly Problem[]): ConfigurationError {
  const count = problems.length === 1 ? "one problem" : `${problems.length} problems`;
  return new ConfigurationError(`the ${noun} cannot be used: ${count}`, problems);
}

/** A value that the schema refuses needs no word on its relations. */
function onePerPlace(problems: readonly Problem[]): readonly Problem[] {
  return problems.filter(
    (problem, index) => problems.findIndex(({ where }) => where === problem.where) === index,
  );
}

function freeze<T extends object>(tables: T): T {
  for (const table of Object.values(tables)) Object.freeze(table);
  return Object.freeze(tables);
}

function lowerFirst(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1);
}
