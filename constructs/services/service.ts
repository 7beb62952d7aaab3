import type { Severity } from "../../mandate";
import type { SecretReference } from "../security/secret-reference";
import type { PeriodDays, TrafficPolicyName } from "../slo/objective";
import type { LogLevel } from "../telemetry/log-level";
import type { SDK_LANGUAGES } from "../telemetry/sdk-languages";

/** The version of the document; a change that old documents do not survive gets a new one. */
export const SERVICE_API_VERSION = "qms-observability/v1";

/** A language that a service is written in. */
export type Language = (typeof SDK_LANGUAGES)[number];

/** What all objectives of a service document have. */
interface CommonObjective {
  /** Unique in the service. */
  readonly name: string;
  /** Promised share of good events, such as 0.999. */
  readonly target: number;
  /** @default 30 */
  readonly periodDays?: PeriodDays;
  /** @default "standard" */
  readonly minimumTraffic?: TrafficPolicyName;
  /** @default - `expectedRequestsPerSecond` of the service, except for ratios, which count something else */
  readonly expectedEventsPerSecond?: number;
  /** @default - the owner of the service */
  readonly owner?: string;
}

/** An objective as a service document writes it. */
export type ServiceObjective = CommonObjective &
  (
    | { readonly indicator: "availability" }
    | {
        readonly indicator: "latency";
        readonly withinSeconds: number;
        /** @default "classic" */
        readonly histogram?: "classic" | "native";
        /** Selector of a histogram without `_bucket`. @default - the requests that the service answers */
        readonly metric?: string;
        /** Bounds of that histogram. @default - needed with a classic `metric` only */
        readonly boundsSeconds?: readonly number[];
      }
    | {
        readonly indicator: "ratio";
        /** Selector of the counter of good events; either this or `bad`. */
        readonly good?: string;
        readonly bad?: string;
        readonly total: string;
        /** @default "errors" */
        readonly measures?: "errors" | "quality";
      }
  );

/** A figure that matters to the business, shown on the service's dashboard. */
export interface BusinessMetric {
  readonly title: string;
  /** What is seen, and what to make of it. */
  readonly description: string;
  /** PromQL. */
  readonly query: string;
  /** @default "count" */
  readonly unit?: "bytes" | "count" | "perSecond" | "ratio" | "seconds";
}

/** How the owners of a service are reached; the platform's own channels stand in for what is left out. */
export interface ServiceContacts {
  readonly email?: string;
  /** A channel, such as `#shop-alerts`. */
  readonly slack?: string;
  /** Key of a Secret beside Alertmanager with the routing key of the team's own PagerDuty service. */
  readonly pagerDutyRoutingKey?: SecretReference;
}

/** One service, as its document describes it. */
export interface Service {
  readonly apiVersion: typeof SERVICE_API_VERSION;
  readonly kind: "Service";
  /** `service.name` of its telemetry. */
  readonly name: string;
  readonly namespace: string;
  readonly description?: string;
  /** The team that answers for it, in lower-case words joined by hyphens. */
  readonly owner: string;
  readonly criticality: Severity;
  readonly languages: readonly Language[];
  /**
   * A worker answers no requests, so the mandated objectives on requests do not apply and it needs one of its own.
   * @default "request-driven"
   */
  readonly workload?: "request-driven" | "worker";
  /**
   * Who places the rules and the dashboard: the repository of the platform, or the team's own by
   * `ServiceObservability`.
   * @default "platform"
   */
  readonly placedBy?: "platform" | "team";
  /** Services that it calls, as `name` in the same namespace or `namespace/name`. @default - none */
  readonly dependencies?: readonly string[];
  /** @default - no check whether alerts could fire at all */
  readonly expectedRequestsPerSecond?: number;
  /** Metrics of its own that objectives and business metrics may read. @default - none */
  readonly metrics?: readonly string[];
  /** Mandated objectives that none of these covers are added. @default - the mandated ones */
  readonly objectives?: readonly ServiceObjective[];
  /** @default - none */
  readonly businessMetrics?: readonly BusinessMetric[];
  /** @default - those of the platform */
  readonly contacts?: ServiceContacts;
  /** Lowest level that is kept of its logs, where the environment keeps that level. @default - the environment's */
  readonly logLevel?: LogLevel;
}

/** A service in messages and links: `shop/checkout`. */
export function serviceId({ namespace, name }: Pick<Service, "namespace" | "name">): string {
  return `${namespace}/${name}`;
}
