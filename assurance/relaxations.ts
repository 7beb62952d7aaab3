import type { Artifact } from "./artifact/artifact";
import { textOf, valueAt } from "./artifact/json";
import { availabilityOf } from "./availability";
import { environmentRecord } from "./environment-record";

/** Something that is weaker than the stack has it by itself, because a prop asked for it. */
export interface Relaxation {
  readonly prop: string;
  readonly effect: string;
}

const ONE_OF_EACH: Relaxation = {
  prop: "profile",
  effect: "a part whose node is lost stands still until it is started elsewhere",
};

const ANNOTATION = "metadata.annotations.observability\\.qms/relaxation";

/**
 * What was made weaker, by prop: what an artifact says in its record and in annotations of the objects that show it, and
 * what its workloads show themselves.
 */
export function relaxations(artifact: Artifact): readonly Relaxation[] {
  const annotated = artifact.objects.flatMap(({ body }) => {
    const [prop, ...effect] = (textOf(valueAt(body, ANNOTATION)) ?? "").split(": ");
    return prop === undefined || prop === "" ? [] : [{ prop, effect: effect.join(": ") }];
  });
  const record = environmentRecord(artifact);
  const all = [...(record?.relaxations ?? []), ...annotated, ...unavailable(artifact, record?.profile)];
  // The first one told of a prop stands for it.
  const byProp = new Map(all.toReversed().map((one) => [one.prop, one]));
  return [...byProp.values()].sort((one, other) => (one.prop < other.prop ? -1 : 1));
}

function unavailable(artifact: Artifact, profile: string | undefined): readonly Relaxation[] {
  if (profile === "single") return [ONE_OF_EACH];
  if (profile !== "high-availability") return [];
  // Our own values of this profile leave none, so it is the environment's values that do.
  return availabilityOf(artifact)
    .filter(({ alone, node }) => !node.isEnough && alone === undefined)
    .map(({ workload: { name, replicas } }) => ({
      prop: `values: replicas of ${name}`,
      effect: `with ${String(replicas)} of them, it stands still while a node is lost`,
    }));
}
