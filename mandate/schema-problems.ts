import { z } from "zod";
import { nearest } from "./nearest";
import type { Problem } from "./problem";
import { renderValue } from "./render";

/** What a document does wrong in the eyes of a schema of tables: one problem a key, each with found and allowed. */
export function schemaProblems(schema: z.ZodObject, document: unknown, file: string): Problem[] {
  const { error } = schema.safeParse(document);
  return (error?.issues ?? []).flatMap((issue) => {
    if (issue.code !== "unrecognized_keys") return valueProblem(schema, document, issue.path, file);
    return issue.keys.map((key) => unknownKeyProblem(schema, document, [...issue.path, key], file));
  });
}

type Path = readonly PropertyKey[];

function valueProblem(schema: z.ZodObject, document: unknown, issuePath: Path, file: string): Problem {
  // An entry of a list is told as a mistake of the list.
  const path = issuePath.slice(0, 2);
  const found = at(document, path);
  const subject = path.length === 1 ? "table" : "key";
  return {
    where: `${file}: ${path.join(".")}`,
    what: found === undefined ? `the ${subject} is missing` : "the value is not possible",
    ...(found === undefined ? {} : { found: renderValue(found) }),
    allowed: describe(schemaAt(schema, path)),
  };
}

function unknownKeyProblem(schema: z.ZodObject, document: unknown, path: Path, file: string): Problem {
  const siblings = keysOf(schemaAt(schema, path.slice(0, -1)));
  const suggestion = nearest(String(path.at(-1)), siblings);
  return {
    where: `${file}: ${path.join(".")}`,
    what: path.length === 1 ? "unknown table" : "unknown key",
    found: renderValue(at(document, path)),
    allowed: siblings.join(", "),
    ...(suggestion === undefined ? {} : { fix: `did you mean ${suggestion}?` }),
  };
}

function at(document: unknown, path: Path): unknown {
  return path.reduce<unknown>(
    (value, key) => (value as Readonly<Record<PropertyKey, unknown>>)[key],
    document,
  );
}

function schemaAt(schema: z.core.$ZodType, [key, ...rest]: Path): z.core.$ZodType {
  const inner = isTable(schema) ? schema.shape[String(key)] : undefined;
  return inner === undefined ? schema : schemaAt(inner, rest);
}

function isTable(schema: z.core.$ZodType): schema is z.ZodObject<Readonly<Record<string, z.core.$ZodType>>> {
  return schema instanceof z.ZodObject;
}

function keysOf(schema: z.core.$ZodType): readonly string[] {
  return isTable(schema) ? Object.keys(schema.shape) : [];
}

function describe(schema: z.core.$ZodType): string {
  if (isTable(schema)) return `a table with the keys ${keysOf(schema).join(", ")}`;
  return schema instanceof z.ZodType ? (schema.description ?? "") : "";
}
