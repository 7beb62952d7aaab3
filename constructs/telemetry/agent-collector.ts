import { Construct } from "constructs";
import { PII_PATTERNS } from "../../mandate/pii-patterns";
import type { Bound } from "../core/bound";
import type { HelmApplication } from "../core/helm-application";
import type { MetricsPort, Scraped } from "../metrics/scraped";
import { serviceDnsNames } from "../security/certificate";
import { declareEdges } from "../security/edge";
import type { Workload } from "../security/workload";
import { agentRules, replicaDiscovery } from "./agent-access";
import { type AgentCollectorProps, agentDefaults, agentProblems } from "./agent-collector-props";
import { agentEdges, PLAINTEXT_OTLP, toGatewayEdge } from "./collector-edges";
import { agentPipeline, type AgentPipelineOptions } from "./agent-pipeline";
import { AUDIT_LOG_FOLDER, CONTAINER_LOG_FOLDER, HOST_ROOT } from "./agent-receivers";
import { CollectorRelease } from "./collector-release";
import { STATE_FOLDER } from "./durable-queue";
import { type AgentEndpoint, constructsBehind, type GatewayEndpoint, PORTS } from "./endpoints";
import { hostFolder, type Mount, ownHostFolder } from "./mounts";
import { pseudonymVariables } from "./pseudonyms";
import { refuse, secondTarget } from "./refusal";

export type { AgentCollectorProps } from "./agent-collector-props";

const NAME = "otel-agent";
const DEPLOYMENT = "observability_configuration.otel_collector_deployment" as const;

const ON_EVERY_NODE: readonly Bound[] = [
  { path: "mode", key: DEPLOYMENT },
  ...["nodeSelector", "affinity"].map((path) => ({
    path,
    key: DEPLOYMENT,
    mustBeUnset: "an agent runs on every node",
  })),
];

/**
 * The collector on every node, control plane included. Applications send OTLP and Zipkin spans to its Service, which
 * leads to their own node; it reads the node's container logs. It scrubs, levels and counts before anything leaves.
 */
export class AgentCollector extends Construct implements AgentEndpoint, Scraped {
  public readonly application: HelmApplication;
  /** Its pods. */
  public readonly workload: Workload;
  public readonly metricsPorts: readonly MetricsPort[];
  public readonly namespace: string;
  public readonly otlpGrpcUrl: string;
  public readonly otlpHttpUrl: string;

  private readonly release: CollectorRelease;
  private readonly options: Omit<AgentPipelineOptions, "gateway">;
  private gateway: GatewayEndpoint | undefined;

  /** @throws ConfigurationError with every prop and value that is impossible or weaker than the mandate. */
  public constructor(scope: Construct, id: string, props: AgentCollectorProps) {
    super(scope, id);
    const resolved = agentDefaults(props);
    const { additionalPiiPatterns, issuer, namespace, profile, pseudonyms, values, ...options } = resolved;
    refuse(NAME, agentProblems(resolved, this.node.path));
    this.options = {
      ...options,
      piiPatterns: [...PII_PATTERNS, ...additionalPiiPatterns],
      pseudonymKinds: pseudonyms.kinds,
    };
    this.namespace = namespace;
    const scheme = options.allowPlaintextOtlp ? "http" : "https";
    this.otlpGrpcUrl = `${scheme}://${NAME}.${namespace}.svc:${PORTS.otlpGrpc}`;
    this.otlpHttpUrl = `${scheme}://${NAME}.${namespace}.svc:${PORTS.otlpHttp}`;
    this.release = new CollectorRelease(this, {
      name: NAME,
      role: "agent",
      namespace,
      profile,
      values,
      wiring: {
        clusterRole: { create: true, rules: agentRules(options) },
        ...pseudonymVariables(pseudonyms),
        // Every node, control plane and tainted ones included.
        tolerations: [{ operator: "Exists" }],
      },
      bounds: ON_EVERY_NODE,
      mandatedPaths: { tolerations: DEPLOYMENT },
      dnsNames: serviceDnsNames(NAME, namespace),
      issuer,
      relaxation: options.allowPlaintextOtlp ? PLAINTEXT_OTLP : undefined,
    });
    this.release.mount(...nodeMounts(options));
    this.application = this.release.application;
    this.workload = this.release.workload;
    this.metricsPorts = this.release.metricsPorts;
    declareEdges(this, ...agentEdges(this.workload, options));
    this.node.addValidation({
      validate: () => (this.gateway === undefined ? [`${NAME} exports nowhere: call exportTo(gateway)`] : []),
    });
  }

  /**
   * Sends logs and spans to a gateway, and lets the agents find its replicas.
   * @throws ConfigurationError when there is a gateway already.
   */
  public exportTo(gateway: GatewayEndpoint): void {
    refuse(NAME, this.gateway === undefined ? [] : [secondTarget(this.node.path, "exportTo")]);
    this.gateway = gateway;
    declareEdges(this, toGatewayEdge(this.workload, gateway, "logs and spans"));
    this.release.configure(agentPipeline({ ...this.options, gateway }));
    const access = replicaDiscovery({ name: NAME, namespace: this.namespace }, gateway);
    Object.entries(access).forEach(([key, manifest]) => {
      this.release.identity.add(key, manifest);
    });
    this.application.dependsOn(...constructsBehind(gateway));
  }

  /** Makes Terraform finish everything below the given constructs first. */
  public dependsOn(...others: readonly Construct[]): void {
    this.release.dependsOn(...others);
  }
}

function nodeMounts(options: Pick<AgentPipelineOptions, "auditLog" | "hostMetrics">): readonly Mount[] {
  return [
    ownHostFolder("state", STATE_FOLDER),
    hostFolder("container-logs", CONTAINER_LOG_FOLDER),
    // Only nodes of the control plane have it.
    ...(options.auditLog ? [hostFolder("audit-log", AUDIT_LOG_FOLDER, { type: "DirectoryOrCreate" })] : []),
    ...(options.hostMetrics ? [hostFolder("host", "/", { mountPath: HOST_ROOT })] : []),
  ];
}
