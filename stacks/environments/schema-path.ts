import { z } from "zod";

/** Keys and indices from a document to a value in it. */
export type Path = readonly PropertyKey[];

/** The value at a path, or nothing. */
export function valueAtPath(value: unknown, path: Path): unknown {
  return path.reduce<unknown>(
    (inner, key) =>
      typeof inner === "object" && inner !== null ? (inner as Record<PropertyKey, unknown>)[key] : undefined,
    value,
  );
}

/** What the nearest described schema on the way to a path of a document says of its values; else the keys that it has. */
export function describeAtPath(schema: z.ZodType, document: unknown, path: Path): string {
  const schemas = schemasOnPath(schema, document, path);
  const keys = keysOf(schemas.at(-1), valueAtPath(document, path));
  const described = schemas.findLast(({ description }) => description !== undefined)?.description;
  return described ?? `an object with the keys ${keys.join(", ")}`;
}

/** The keys that the map at a path of a document may have. */
export function keysAtPath(schema: z.ZodType, document: unknown, path: Path): readonly string[] {
  return keysOf(schemasOnPath(schema, document, path).at(-1), valueAtPath(document, path));
}

function schemasOnPath(schema: z.ZodType, document: unknown, path: Path): readonly z.ZodType[] {
  return path.reduce<readonly z.ZodType[]>(
    (schemas, key, depth) => {
      const next = below(schemas.at(-1), valueAtPath(document, path.slice(0, depth)), key);
      return next === undefined ? schemas : [...schemas, next];
    },
    [unwrapped(schema)],
  );
}

function below(schema: z.ZodType | undefined, value: unknown, key: PropertyKey): z.ZodType | undefined {
  if (schema instanceof z.ZodArray) {
    return unwrapped(schema.element as z.ZodType);
  }
  const found = shapeOf(schema, value)[String(key)];
  return found === undefined ? undefined : unwrapped(found);
}

function keysOf(schema: z.ZodType | undefined, value: unknown): readonly string[] {
  return Object.keys(shapeOf(schema, value));
}

type Shape = Readonly<Record<string, z.ZodType>>;

/** Of a choice the one that the value has made. */
function shapeOf(schema: z.ZodType | undefined, value: unknown): Shape {
  if (schema instanceof z.ZodDiscriminatedUnion) {
    const { discriminator } = schema.def;
    const chosen = valueAtPath(value, [discriminator]);
    const shapes = schema.options.map((option) => shapeOf(option as z.ZodType, value));
    return shapes.find((shape) => shape[discriminator]?.safeParse(chosen).success) ?? {};
  }
  return schema instanceof z.ZodObject ? schema.shape : {};
}

function unwrapped(schema: z.ZodType): z.ZodType {
  return schema instanceof z.ZodOptional ? (schema.unwrap() as z.ZodType) : schema;
}
