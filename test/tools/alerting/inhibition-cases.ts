import type { Labels } from "../../../assurance/artifact/alert-matchers";

/** Two alerts that fire together, and whether the first silences the second. */
export interface InhibitionCase {
  readonly why: string;
  readonly source: Labels;
  readonly target: Labels;
  readonly silenced: boolean;
}

const ORDER = ["critical", "high", "medium", "low"] as const;
const CHECKOUT = { namespace: "shop", service: "checkout" };
const CART = { namespace: "shop", service: "cart" };
const LEDGER = { namespace: "payments", service: "ledger" };
const CATALOG = { namespace: "search", service: "catalog" };

const pairs = ORDER.flatMap((source) => ORDER.map((target) => [source, target] as const));

/** The same alert at several severities. */
const LADDER: readonly InhibitionCase[] = pairs.flatMap(([source, target]) => {
  const burn = (severity: string, place: Labels): Labels => ({
    alertname: "SLOErrorBudgetBurn",
    kind: "symptom",
    severity,
    ...place,
  });
  const lower = ORDER.indexOf(target) > ORDER.indexOf(source);
  return [
    {
      why: "of one service",
      source: burn(source, { ...CHECKOUT, tier: "a" }),
      target: burn(target, { ...CHECKOUT, tier: "b" }),
      silenced: lower,
    },
    { why: "of two services", source: burn(source, LEDGER), target: burn(target, CATALOG), silenced: false },
    {
      why: "that names no service",
      source: burn(source, { tier: "a" }),
      target: burn(target, { tier: "b" }),
      silenced: false,
    },
  ];
});

const CAUSES = ["anomaly", "saturation", "prediction", "regression", "fault"] as const;
const NO_CAUSES = ["symptom", "absence", "security", "hygiene"] as const;

/** What users feel, and what explains it. */
const SYMPTOMS: readonly InhibitionCase[] = [...CAUSES, ...NO_CAUSES].flatMap((kind) =>
  pairs.map(([source, target]) => ({
    why: `a symptom and ${kind} of one service`,
    source: { alertname: "HTTPErrorRateHigh", kind: "symptom", severity: source, ...CATALOG },
    target: { alertname: "Cause", kind, severity: target, ...CATALOG },
    silenced:
      CAUSES.some((cause) => cause === kind) &&
      ["critical", "high"].includes(source) &&
      ["medium", "low"].includes(target),
  })),
);

const CAUSE_FIRST: readonly InhibitionCase[] = CAUSES.map((kind) => ({
  why: `${kind} and a symptom of one service`,
  source: { alertname: "Cause", kind, severity: "critical", ...CHECKOUT },
  target: { alertname: "HTTPLatencyP95High", kind: "symptom", severity: "medium", ...CHECKOUT },
  silenced: false,
}));

/** Declared dependencies: checkout needs ledger and catalog, cart needs catalog. */
const EDGES: readonly (readonly [caller: Labels, callee: Labels, declared: boolean])[] = [
  [CHECKOUT, LEDGER, true],
  [CHECKOUT, CATALOG, true],
  [CART, CATALOG, true],
  [CART, LEDGER, false],
  [LEDGER, CHECKOUT, false],
  [CATALOG, CART, false],
];

const DEPENDENCIES: readonly InhibitionCase[] = EDGES.flatMap(([caller, callee, declared]) => [
  ...["saturation", "anomaly", "symptom"].map((kind) => ({
    why: `a callee that is saturated, and ${kind} of its caller`,
    source: { alertname: "DatabaseConnectionPoolHigh", kind: "saturation", severity: "high", ...callee },
    target: { alertname: "Effect", kind, severity: "medium", ...caller },
    silenced: declared && kind !== "symptom",
  })),
  {
    why: "a callee that is saturated, and its caller's objective",
    source: { alertname: "DatabaseConnectionPoolHigh", kind: "saturation", severity: "high", ...callee },
    target: { alertname: "SLOErrorBudgetBurn", kind: "symptom", severity: "critical", ...caller },
    silenced: false,
  },
  {
    why: "a callee in little trouble, and its caller",
    source: { alertname: "DatabaseConnectionPoolHigh", kind: "saturation", severity: "medium", ...callee },
    target: { alertname: "Effect", kind: "anomaly", severity: "medium", ...caller },
    silenced: false,
  },
]);

/** Planned maintenance: low in the cluster, high and medium in payments, high and medium of cart. */
const MARKERS = {
  cluster: { scope: "cluster", quietens: "low" },
  namespace: { scope: "namespace", quietens: "high,medium", namespace: "payments" },
  service: { scope: "service", quietens: "high,medium", ...CART },
} as const;

const QUIET: Readonly<Record<keyof typeof MARKERS, (severity: string, place: Labels) => boolean>> = {
  cluster: (severity) => severity === "low",
  namespace: (severity, place) => ["high", "medium"].includes(severity) && place.namespace === "payments",
  service: (severity, place) => ["high", "medium"].includes(severity) && place === CART,
};

const MAINTENANCE: readonly InhibitionCase[] = (Object.keys(MARKERS) as (keyof typeof MARKERS)[]).flatMap(
  (scope) =>
    ORDER.flatMap((severity) =>
      [CART, CHECKOUT, LEDGER, { namespace: "payments" }, {}].map((place: Labels) => ({
        why: `maintenance of a ${scope}`,
        source: { alertname: "MaintenanceWindow", severity: "none", ...MARKERS[scope] },
        target: { alertname: "Something", severity, kind: "hygiene", ...place },
        silenced: QUIET[scope](severity, place),
      })),
    ),
);

const NODES: readonly InhibitionCase[] = [
  { target: { alertname: "NodeCPUHigh", kind: "saturation", node: "n1" }, silenced: true },
  { target: { alertname: "NodeDiskFullPredicted", kind: "prediction", node: "n1" }, silenced: true },
  { target: { alertname: "NodeCPUHigh", kind: "saturation", node: "n2" }, silenced: false },
  { target: { alertname: "QueueDepthHigh", kind: "saturation" }, silenced: false },
  { target: { alertname: "HTTPErrorRateHigh", kind: "symptom", node: "n1" }, silenced: false },
].map(({ silenced, target }) => ({
  why: "a node that is gone",
  source: { alertname: "NodeNotReady", kind: "absence", severity: "high", node: "n1" },
  target: { severity: "medium", ...target },
  silenced,
}));

const ROLLOUTS: readonly InhibitionCase[] = [
  {
    target: { alertname: "RequestRateAnomaly", kind: "anomaly", severity: "medium", ...CHECKOUT },
    silenced: true,
  },
  {
    target: { alertname: "RequestRateAnomaly", kind: "anomaly", severity: "medium", ...CATALOG },
    silenced: false,
  },
  {
    target: { alertname: "CanaryErrorRegression", kind: "regression", severity: "medium", ...CHECKOUT },
    silenced: false,
  },
  {
    target: { alertname: "HTTPErrorRateHigh", kind: "symptom", severity: "high", ...CHECKOUT },
    silenced: false,
  },
].map((one) => ({
  why: "a rollout",
  source: { alertname: "DeploymentRollout", kind: "marker", severity: "none", ...CHECKOUT },
  ...one,
}));

export const INHIBITION_CASES: readonly InhibitionCase[] = [
  ...LADDER,
  ...SYMPTOMS,
  ...CAUSE_FIRST,
  ...DEPENDENCIES,
  ...MAINTENANCE,
  ...NODES,
  ...ROLLOUTS,
];
