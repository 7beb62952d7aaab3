import type { Proxied } from "../../constructs/access/access";
import type { Receivers } from "../../constructs/alerting/receivers";
import type { Profile } from "../../constructs/core/chart-values";
import type { HelmValues } from "../../constructs/core/helm-values";
import type { Mirrors } from "../../constructs/core/scope-context";
import type { LogLevel } from "../../constructs/telemetry/log-level";
import type { MaintenanceWindow } from "../../constructs/alerting/maintenance-window";
import type { PlannedMaintenance } from "../../constructs/alerting/planned-maintenance";
import type { AlertCopy, TeamContact } from "../../constructs/alerting/service-routes";
import type { Service } from "../../constructs/services/service";
import type { NamespaceRole } from "../../constructs/platform/namespace-names";
import type { PlatformComponent } from "../../constructs/platform/platform";
import type { GrafanaDatabase } from "../../constructs/visualization/grafana-database";
import type { GrafanaLogin } from "../../constructs/visualization/grafana-login";
import type { IssuerReference } from "../../constructs/security/certificate";
import type { PublishedHost } from "../../constructs/security/published-host";
import type { Addresses } from "../../constructs/security/outsider";
import type { SecretReference } from "../../constructs/security/secret-reference";
import type { Stricter } from "../../mandate";
import type { Backend } from "../backend";

/** A Kubernetes quantity of storage. */
export type Size = `${number}${"Mi" | "Gi" | "Ti"}`;

/** Where kubectl looks too. */
export const DEFAULT_KUBECONFIG = "~/.kube/config";

/** How Terraform reaches the cluster. Nothing is read from the process environment at synthesis. */
export interface ClusterAccess {
  /** Context of the kubeconfig; named, so that a plan can never hit whichever cluster happens to be current. */
  readonly context: string;
  /**
   * Path of the kubeconfig, relative to the stack's folder or below `~`; an absolute path would differ per machine.
   * @default "~/.kube/config"
   */
  readonly kubeconfig?: string;
  /**
   * Who runs the control plane. The metrics of a managed one (etcd, scheduler, controller manager, kube-proxy)
   * cannot be scraped, and alerts on them would fire for ever.
   */
  readonly controlPlane: "managed" | "self-run";
  /**
   * Replicas may share a zone, for clusters whose nodes have none or one alone. With `high-availability` they wait for
   * another one otherwise.
   * @default false
   */
  readonly allowSharedZone?: boolean;
  /** Label of this cluster on every metric, log and trace. */
  readonly name: string;
}

/** Where the stack lives. */
export interface NamespaceOptions {
  /**
   * Prometheus, Grafana, Elasticsearch, Jaeger, gateway. It exists before the first deployment, because it holds the
   * Secrets: `qms secrets <environment> --apply` creates it.
   * @default "observability"
   */
  readonly main?: string;
  /** Agents and node exporter, the only pods with host access. @default "observability-agents" */
  readonly agents?: string;
  /** Operators. @default "observability-system" */
  readonly operators?: string;
  /** cert-manager, trust-manager and the key of the internal CA. @default "cert-manager" */
  readonly certManager?: string;
  /** Those that are there already and belong to others; `main` always does. @default - the other three are created */
  readonly existing?: readonly NamespaceRole[];
}

/** Volumes per replica; those of Prometheus and Elasticsearch must hold what is mandated at the declared load. */
export interface Storage {
  /** @default - the cluster's default storage class */
  readonly storageClass?: string;
  readonly prometheus: Size;
  readonly alertmanager: Size;
  readonly elasticsearch: Size;
  readonly logstash: Size;
  /** Spans wait on half of it, and on 4 GiB at most, while their store is away; logs wait with the agents. */
  readonly gateway: Size;
}

/** What the environment is expected to produce; the figures that capacity is judged by. */
export interface ExpectedLoad {
  /** Active time series. */
  readonly activeSeries: number;
  /** Seconds between two scrapes. @default 30 */
  readonly scrapeIntervalSeconds?: number;
  /** Logs per day, before compression and replicas, in GiB. */
  readonly logGibPerDay: number;
  /** Spans per second, before sampling. */
  readonly spansPerSecond: number;
  /** @default - cautious assumptions */
  readonly measured?: MeasuredLoad;
}

/** What was measured in the environment, in place of cautious assumptions. */
export interface MeasuredLoad {
  /**
   * Bytes on disk per sample of Prometheus: the rate of `prometheus_tsdb_compaction_chunk_size_bytes_sum` by that of
   * `prometheus_tsdb_compaction_chunk_samples_sum`.
   * @default 2
   */
  readonly bytesPerSample?: number;
  /** Bytes of a primary shard per byte of logs that came in. @default 1 */
  readonly storedBytesPerLogByte?: number;
  /** Bytes of a primary shard per span, by `_cat/indices/jaeger-span-*`. @default 1024 */
  readonly bytesPerSpan?: number;
}

/** Parts that an environment may have beside what every one has. */
export interface Features {
  /**
   * Ships the audit log of the Kubernetes API, which a self-run control plane writes to `/var/log/kubernetes/audit`;
   * a managed one delivers it to the cloud's own log service.
   * @default false
   */
  readonly auditLog?: boolean;
}

