import { REQUEST_SOURCES, type RequestSource } from "./signal-adapters";

/** Where one kind of instrumentation says which version answered. */
interface RevisionSource extends RequestSource {
  /**
   * Label with the name of the pod, whose last part tells the pods of a ReplicaSet apart.
   * @default - the series have none, and know only the version that the service states itself
   */
  readonly pod?: string;
}

/** Label with the version that the service states, or that its image is tagged with. */
const VERSION = "service_version";

const [PUSHED, SCRAPED, SPANS] = REQUEST_SOURCES as readonly [RequestSource, RequestSource, RequestSource];

/** In order of preference, as for all requests. */
const REVISION_SOURCES: readonly RevisionSource[] = [
  { ...PUSHED, pod: "k8s_pod_name" },
  { ...SCRAPED, pod: "pod" },
  SPANS,
];

/**
 * The increase of a counter in ten minutes, by `namespace`, `service` and `revision`. A service that emits several
 * sources is counted by the first one, or its versions would be mixed up.
 */
export function perRevision(counter: (source: RequestSource) => string): string {
  return REVISION_SOURCES.map((source, index) => {
    const counted = increase(source, counter(source));
    const before = REVISION_SOURCES.slice(0, index).map((other) => increase(other, other.requests));
    return [counted, ...before].join("\n  unless on (namespace, service) ");
  }).join("\nor ");
}

function increase({ labels, pod }: RevisionSource, counter: string): string {
  const { namespace = "namespace", service = "service" } = labels;
  const named = [namespace, service, VERSION, ...(pod === undefined ? [] : [pod])];
  const summed = `sum by (${named.join(", ")}) (increase(${counter}[10m]))`;
  const renamed = [
    ...(namespace === "namespace" ? [] : [["namespace", namespace, "(.+)"] as const]),
    ...(service === "service" ? [] : [["service", service, "(.+)"] as const]),
    ...(pod === undefined ? [] : [["replicaset", pod, "(.+)-[^-]+"] as const]),
  ].reduce((inner, [ours, theirs, pattern]) => replaced(inner, ours, "$1", theirs, pattern), summed);
  return `sum by (namespace, service, revision) (${withRevision(renamed)})`;
}

/** A rollout may change the version or, with the same one, the configuration; either is enough for a revision. */
function withRevision(expr: string): string {
  const both = `label_join(${expr}, "revision", "@", "${VERSION}", "replicaset")`;
  return replaced(both, "revision", "$1$2", "revision", "(.*)@|@(.*)");
}

function replaced(expr: string, label: string, replacement: string, source: string, pattern: string): string {
  return `label_replace(${expr}, "${label}", "${replacement}", "${source}", "${pattern}")`;
}
