import type { Quantities } from "../../mandate";
import { upTo } from "../core/selector";
import { perRevision } from "./revisions";
import type { RuleGroup } from "./rule-types";
import { SIGNALS } from "./signal-adapters";
import { inOurLabels } from "./signal-rules";

/** The series by which rollouts and versions are judged. */
export const ROLLOUT = {
  /** Seconds since 1970 at which a service's newest ReplicaSet was made. */
  timestamp: "platform:rollout:timestamp",
  /** What the 95th percentile was while nothing changed. */
  baseline: "platform:http_latency:p95_baseline",
  /** Requests of one version in ten minutes. */
  requests: "platform:revision_requests:increase10m",
  /** Those that took longer than the mandated 95th percentile. */
  slow: "platform:revision_slow:increase10m",
  /** Those that failed. */
  failures: "platform:revision_failures:increase10m",
  /** Standard errors by which the share of slow requests is above that of the other versions. */
  slowScore: "platform:revision_slow:zscore",
  failureScore: "platform:revision_failures:zscore",
} as const;

/** The alert during which the baseline stands still; it reads its own state. */
export const REGRESSION_ALERT = "RolloutLatencyRegression";

const ON_SERVICE = "on (namespace, service)";

/** Services whose last rollout is younger than so many hours. */
export function rolledOutWithin(hours: number): string {
  return `time() - ${ROLLOUT.timestamp} < ${hours * 60 * 60}`;
}

/** Services whose regression is known already. */
export const REGRESSED = `ALERTS{alertname="${REGRESSION_ALERT}",alertstate="firing"}`;

/** Rules that compare a version with the time before it, and with the versions beside it. */
export function rolloutGroups(quantities: Quantities): readonly RuleGroup[] {
  return [
    {
      name: "platform-rollouts",
      interval: "1m",
      rules: [
        { record: ROLLOUT.timestamp, expr: newestReplicaSet() },
        { record: ROLLOUT.baseline, expr: frozenBaseline() },
        { record: ROLLOUT.requests, expr: perRevision(({ requests }) => requests) },
        {
          record: ROLLOUT.failures,
          expr: `${perRevision(({ failures }) => failures)}\nor 0 * ${ROLLOUT.requests}`,
        },
        { record: ROLLOUT.slow, expr: slow(quantities.responseTimeP95Seconds) },
        { record: ROLLOUT.slowScore, expr: twoProportions(ROLLOUT.slow) },
        { record: ROLLOUT.failureScore, expr: twoProportions(ROLLOUT.failures) },
      ],
    },
  ];
}

/** Of each Deployment; by the conventions of OpenTelemetry it has the name of the service. */
function newestReplicaSet(): string {
  const owned =
    "kube_replicaset_created * on (namespace, replicaset) group_left (owner_name) " +
    'kube_replicaset_owner{owner_kind="Deployment"}' +
    " and on (namespace, replicaset) kube_replicaset_spec_replicas > 0";
  return inOurLabels("max", { namespace: "namespace", service: "owner_name" }, owned);
}

/**
 * Follows the last hour, but stands still for two hours after a rollout, and for a day at most while the regression
 * alert fires; otherwise it would learn the regression and the alert would end by itself.
 */
function frozenBaseline(): string {
  return [
    `(avg_over_time(${SIGNALS.latencyP95}[1h])`,
    `  unless ${ON_SERVICE} ${rolledOutWithin(2)}`,
    `  unless ${ON_SERVICE} (${REGRESSED} and ${ON_SERVICE} ${rolledOutWithin(24)}))`,
    `or last_over_time(${ROLLOUT.baseline}[1d])`,
  ].join("\n");
}

function slow(limitSeconds: number): string {
  const fast = perRevision(({ buckets }) => upTo(buckets, limitSeconds));
  // Counters of one histogram are not read at the same instant.
  return `clamp_min(${ROLLOUT.requests} - (${fast}), 0)`;
}

/**
 * The z score of two shares: one version against all others of the service. Each side needs a hundred requests; the
 * half and the one keep the pooled share away from zero.
 */
function twoProportions(bad: string): string {
  const all = ROLLOUT.requests;
  const ofService = (series: string): string => `sum by (namespace, service) (${series})`;
  const others = (series: string): string =>
    `(${ofService(series)} - ${ON_SERVICE} group_right () ${series})`;
  const enough = `(${all} > 100)`;
  const enoughOthers = `(${others(all)} > 100)`;
  const pooled = `((${ofService(bad)} + 0.5) / (${ofService(all)} + 1))`;
  return [
    `(${bad} / ${enough} - ${others(bad)} / ${enoughOthers})`,
    `/ sqrt((1 / ${all} + 1 / ${enoughOthers}) * ${ON_SERVICE} group_left () (${pooled} * (1 - ${pooled})))`,
  ].join("\n");
}
