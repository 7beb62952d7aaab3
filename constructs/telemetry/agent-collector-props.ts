import type { Problem } from "../../mandate";
import { piiAdditionProblems } from "../../mandate/pii-additions";
import { PII_PATTERNS, type PiiPattern } from "../../mandate/pii-patterns";
import type { Profile } from "../core/chart-values";
import type { HelmValues } from "../core/helm-values";
import { INTERNAL_ISSUER, type IssuerReference } from "../security/certificate";
import { pipelineValueProblems } from "./caller-values";
import { type LogLevel, logLevelProblems, lowestLevelProblems } from "./log-level";
import { type PseudonymOptions, pseudonymProblems } from "./pseudonyms";

/** Properties of `AgentCollector`. */
export interface AgentCollectorProps {
  /** Its Pod Security level must be `privileged`, because agents read files of the node. */
  readonly namespace: string;
  readonly profile: Profile;
  /** Attribute `k8s.cluster.name` of everything that passes. */
  readonly clusterName: string;
  /** Attribute `deployment.environment.name` of everything that passes. */
  readonly environment: string;
  /**
   * Log records below are dropped. A workload may raise its own level by an annotation.
   * @default "INFO"
   */
  readonly logLevel?: LogLevel;
  /**
   * Level to which a workload may lower its own by the annotation; what is kept so is counted as
   * `log_records_below_floor_total`.
   * @default - `logLevel`: no workload may
   */
  readonly lowestLogLevel?: LogLevel;
  /**
   * Sensitive values to mask beside the mandated kinds.
   * @default - the mandated kinds alone
   */
  readonly additionalPiiPatterns?: readonly PiiPattern[];
  /**
   * Kinds of sensitive values that become keyed pseudonyms instead of being masked, so that records of one person or
   * address are found together.
   * @default - none; everything is masked
   */
  readonly pseudonyms?: PseudonymOptions;
  /**
   * Prefix of the label `<prefix>/criticality` and the annotations `<prefix>/log-level` and `<prefix>/structured`.
   * @default "qms.observability"
   */
  readonly annotationPrefix?: string;
  /**
   * Usage of pods, containers and volumes from the kubelet, whose certificate is not verified.
   * @default true
   */
  readonly kubeletMetrics?: boolean;
  /**
   * Usage of the host; off, because a node exporter tells it already where Prometheus is ours.
   * @default false
   */
  readonly hostMetrics?: boolean;
  /**
   * Ships the audit log that a self-run control plane writes to `/var/log/kubernetes/audit`.
   * @default false
   */
  readonly auditLog?: boolean;
  /**
   * Signs its certificate; its peers must have certificates of the same authority.
   * @default INTERNAL_ISSUER
   */
  readonly issuer?: IssuerReference;
  /**
   * Takes OTLP and Zipkin spans from applications without TLS, for senders that cannot be told of an authority. It
   * stays on the node, where whoever reads the node's traffic reads it.
   * @default false
   */
  readonly allowPlaintextOtlp?: boolean;
  /**
   * Values for the chart; they cannot touch the pipelines.
   * @default - none
   */
  readonly values?: HelmValues;
}

/** The props with every default in its place. */
export function agentDefaults(props: AgentCollectorProps): Required<AgentCollectorProps> {
  const { logLevel = "INFO" } = props;
  return {
    logLevel,
    lowestLogLevel: logLevel,
    additionalPiiPatterns: [],
    pseudonyms: { kinds: [] },
    annotationPrefix: "qms.observability",
    kubeletMetrics: true,
    hostMetrics: false,
    auditLog: false,
    issuer: INTERNAL_ISSUER,
    allowPlaintextOtlp: false,
    values: {},
    ...props,
  };
}

/** What is wrong with the props. */
export function agentProblems(props: Required<AgentCollectorProps>, path: string): readonly Problem[] {
  return [
    ...logLevelProblems(props.logLevel, `${path}: logLevel`),
    ...lowestLevelProblems(props.lowestLogLevel, props.logLevel, `${path}: lowestLogLevel`),
    ...piiAdditionProblems(props.additionalPiiPatterns, `${path}: additionalPiiPatterns`),
    ...pseudonymProblems(
      props.pseudonyms.kinds,
      [...PII_PATTERNS, ...props.additionalPiiPatterns],
      `${path}: pseudonyms`,
    ),
    ...pipelineValueProblems(props.values, `${path}: values`),
  ];
}
