import { Construct } from "constructs";
import { quantities } from "../../mandate";
import type { HelmApplication } from "../core/helm-application";
import type { HelmValue } from "../core/helm-values";
import { mandateOf } from "../core/scope-context";
import { volumeBytes } from "../core/volume-size";
import type { MetricsPort, Scraped } from "../metrics/scraped";
import { serviceDnsNames } from "../security/certificate";
import { declareEdges, edgeTo } from "../security/edge";
import type { TlsEndpoint, TlsServer } from "../security/tls-endpoint";
import type { Workload } from "../security/workload";
import { LOG_BACKEND_CA_FOLDER, LOG_BACKEND_PASSWORD, LOG_BACKEND_USER } from "./backend-exporters";
import { toTracesEdge } from "./collector-edges";
import { CollectorRelease } from "./collector-release";
import { queueBytesOn, STATE_FOLDER } from "./durable-queue";
import {
  constructsBehind,
  type GatewayEndpoint,
  type LogBackend,
  PORTS,
  type TraceBackend,
} from "./endpoints";
import { type GatewayCollectorProps, gatewayDefaults, gatewayProblems } from "./gateway-collector-props";
import { gatewayPipeline, type GatewayPipelineOptions } from "./gateway-pipeline";
import { secretMount } from "./mounts";
import { refuse, secondTarget } from "./refusal";

export type { GatewayCollectorProps } from "./gateway-collector-props";

const NAME = "otel-gateway";
const STATE = "state";

/**
 * The collectors between agents and stores. All spans of a trace come to the same replica, which derives metrics from
 * every trace and keeps those with errors, the slow ones, and the mandated share of the rest.
 */
export class GatewayCollector extends Construct implements GatewayEndpoint, Scraped, TlsServer {
  public readonly application: HelmApplication;
  /** Its pods. */
  public readonly workload: Workload;
  public readonly metricsPorts: readonly MetricsPort[];
  public readonly tlsEndpoints: readonly TlsEndpoint[];
  public readonly serviceName = NAME;
  public readonly namespace: string;

  private readonly release: CollectorRelease;
  private options: GatewayPipelineOptions;

  /** @throws ConfigurationError with every prop and value that is impossible or weaker than the mandate. */
  public constructor(scope: Construct, id: string, props: GatewayCollectorProps) {
    super(scope, id);
    const { namespace, profile, storageClassName } = props;
    const mandate = mandateOf(this);
    const settings = gatewayDefaults(props, mandate);
    refuse(NAME, gatewayProblems(settings, mandate, this.node.path));
    this.namespace = namespace;
    this.options = {
      latencyLimits: { ...quantities(mandate), furtherSeconds: settings.latencyLimitsSeconds },
      sampling: {
        baselineRatio: settings.samplingRatio,
        slowTraceSeconds: settings.slowTraceSeconds,
        criticalRatio: settings.criticalSamplingRatio,
        criticalServices: settings.criticalServices,
        expectedTracesPerSecond: settings.expectedTracesPerSecond,
      },
      traceQueueBytes: queueBytesOn(volumeBytes(settings.storageSize) ?? 0),
    };
    this.release = new CollectorRelease(this, {
      name: NAME,
      role: "gateway",
      namespace,
      profile,
      values: settings.values,
      wiring: {
        mode: "statefulset",
        // Headless: agents address each replica by its name.
        service: { clusterIP: "None" },
        statefulset: { volumeClaimTemplates: [stateClaim(settings.storageSize, storageClassName)] },
      },
      dnsNames: gatewayDnsNames(namespace),
      issuer: settings.issuer,
    });
    this.release.mount({ mount: { name: STATE, mountPath: STATE_FOLDER } });
    this.application = this.release.application;
    this.workload = this.release.workload;
    this.metricsPorts = this.release.metricsPorts;
    const address = `${NAME}.${namespace}.svc:${String(PORTS.otlpGrpc)}`;
    this.tlsEndpoints = [{ workload: this.workload, address, tls: "mutual" }];
    this.node.addValidation({ validate: () => this.missingTargets() });
  }

  /**
   * Sends the kept traces to a store.
   * @throws ConfigurationError when there is one already.
   */
  public exportTracesTo(traceBackend: TraceBackend): void {
    const known = this.options.traceBackend;
    refuse(NAME, known === undefined ? [] : [secondTarget(this.node.path, "exportTracesTo")]);
    this.options = { ...this.options, traceBackend };
    this.release.configure(gatewayPipeline(this.options));
    declareEdges(this, toTracesEdge(this.workload, traceBackend));
    this.application.dependsOn(...constructsBehind(traceBackend));
  }

  /**
   * Sends all logs to a store, with the credentials of its user for collectors.
   * @throws ConfigurationError when there is one already.
   */
  public exportLogsTo(logBackend: LogBackend): void {
    const known = this.options.logBackend;
    refuse(NAME, known === undefined ? [] : [secondTarget(this.node.path, "exportLogsTo")]);
    this.options = { ...this.options, logBackend };
    this.release.configure(gatewayPipeline(this.options));
    this.release.mount(secretMount("logs-ca", logBackend.caSecretName, LOG_BACKEND_CA_FOLDER));
    this.application.wire({ extraEnvs: credentials(logBackend.userSecretName("collector")) });
    declareEdges(this, edgeTo(this.workload, logBackend, logBackend.url, "logs"));
    this.application.dependsOn(...constructsBehind(logBackend));
  }

  /** Makes Terraform finish everything below the given constructs first. */
  public dependsOn(...others: readonly Construct[]): void {
    this.release.dependsOn(...others);
  }

  private missingTargets(): string[] {
    const { traceBackend, logBackend } = this.options;
    return [
      ...(traceBackend === undefined ? [`${NAME} keeps no traces: call exportTracesTo(backend)`] : []),
      ...(logBackend === undefined ? [`${NAME} keeps no logs: call exportLogsTo(backend)`] : []),
    ];
  }
}

// Replicas are reached as <pod>.<service>.<namespace>, which is what the agents' load balancing makes of them.
function gatewayDnsNames(namespace: string): readonly string[] {
  return [...serviceDnsNames(NAME, namespace), `*.${NAME}.${namespace}`, `*.${NAME}.${namespace}.svc`];
}

function stateClaim(storage: string, storageClassName: string | undefined): HelmValue {
  return {
    metadata: { name: STATE },
    spec: {
      accessModes: ["ReadWriteOnce"],
      ...(storageClassName === undefined ? {} : { storageClassName }),
      resources: { requests: { storage } },
    },
  };
}

function credentials(secretName: string): readonly HelmValue[] {
  const fromSecret = (name: string, key: string): HelmValue => ({
    name,
    valueFrom: { secretKeyRef: { name: secretName, key } },
  });
  return [fromSecret(LOG_BACKEND_USER, "username"), fromSecret(LOG_BACKEND_PASSWORD, "password")];
}
