import { z } from "zod";
import { nearest, type Problem } from "../../mandate";

/** A place in a document: keys and indices. */
export type DocumentPath = readonly PropertyKey[];

/**
 * What a document does wrong in the eyes of a schema: a problem a place, each with found and allowed. Schemas tell what
 * they allow by `describe`; a mistake that only a `refine` knows tells it by its message.
 *
 * @param where how messages name a place
 */
export function documentProblems(
  schema: z.ZodType,
  document: unknown,
  where: (path: DocumentPath) => string,
): readonly Problem[] {
  const { error } = schema.safeParse(document);
  return (error?.issues ?? []).flatMap((issue) =>
    issue.code === "unrecognized_keys"
      ? issue.keys.map((key) => unknownKey(schema, document, [...issue.path, key], where))
      : [unusableValue(schema, document, issue, where)],
  );
}

/** A path as people write it: `objectives[1].target`. */
export function writtenPath(path: DocumentPath): string {
  return path
    .map((key, index) => (typeof key === "number" ? `[${key}]` : `${index === 0 ? "" : "."}${String(key)}`))
    .join("");
}

function unusableValue(
  schema: z.ZodType,
  document: unknown,
  issue: z.core.$ZodIssue,
  where: (path: DocumentPath) => string,
): Problem {
  const found = at(document, issue.path);
  const here = schemaAt(schema, document, issue.path);
  return {
    where: where(issue.path),
    what:
      issue.code === "custom"
        ? issue.message
        : found === undefined
          ? "this is missing"
          : "this cannot be used",
    ...(found === undefined ? {} : { found: JSON.stringify(found) }),
    allowed: here.description ?? `an object with the keys ${keysOf(here).join(", ")}`,
  };
}

function unknownKey(
  schema: z.ZodType,
  document: unknown,
  path: DocumentPath,
  where: (path: DocumentPath) => string,
): Problem {
  const siblings = keysOf(schemaAt(schema, document, path.slice(0, -1)));
  const suggestion = nearest(String(path.at(-1)), siblings);
  return {
    where: where(path),
    what: "there is no such key",
    found: JSON.stringify(at(document, path)),
    allowed: siblings.join(", "),
    ...(suggestion === undefined ? {} : { fix: `did you mean ${suggestion}?` }),
  };
}

function at(document: unknown, path: DocumentPath): unknown {
  return path.reduce<unknown>(
    (value, key) =>
      typeof value === "object" && value !== null
        ? (value as Readonly<Record<PropertyKey, unknown>>)[key]
        : undefined,
    document,
  );
}

function schemaAt(schema: z.ZodType, document: unknown, path: DocumentPath): z.ZodType {
  const here = chosen(schema, document);
  const [key, ...rest] = path;
  if (key === undefined) return here;
  const below = child(here, key);
  return below === undefined ? here : schemaAt(below, at(document, [key]), rest);
}

function child(schema: z.ZodType, key: PropertyKey): z.ZodType | undefined {
  if (schema instanceof z.ZodObject) return (schema.shape as Record<string, z.ZodType>)[String(key)];
  if (schema instanceof z.ZodArray) return schema.element as z.ZodType;
  return schema instanceof z.ZodRecord ? (schema.valueType as z.ZodType) : undefined;
}

/** The schema without what may be left out, and of several kinds the one that the document says it is. */
function chosen(schema: z.ZodType, document: unknown): z.ZodType {
  if (schema instanceof z.ZodOptional || schema instanceof z.ZodDefault || schema instanceof z.ZodReadonly) {
    const inner = schema.unwrap() as z.ZodType;
    // A description given last describes the whole.
    return inner.description === undefined && schema.description !== undefined
      ? schema
      : chosen(inner, document);
  }
  if (!(schema instanceof z.ZodDiscriminatedUnion)) return schema;
  const { discriminator } = schema.def;
  const option = (schema.options as readonly z.ZodObject[]).find(
    ({ shape }) => (shape[discriminator] as z.ZodType).safeParse(at(document, [discriminator])).success,
  );
  return option ?? schema;
}

function keysOf(schema: z.ZodType): readonly string[] {
  return schema instanceof z.ZodObject ? Object.keys(schema.shape) : [];
}
