import { Random } from "../../support/random";
import { labPod } from "./pods";
import type { LabSpan } from "./span-sender";

/** What kind of trace it is, for the sampling. */
export type TraceClass = "error" | "slow" | "critical" | "plain";

/** A trace that a test sends, whole. */
export interface LabTrace {
  readonly traceId: string;
  readonly class: TraceClass;
  readonly spans: readonly LabSpan[];
}

/** Who calls whom in these traces; the catalog is a database, which sends no spans, and a user calls from outside. */
export const EDGES = {
  plain: ["user → web", "web → search", "search → catalog"],
  critical: ["user → web", "web → checkout", "checkout → ledger"],
} as const;

/** The pod by which Kubernetes tells that a trace is critical; whoever sends it says only which pod it is. */
export const CRITICAL_POD = labPod("checkout", { labels: { "qms.observability/criticality": "critical" } });

/** Milliseconds of a trace that is slow, at the limit itself, and of one that is just not. */
export interface Durations {
  readonly slow: number;
  readonly quick: number;
}

/** Traces of the given numbers in a mixed order, the same in every run. */
export function traceMix(
  counts: Readonly<Record<TraceClass, number>>,
  durations: Durations,
): readonly LabTrace[] {
  const random = new Random(20_260_101);
  const classes = (Object.keys(counts) as TraceClass[]).flatMap((name) =>
    Array.from({ length: counts[name] }, () => name),
  );
  return classes
    .map((name) => ({ name, place: random.next() }))
    .sort((one, other) => one.place - other.place)
    .map(({ name }) => trace(name, random, durations));
}

function trace(name: TraceClass, random: Random, { quick, slow }: Durations): LabTrace {
  const traceId = hex(random, 32);
  const spans = name === "critical" ? criticalSpans(traceId, random) : plainSpans(traceId, random);
  const [root, ...others] = spans;
  if (root === undefined) throw new Error("a trace without spans");
  const milliseconds = name === "slow" ? slow : random.whole(1, quick);
  const deepest = others.map((span, index) =>
    index === others.length - 1 && name === "error" ? { ...span, failed: true } : span,
  );
  return { traceId, class: name, spans: [{ ...root, milliseconds }, ...deepest] };
}

function plainSpans(traceId: string, random: Random): readonly LabSpan[] {
  return chain(traceId, random, [
    { service: "web", name: "GET /search", kind: "server", namespace: "shop" },
    { service: "web", name: "GET /find", kind: "client", namespace: "shop" },
    { service: "search", name: "GET /find", kind: "server", namespace: "search" },
    { service: "search", name: "SELECT", kind: "client", namespace: "search", database: "catalog" },
  ]);
}

function criticalSpans(traceId: string, random: Random): readonly LabSpan[] {
  return chain(traceId, random, [
    { service: "web", name: "POST /orders", kind: "server", namespace: "shop" },
    { service: "web", name: "POST /checkout", kind: "client", namespace: "shop" },
    { service: "checkout", name: "POST /checkout", kind: "server", namespace: "shop", pod: CRITICAL_POD.uid },
    { service: "checkout", name: "POST /entries", kind: "client", namespace: "shop", pod: CRITICAL_POD.uid },
    { service: "ledger", name: "POST /entries", kind: "server", namespace: "payments" },
  ]);
}

interface Link {
  readonly service: string;
  readonly name: string;
  readonly kind: "server" | "client";
  readonly namespace: string;
  readonly database?: string;
  readonly pod?: string;
}

/** Each span is the child of the one before. */
function chain(traceId: string, random: Random, links: readonly Link[]): readonly LabSpan[] {
  const ids = links.map(() => hex(random, 16));
  return links.map(({ database, namespace, pod, ...link }, index) => {
    const parentSpanId = ids[index - 1];
    return {
      ...link,
      traceId,
      spanId: ids[index] ?? "",
      ...(parentSpanId === undefined ? {} : { parentSpanId }),
      milliseconds: 1,
      resource: { "k8s.namespace.name": namespace, ...(pod === undefined ? {} : { "k8s.pod.uid": pod }) },
      ...(database === undefined ? {} : { attributes: { "db.namespace": database } }),
    };
  });
}

function hex(random: Random, digits: number): string {
  return Array.from({ length: digits }, () => random.whole(0, 15).toString(16)).join("");
}
