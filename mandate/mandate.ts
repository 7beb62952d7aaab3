import { readDocument, type DocumentType, type Source } from "./document";
import { relationProblems } from "./relations";
import { mandateSchema, type MandateValues } from "./schema";

export type { LeafName, LeafValue, MandateKey } from "./keys";
export type { MandateValues } from "./schema";
export { strengthen, type Stricter } from "./strengthen";

/** What the quality-management system demands: values that anyone may make stricter and nobody weaker. */
export interface Mandate {
  readonly values: MandateValues;
  readonly source: Source;
}

const MANDATE: DocumentType<typeof mandateSchema> = {
  noun: "mandate",
  packaged: "qms-1.0.toml",
  schema: mandateSchema,
  relations: (values, file) => relationProblems(values, (key) => `${file}: ${key}`),
};

/**
 * Reads a mandate.
 *
 * @param path another organisation's mandate, with the same tables and keys (default: the packaged
 * `mandate/qms-1.0.toml`)
 * @throws ConfigurationError with every mistake of the file
 */
export function loadMandate(path?: string): Mandate {
  return readDocument(MANDATE, path);
}
