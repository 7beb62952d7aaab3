import { z } from "zod";
import { type MandateKey, nearest, type Problem } from "../../mandate";

/** A place in a document: keys and indices. */
export type DocumentPath = readonly PropertyKey[];

/** How a document's mistakes are told. */
export interface DocumentPlaces {
  /** How messages name a place. */
  readonly where: (path: DocumentPath) => string;
  /**
   * The key of the mandate that decides a place.
   * @default - none does
   */
  readonly mandateFor?: (path: DocumentPath) => MandateKey | undefined;
}

/**
 * What a document does wrong in the eyes of a schema: a problem a place, each with found and allowed. Schemas tell what
 * they allow by `describe`.
 */
export function documentProblems(
  schema: z.ZodType,
  document: unknown,
  places: DocumentPlaces,
): readonly Problem[] {
  const { error } = schema.safeParse(document);
  return (error?.issues ?? []).flatMap((issue) =>
    issue.code === "unrecognized_keys"
      ? issue.keys.map((key) => unknownKey(schema, document, [...issue.path, key], places))
      : [unusableValue(schema, document, issue.path, places)],
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
  path: DocumentPath,
  { where, mandateFor }: DocumentPlaces,
): Problem {
  const found = at(document, path);
  const mandate = mandateFor?.(path);
  return {
    where: where(path),
    what: found === undefined ? "this is missing" : "this cannot be used",
    ...(found === undefined ? {} : { found: JSON.stringify(found) }),
    allowed: allowedBy(schemasOnPath(schema, document, path)),
    ...(mandate === undefined ? {} : { mandate }),
  };
}

function unknownKey(
  schema: z.ZodType,
  document: unknown,
  path: DocumentPath,
  { where }: DocumentPlaces,
): Problem {
  const siblings = keysOf(schemasOnPath(schema, document, path.slice(0, -1)).at(-1));
  const suggestion = nearest(String(path.at(-1)), siblings);
  return {
    where: where(path),
    what: "there is no such key",
    found: JSON.stringify(at(document, path)),
    allowed: siblings.join(", "),
    ...(suggestion === undefined ? {} : { fix: `did you mean ${suggestion}?` }),
  };
}

/** The description of a schema, or the keys that it has; one that has neither is told by what it is a part of. */
function allowedBy(schemas: readonly z.ZodType[]): string {
  const keys = keysOf(schemas.at(-1));
  const described = schemas.at(-1)?.description;
  if (described === undefined && keys.length > 0) return `an object with the keys ${keys.join(", ")}`;
  return schemas.findLast(({ description }) => description !== undefined)?.description ?? "nothing";
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

/** The schema of a document and those below it on the way to a place, as far as they are known. */
function schemasOnPath(schema: z.ZodType, document: unknown, path: DocumentPath): readonly z.ZodType[] {
  return path.reduce<readonly z.ZodType[]>(
    (schemas, key, depth) => {
      const below = child(schemas.at(-1), key);
      return below === undefined
        ? schemas
        : [...schemas, chosen(below, at(document, path.slice(0, depth + 1)))];
    },
    [chosen(schema, document)],
  );
}

function child(schema: z.ZodType | undefined, key: PropertyKey): z.ZodType | undefined {
  if (schema instanceof z.ZodObject) return (schema.shape as Record<string, z.ZodType>)[String(key)];
  if (schema instanceof z.ZodArray) return schema.element as z.ZodType;
  return schema instanceof z.ZodRecord ? (schema.valueType as z.ZodType) : undefined;
}

/** The schema without what may be left out, and of several kinds the one that the document says it is. */
function chosen(schema: z.ZodType, document: unknown): z.ZodType {
  if (schema instanceof z.ZodOptional) return chosen(schema.unwrap() as z.ZodType, document);
  if (!(schema instanceof z.ZodDiscriminatedUnion)) return schema;
  const { discriminator } = schema.def;
  const option = (schema.options as readonly z.ZodObject[]).find(
    ({ shape }) => (shape[discriminator] as z.ZodType).safeParse(at(document, [discriminator])).success,
  );
  return option ?? schema;
}

function keysOf(schema: z.ZodType | undefined): readonly string[] {
  return schema instanceof z.ZodObject ? Object.keys(schema.shape) : [];
}
