import { z } from "zod";
import type { Artifact } from "../artifact/artifact";
import { entriesOf, textOf } from "../artifact/json";

/** Label of the ConfigMap with the edges of a stack, one entry each. */
export const EDGES_LABEL = "observability.qms/network-edges";

const edge = z.strictObject({
  from: z.string(),
  to: z.string(),
  port: z.union([z.number(), z.literal("any")]),
  protocol: z.enum(["TCP", "UDP"]),
  tls: z.enum(["mutual", "server", "none"]),
  purpose: z.string(),
  note: z.string().optional(),
});

/** A connection that is meant to be; workloads are written `namespace/name`, everything else by a name alone. */
export type DeclaredEdge = Readonly<z.infer<typeof edge>>;

/**
 * What an artifact says that its parts connect to, in the order of the list.
 * @throws ZodError when the list has another form
 */
export function declaredEdges(artifact: Artifact): readonly DeclaredEdge[] {
  return artifact.objects
    .filter(({ kind, labels }) => kind === "ConfigMap" && labels[EDGES_LABEL] !== undefined)
    .flatMap(({ body }) => entriesOf(body.data))
    .map(([, text]) => edge.parse(JSON.parse(textOf(text) ?? "null")));
}
