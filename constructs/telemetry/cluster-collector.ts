import { Construct } from "constructs";
import { piiAdditionProblems } from "../../mandate/pii-additions";
import { PII_PATTERNS, type PiiPattern } from "../../mandate/pii-patterns";
import type { Profile } from "../core/chart-values";
import type { HelmApplication } from "../core/helm-application";
import type { HelmValues } from "../core/helm-values";
import type { MetricsPort, Scraped } from "../metrics/scraped";
import { INTERNAL_ISSUER, type IssuerReference, serviceDnsNames } from "../security/certificate";
import { declareEdges, toKubernetesApi } from "../security/edge";
import { pipelineValueProblems } from "./caller-values";
import { CLUSTER_RULES } from "./cluster-access";
import { clusterPipeline, type ClusterPipelineOptions } from "./cluster-pipeline";
import { toGatewayEdge } from "./collector-edges";
import { CollectorRelease } from "./collector-release";
import { STATE_FOLDER } from "./durable-queue";
import { constructsBehind, type GatewayEndpoint } from "./endpoints";
import { type LogLevel, logLevelProblems } from "./log-level";
import { scratchFolder } from "./mounts";
import { refuse, secondTarget } from "./refusal";

const NAME = "otel-cluster";

/** Properties of `ClusterCollector`. */
export interface ClusterCollectorProps {
  readonly namespace: string;
  readonly profile: Profile;
  /** Attribute `k8s.cluster.name` of everything that passes. */
  readonly clusterName: string;
  /** Attribute `deployment.environment.name` of everything that passes. */
  readonly environment: string;
  /**
   * Events below are dropped; those of Kubernetes are INFO or WARN.
   * @default "INFO"
   */
  readonly logLevel?: LogLevel;
  /**
   * Sensitive values to mask beside the mandated kinds.
   * @default - the mandated kinds alone
   */
  readonly additionalPiiPatterns?: readonly PiiPattern[];
  /**
   * Signs its certificate; its peers must have certificates of the same authority.
   * @default INTERNAL_ISSUER
   */
  readonly issuer?: IssuerReference;
  /**
   * Values for the chart; they cannot touch the pipelines.
   * @default - none
   */
  readonly values?: HelmValues;
}

/** The one collector for what exists once in a cluster: its events and the state of its objects. */
export class ClusterCollector extends Construct implements Scraped {
  public readonly application: HelmApplication;
  public readonly metricsPorts: readonly MetricsPort[];

  private readonly release: CollectorRelease;
  private readonly options: Omit<ClusterPipelineOptions, "gateway">;
  private gateway: GatewayEndpoint | undefined;

  /** @throws ConfigurationError with every prop and value that is impossible or weaker than the mandate. */
  public constructor(scope: Construct, id: string, props: ClusterCollectorProps) {
    super(scope, id);
    const { logLevel = "INFO", additionalPiiPatterns = [], values = {}, namespace, profile } = props;
    const { clusterName, environment } = props;
    refuse(NAME, [
      ...logLevelProblems(logLevel, `${this.node.path}: logLevel`),
      ...piiAdditionProblems(additionalPiiPatterns, `${this.node.path}: additionalPiiPatterns`),
      ...pipelineValueProblems(values, `${this.node.path}: values`),
    ]);
    const piiPatterns = [...PII_PATTERNS, ...additionalPiiPatterns];
    this.options = { clusterName, environment, logLevel, piiPatterns };
    this.release = new CollectorRelease(this, {
      name: NAME,
      role: "cluster",
      namespace,
      profile,
      values,
      wiring: {
        mode: "deployment",
        // A second replica, or an old one beside a new one, would tell every event twice.
        replicaCount: 1,
        rollout: { strategy: "Recreate" },
        autoscaling: { enabled: false },
        clusterRole: { create: true, rules: CLUSTER_RULES },
      },
      dnsNames: serviceDnsNames(NAME, namespace),
      issuer: props.issuer ?? INTERNAL_ISSUER,
    });
    this.release.mount(scratchFolder("state", STATE_FOLDER, "4Gi"));
    this.application = this.release.application;
    this.metricsPorts = this.release.metricsPorts;
    declareEdges(this, ...toKubernetesApi(this.release.workload, "events and the state of objects"));
    this.node.addValidation({
      validate: () => (this.gateway === undefined ? [`${NAME} exports nowhere: call exportTo(gateway)`] : []),
    });
  }

  /**
   * Sends events to a gateway.
   * @throws ConfigurationError when there is a gateway already.
   */
  public exportTo(gateway: GatewayEndpoint): void {
    refuse(NAME, this.gateway === undefined ? [] : [secondTarget(this.node.path, "exportTo")]);
    this.gateway = gateway;
    declareEdges(this, toGatewayEdge(this.release.workload, gateway, "events"));
    this.release.configure(clusterPipeline({ ...this.options, gateway }));
    this.application.dependsOn(...constructsBehind(gateway));
  }

  /** Makes Terraform finish everything below the given constructs first. */
  public dependsOn(...others: readonly Construct[]): void {
    this.release.dependsOn(...others);
  }
}
