import { REQUEST_SOURCES, type RequestSource } from "./signal-adapters";

/** Where one kind of instrumentation says which version answered: a label, and the part of it that is the version. */
interface RevisionSource extends RequestSource {
  readonly revision: readonly (readonly [label: string, pattern: string])[];
}

// The pods of a ReplicaSet differ in the last part of their names; a version that the service states itself goes ahead.
const OF_POD = (pod: string): RevisionSource["revision"] => [
  [pod, "(.+)-[^-]+"],
  ["service_version", "(.+)"],
];

const [PUSHED, SCRAPED, SPANS] = REQUEST_SOURCES as readonly [RequestSource, RequestSource, RequestSource];

/** In order of preference, as for all requests. Spans know only the version that the service states itself. */
const REVISION_SOURCES: readonly RevisionSource[] = [
  { ...PUSHED, revision: OF_POD("k8s_pod_name") },
  { ...SCRAPED, revision: OF_POD("pod") },
  { ...SPANS, revision: [["service_version", "(.+)"]] },
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

function increase({ labels, revision }: RevisionSource, counter: string): string {
  const { namespace = "namespace", service = "service" } = labels;
  const named = revision.map(([label]) => label);
  const summed = `sum by (${[namespace, service, ...named].join(", ")}) (increase(${counter}[10m]))`;
  const replacements = [
    ...(namespace === "namespace" ? [] : [["namespace", namespace, "(.+)"]]),
    ...(service === "service" ? [] : [["service", service, "(.+)"]]),
    ...revision.map(([label, pattern]) => ["revision", label, pattern]),
  ];
  const renamed = replacements.reduce(
    (inner, [ours = "", theirs = "", pattern = ""]) =>
      `label_replace(${inner}, "${ours}", "$1", "${theirs}", "${pattern}")`,
    summed,
  );
  return `sum by (namespace, service, revision) (${renamed})`;
}
