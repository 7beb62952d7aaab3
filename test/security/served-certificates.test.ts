import { type DeclaredEdge, declaredEdges } from "../../assurance/network/declared-edges";
import { artifactOf, ENVIRONMENTS } from "../support/environments";

const EXPORTER = "observability/blackbox-exporter";

/** Ports that show a certificate and are not connected to for its sake, and why. */
const OTHERWISE: readonly (readonly [because: string, (callers: readonly DeclaredEdge[]) => boolean])[] = [
  [
    "Prometheus verifies it at every scrape",
    (all) => all.every(({ from }) => from.endsWith("/kps-prometheus")),
  ],
  [
    "the API server verifies it by an authority of its own",
    (all) => all.some(({ from }) => from === "kubernetes-api"),
  ],
  ["only its own replicas call it", (all) => all.every(({ from, to }) => from === to)],
  [
    "the Service leads to the agent of the caller's own node",
    ([one]) => one?.to.endsWith("/otel-agent") === true,
  ],
];

it.each(ENVIRONMENTS)(
  "whoever shows a certificate in %s is connected to, or there is a reason",
  (_, environment) => {
    const encrypted = declaredEdges(artifactOf(environment)).filter(
      ({ to, tls }) => to.includes("/") && tls !== "none",
    );
    const ports = new Map<string, DeclaredEdge[]>();
    for (const edge of encrypted) {
      const key = `${edge.to} ${String(edge.port)}`;
      ports.set(key, [...(ports.get(key) ?? []), edge]);
    }
    const unseen = [...ports]
      .filter(([, callers]) => !callers.some(({ from }) => from === EXPORTER))
      .filter(([, callers]) => !OTHERWISE.some(([, holds]) => holds(callers)));
    expect(unseen.map(([port]) => port)).toEqual([]);
  },
);
