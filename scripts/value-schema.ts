import { z } from "zod";
import type { ValueType } from "../constructs/core/value-keys";

/** What of a JSON schema says which keys exist and what they hold. */
export interface ValueSchema {
  readonly $ref?: string | undefined;
  readonly type?: string | readonly string[] | undefined;
  readonly properties?: Readonly<Record<string, ValueSchema | boolean>> | undefined;
  readonly patternProperties?: Readonly<Record<string, ValueSchema | boolean>> | undefined;
  readonly additionalProperties?: ValueSchema | boolean | undefined;
  readonly anyOf?: readonly ValueSchema[] | undefined;
  readonly oneOf?: readonly ValueSchema[] | undefined;
}

const subschema: z.ZodType<ValueSchema | boolean> = z.lazy(() => z.union([z.boolean(), valueSchema]));

/** Reads a JSON schema, keeping the whole document, because references point into any part of it. */
export const valueSchema: z.ZodType<ValueSchema> = z.looseObject({
  $ref: z.string().optional(),
  type: z.union([z.string(), z.array(z.string())]).optional(),
  properties: z.record(z.string(), subschema).optional(),
  patternProperties: z.record(z.string(), subschema).optional(),
  additionalProperties: subschema.optional(),
  anyOf: z.array(z.lazy(() => valueSchema)).optional(),
  oneOf: z.array(z.lazy(() => valueSchema)).optional(),
});

const TYPES: Readonly<Record<string, ValueType>> = {
  boolean: "boolean",
  integer: "number",
  number: "number",
  string: "string",
  array: "list",
  object: "map",
};

/** The type that a schema allows; `any` where it allows several, `undefined` where it says nothing. */
export function schemaType(
  schema: ValueSchema | undefined,
  root: ValueSchema | undefined,
): ValueType | undefined {
  if (schema === undefined) {
    return undefined;
  }
  const alternatives = [...(schema.anyOf ?? []), ...(schema.oneOf ?? [])].map(
    (each) => resolveSchema(each, root)?.type,
  );
  const names = [schema.type, ...alternatives].flat().filter((name) => name !== undefined && name !== "null");
  const types = [...new Set(names.map((name) => TYPES[name ?? ""] ?? "any"))];
  const [only, another] = types;
  return another === undefined ? (only ?? (schema.properties === undefined ? undefined : "map")) : "any";
}

/** Follows `$ref` inside the document, a few steps at most. */
export function resolveSchema(
  schema: ValueSchema | undefined,
  root: ValueSchema | undefined,
  steps = 8,
): ValueSchema | undefined {
  const reference = schema?.$ref;
  if (reference === undefined || !reference.startsWith("#/") || steps === 0) {
    return schema;
  }
  const target = reference
    .slice(2)
    .split("/")
    .map((part) => part.replaceAll("~1", "/").replaceAll("~0", "~"))
    .reduce<unknown>((at, part) => (isRecord(at) ? at[part] : undefined), root);
  return resolveSchema(valueSchema.safeParse(target).data, root, steps - 1);
}

/** True for what YAML and JSON call a map. */
export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
