import type { Artifact } from "./artifact/artifact";
import { textOf, valueAt } from "./artifact/json";
import { environmentRecord } from "./environment-record";

/** Something that is weaker than the stack has it by itself, because a prop asked for it. */
export interface Relaxation {
  readonly prop: string;
  readonly effect: string;
}

const ANNOTATION = "metadata.annotations.observability\\.qms/relaxation";

/** What an artifact says was made weaker: in its record, and in annotations of the objects that show it; by prop. */
export function relaxations(artifact: Artifact): readonly Relaxation[] {
  const annotated = artifact.objects.flatMap(({ body }) => {
    const [prop, ...effect] = (textOf(valueAt(body, ANNOTATION)) ?? "").split(": ");
    return prop === undefined || prop === "" ? [] : [{ prop, effect: effect.join(": ") }];
  });
  const all = [...(environmentRecord(artifact)?.relaxations ?? []), ...annotated];
  // The first one told of a prop stands for it.
  const byProp = new Map(all.toReversed().map((one) => [one.prop, one]));
  return [...byProp.values()].sort((one, other) => (one.prop < other.prop ? -1 : 1));
}