/** How agents treat sensitive values. */
export interface PiiOptions {
  /**
   * Kinds, by their names in the table of patterns, whose values become keyed pseudonyms instead of being masked: the
   * same value has the same one, in logs and traces alike. Needs the Secret `otel-agent-pseudonyms` in the agents'
   * namespace.
   * @default - none
   */
  readonly pseudonyms?: readonly string[];
}

/** Who signs the certificates of the components, where it is not the CA that the stack makes for itself. */
export interface Authority {
  /** A ClusterIssuer for any name below `.svc` that puts its own certificate into `ca.crt` of the Secrets that it writes. */
  readonly issuer: IssuerReference;
  /** The authority's certificate: a key of a Secret in the namespace of cert-manager. It is distributed to all. */
  readonly authority: SecretReference;
}

/** Who lets people in. */
export interface Login extends GrafanaLogin {
  /**
   * Hosts at which Jaeger and Kibana are published, each behind a proxy that asks the provider; class, issuer and
   * controller are those of `ingress`. Kibana asks for a user of Elasticsearch after that, because single sign-on is not
   * part of the Basic licence.
   * @default - by port-forward only
   */
  readonly hosts?: Readonly<Partial<Record<Proxied, string>>>;
}

/** What pods may reach, and be reached by; everything else is denied. */
export interface NetworkOptions {
  /**
   * Address ranges in CIDR notation of what stands outside the pods' network, by its name in `docs/edges.md`.
   * @default - unknown: connections to it are confined by their ports alone
   */
  readonly addresses?: Addresses;
  /** Applications send telemetry to the agent of their node without TLS. @default false */
  readonly allowPlaintextOtlp?: boolean;
  /** No network policy confines anything. @default false */
  readonly allowAllTraffic?: boolean;
}

/** Releases that take values of the environment. */
export type ReleaseName =
  | "kps"
  | "elasticsearch"
  | "kibana"
  | "logstash"
  | "jaeger"
  | "otel-agent"
  | "otel-gateway"
  | "otel-cluster"
  | "grafana";

/** One environment: one cluster, one Terraform state, one file. */
export interface Environment {
  /** Stack, state and label `deployment.environment.name`. Never renamed: the state hangs on it. */
  readonly name: string;
  readonly cluster: ClusterAccess;
  /** Where Terraform keeps the state. */
  readonly backend: Backend;
  /** One replica of each, or replicas that survive the loss of a node. */
  readonly profile: Profile;
  /** @default - all created */
  readonly namespaces?: NamespaceOptions;
  readonly storage: Storage;
  readonly load: ExpectedLoad;
  /** How people reach Grafana. @default - by port-forward only */
  readonly ingress?: PublishedHost;
  /**
   * Who lets people in, by their groups; needs `ingress`.
   * @default - Grafana has users of its own
   */
  readonly oidc?: Login;
  /** @default - a CA of the environment's own signs them */
  readonly certificates?: Authority;
  /** @default - default deny, and exactly the edges that the components need */
  readonly network?: NetworkOptions;
  /** A PostgreSQL that exists; required with `high-availability`. @default - a database file on a volume */
  readonly grafanaDatabase?: GrafanaDatabase;
  /** Where alerts go; secrets only by reference. */
  readonly receivers: Receivers;
  /** Planned, recurring quiet times; critical alerts pass. @default - none */
  readonly maintenanceWindows?: readonly MaintenanceWindow[];
  /** Planned work that happens once; critical alerts pass. @default - none */
  readonly plannedMaintenance?: readonly PlannedMaintenance[];
  /**
   * Namespaces whose monitors and rules this Prometheus takes, beside the stack's own. "all" says loudly that every
   * team of the cluster may add load and alerts.
   */
  readonly monitoredNamespaces: readonly string[] | "all";
  /** Services of the cluster, as `loadService` reads them; their namespaces are monitored. @default - none */
  readonly services?: readonly Service[];
  /** Teams beside those that own services, and how they are told. @default - none */
  readonly teams?: readonly TeamContact[];
  /** Further people who get a copy of some alerts. @default - none */
  readonly alertCopies?: readonly AlertCopy[];
  /** Lowest log level that is kept. @default "INFO" */
  readonly logLevel?: LogLevel;
  /** Level to which a workload may lower its own by an annotation. @default - logLevel: no workload may */
  readonly lowestLogLevel?: LogLevel;
  /** @default - sensitive values are masked */
  readonly pii?: PiiOptions;
  /** Start of every runbook link; component, alert and `.md` are appended, as in the folder `docs/runbooks`. */
  readonly runbookBaseUrl: string;
  /** @default - what every environment has */
  readonly features?: Features;
  /** What the cluster has already; `cert-manager` stands for trust-manager too. @default - nothing */
  readonly existing?: readonly PlatformComponent[];
  /**
   * Refuses plans that would destroy or replace the releases which hold data: Prometheus, Elasticsearch, Grafana.
   * @default true
   */
  readonly protectData?: boolean;
  /** @default - charts and images come from their publishers */
  readonly mirrors?: Mirrors;
  /** Mandated values, by the mandate's own key names, that this environment makes stricter. @default - none */
  readonly stricter?: Stricter;
  /** Helm values per release, above ours; they may add and strengthen. @default - none */
  readonly values?: Readonly<Partial<Record<ReleaseName, HelmValues>>>;
}
