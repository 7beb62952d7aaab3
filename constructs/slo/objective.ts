/** Which service something belongs to. */
export interface ServiceReference {
  readonly namespace: string;
  readonly name: string;
}

/** Failed requests by all requests that the service answers, whatever instrumentation counts them. */
export interface AvailabilityIndicator {
  readonly kind: "availability";
}

/** Share of requests that took no longer than a limit. */
export interface LatencyIndicator {
  readonly kind: "latency";
  readonly limitSeconds: number;
  /**
   * `classic` counts exactly, at a bound of the buckets; `native` interpolates inside one.
   * @default "classic"
   */
  readonly histogram?: "classic" | "native";
  /**
   * Selector of a histogram of seconds, without `_bucket`, such as `rpc_server_duration_seconds{rpc_service="Pay"}`.
   * @default - the requests that the service answers, whatever instrumentation measures them
   */
  readonly metric?: string;
  /**
   * Bounds of the classic histogram; needed with `metric`.
   * @default - those of the semantic conventions, and those of the gateway for spans
   */
  readonly boundsSeconds?: readonly number[];
}

/** Good or bad events by all events, from counters of one's own. */
export interface RatioIndicator {
  readonly kind: "ratio";
  /** Selector of a counter, such as `orders_total{outcome="failed"}`. */
  readonly events: string;
  /** What `events` counts. */
  readonly eventsAre: "good" | "bad";
  /** Selector of the counter of all events. */
  readonly total: string;
  /** Bad events that are errors may be no more than the mandate allows; quality is late, stale or incomplete. */
  readonly measures: "errors" | "quality";
}

/** What an objective counts. */
export type Indicator = AvailabilityIndicator | LatencyIndicator | RatioIndicator;

/** Periods over which a budget is counted; the shared rules know each of them. */
export const PERIOD_DAYS = [7, 28, 30, 90] as const;
export type PeriodDays = (typeof PERIOD_DAYS)[number];

/** Where nothing else is said: what people call a month. */
export const DEFAULT_PERIOD_DAYS: PeriodDays = 30;

/** By what the budget is spent: each bad event, weighted by traffic. Slices of time would be another one. */
export type Budgeting = "occurrences";

/** A share of good events that a service promises over a period. */
export interface Objective {
  readonly service: ServiceReference;
  /** Unique in the service. */
  readonly name: string;
  /** The team that answers for it; the label `team` of its alerts. */
  readonly owner: string;
  readonly indicator: Indicator;
  /** Promised share of good events, between 0 and 1. */
  readonly target: number;
  readonly periodDays: PeriodDays;
  readonly minimumTraffic: TrafficPolicyName;
  readonly budgeting: Budgeting;
  /**
   * Ordinary traffic in events per second; by it one sees whether an alert can fire at all.
   * @default - not checked
   */
  readonly expectedEventsPerSecond?: number;
}

/** How many bad events it takes before anybody is told. */
export interface TrafficPolicy {
  /** In the long window of a burn tier. */
  readonly minimumBadEvents: number;
}

/**
 * Below a handful of events one failure decides a ratio. The policies are few and fixed, because the rules that read
 * them are shared by all objectives.
 */
export const TRAFFIC_POLICIES = {
  /** Each bad event counts: settlements, nightly jobs. */
  "every-event": { minimumBadEvents: 1 },
  standard: { minimumBadEvents: 5 },
  /** Noise of a few bad events an hour is ordinary here. */
  busy: { minimumBadEvents: 20 },
} as const satisfies Readonly<Record<string, TrafficPolicy>>;

export type TrafficPolicyName = keyof typeof TRAFFIC_POLICIES;

/** The value of the label `slo`, unique in a cluster. */
export function objectiveId({ service, name }: Pick<Objective, "service" | "name">): string {
  return `${service.namespace}/${service.name}/${name}`;
}
