import { mandateSchema, type MandateValues } from "./schema";

type TableName = keyof MandateValues;

/** Table and key, as in `observability_configuration.metrics_retention_days`. */
export type MandateKey = { [T in TableName]: `${T}.${keyof MandateValues[T] & string}` }[TableName];

/** The key without its table, as in `metrics_retention_days`; no name occurs in two tables. */
export type LeafName = { [T in TableName]: keyof MandateValues[T] }[TableName];

/** What the mandate says under a name, by its type. */
export type LeafValue<L extends LeafName> = {
  [T in TableName]: L extends keyof MandateValues[T] ? MandateValues[T][L] : never;
}[TableName];

const SHAPE = mandateSchema.shape;

/** Every key of the mandate, in the order of the QMS document. */
export const MANDATE_KEYS: readonly MandateKey[] = Object.entries(SHAPE).flatMap(([table, schema]) =>
  Object.keys(schema.shape).map((leaf) => `${table}.${leaf}` as MandateKey),
);

const KEY_OF = Object.fromEntries(MANDATE_KEYS.map((key) => [leafOf(key), key])) as Readonly<
  Record<LeafName, MandateKey>
>;

/** Every key of the mandate without its table, in the order of the QMS document. */
export const LEAF_NAMES = Object.keys(KEY_OF) as readonly LeafName[];

/** The full key of a name. */
export function keyOf(leaf: LeafName): MandateKey {
  return KEY_OF[leaf];
}

/** The full key of a name, or nothing when the mandate has no such name. */
export function tryKeyOf(leaf: string): MandateKey | undefined {
  return Object.hasOwn(KEY_OF, leaf) ? KEY_OF[leaf as LeafName] : undefined;
}

/** The name without its table. */
export function leafOf(key: MandateKey): LeafName {
  return key.slice(key.indexOf(".") + 1) as LeafName;
}

/** The mandated value under a key; nothing where the tables are not complete yet. */
export function valueAt(values: Partial<MandateValues>, key: MandateKey): unknown {
  const [table, leaf] = key.split(".") as [TableName, string];
  return (values[table] as Readonly<Record<string, unknown>> | undefined)?.[leaf];
}
