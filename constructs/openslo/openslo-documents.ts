import { nearest, type Problem } from "../../mandate";
import type { YamlSource } from "../services/yaml-source";
import type { OpenSloIndicator, OpenSloObjective, OpenSloService } from "./openslo-schema";

/** A document that is of the kind it says, with its place. */
export interface Placed<T> {
  readonly document: T;
  readonly source: YamlSource;
}

/** OpenSLO documents by kind. */
export interface OpenSloDocuments {
  readonly services: readonly Placed<OpenSloService>[];
  readonly indicators: readonly Placed<OpenSloIndicator>[];
  readonly objectives: readonly Placed<OpenSloObjective>[];
}

/** Names a document that is referred to but not there. */
export function missingReference(
  where: string,
  what: string,
  name: string,
  known: readonly string[],
): Problem {
  const suggestion = nearest(name, known);
  return {
    where,
    what,
    found: name,
    allowed: known.length === 0 ? "none is given" : known.join(", "),
    ...(suggestion === undefined ? {} : { fix: `did you mean ${suggestion}?` }),
  };
}

/** JSON that an export of ours left in an annotation; nothing where there is none. */
export function rememberedIn<T>(
  json: string | undefined,
  where: string,
): { readonly value?: Partial<T>; readonly problems: readonly Problem[] } {
  if (json === undefined) return { problems: [] };
  try {
    return { value: JSON.parse(json) as Partial<T>, problems: [] };
  } catch {
    const what = "this annotation is no JSON any more";
    return { problems: [{ where, what, found: json, fix: "remove it, or export again" }] };
  }
}
