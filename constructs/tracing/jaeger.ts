import { Construct } from "constructs";
import type { UserInterface } from "../access/authenticating-proxy";
import type { Profile } from "../core/chart-values";
import { HelmApplication } from "../core/helm-application";
import type { HelmValues } from "../core/helm-values";
import { ManifestBundle } from "../core/manifest-bundle";
import type { ElasticsearchEndpoint } from "../logging/elasticsearch-endpoint";
import { ELASTICSEARCH_SIZES } from "../logging/elasticsearch-nodes";
import { retentionDays } from "../logging/retention-days";
import { type MetricsPort, NO_TLS_FOR_SELF_TELEMETRY, type Scraped } from "../metrics/scraped";
import { CA_BUNDLE } from "../security/ca-bundle";
import type { IssuerReference } from "../security/certificate";
import { declareEdges, edgeTo } from "../security/edge";
import { type TlsEndpoint, tlsEndpointAt, type TlsServer } from "../security/tls-endpoint";
import type { Workload } from "../security/workload";
import { constructsBehind, type TraceBackend } from "../telemetry/endpoints";
import { JAEGER_PORTS } from "./jaeger-config";
import { JAEGER_SELECTOR, jaegerManifests } from "./jaeger-manifests";
import type { JaegerPeers } from "./jaeger-pod";
import type { SpanMetrics } from "./jaeger-storage";
import { JAEGER_MANDATED_PATHS, jaegerWiring } from "./jaeger-wiring";
import { traceRetentionBounds } from "./trace-retention";

/** Properties of `Jaeger`. */
export interface JaegerProps {
  readonly namespace: string;
  readonly profile: Profile;
  /**
   * Days that traces are kept; only more than the mandate's.
   * @default - the mandate's trace_retention_days
   */
  readonly retentionDays?: number;
  /**
   * Who signs Jaeger's certificate; its senders must have certificates of the same authority.
   * @default - the internal CA
   */
  readonly issuer?: IssuerReference;
  /** @default - none */
  readonly values?: HelmValues;
}

const NAME = "jaeger";

/**
 * Jaeger: takes traces by OTLP over mutual TLS, keeps them in Elasticsearch in an index a day, and shows them. It has
 * no users of its own; whoever lets people in must ask who they are.
 */
export class Jaeger extends Construct implements TraceBackend, Scraped, TlsServer {
  public readonly namespace: string;
  public readonly otlpEndpoint: string;
  /** Base URL of the HTTP API and the user interface inside the cluster. */
  public readonly queryUrl: string;
  /** Days that traces are kept. */
  public readonly retentionDays: number;
  public readonly application: HelmApplication;
  /** Its pods. */
  public readonly workload: Workload;
  /** What people see; it asks nobody who they are. */
  public readonly userInterface: UserInterface;
  public readonly metricsPorts: readonly MetricsPort[];
  public readonly tlsEndpoints: readonly TlsEndpoint[];
  private readonly manifests: ManifestBundle;
  private readonly profile: Profile;
  private readonly values: HelmValues;
  private peers: JaegerPeers = {};

  /** @throws ConfigurationError when traces would be kept or found for fewer days than the mandate says. */
  public constructor(scope: Construct, id: string, props: JaegerProps) {
    super(scope, id);
    const { namespace, profile, values = {} } = props;
    this.namespace = namespace;
    this.profile = profile;
    this.values = values;
    this.workload = pods(namespace, NAME, "all-in-one");
    this.metricsPorts = [
      { workload: this.workload, port: JAEGER_PORTS.metrics, tls: "none", note: NO_TLS_FOR_SELF_TELEMETRY },
    ];
    this.otlpEndpoint = `${NAME}.${namespace}.svc:${String(JAEGER_PORTS.otlpGrpc)}`;
    this.queryUrl = `https://${NAME}.${namespace}.svc:${String(JAEGER_PORTS.queryHttp)}`;
    this.tlsEndpoints = [
      tlsEndpointAt(this.queryUrl, this.workload),
      { workload: this.workload, address: this.otlpEndpoint, tls: "mutual" },
    ];
    this.userInterface = {
      url: this.queryUrl,
      workload: this.workload,
      authority: { configMapName: CA_BUNDLE.name },
    };
    this.retentionDays = retentionDays(
      this,
      "observability_configuration.trace_retention_days",
      props.retentionDays,
    );
    this.manifests = new ManifestBundle(this, "jaeger-manifests", {
      namespace,
      manifests: jaegerManifests(NAME, props),
    });
    this.application = new HelmApplication(this, NAME, {
      chart: "jaeger",
      namespace,
      profile,
      values,
      wiring: this.wiring(),
      mandatedPaths: JAEGER_MANDATED_PATHS,
      bounds: traceRetentionBounds(this.retentionDays),
    });
    this.application.dependsOn(this.manifests);
    this.node.addValidation({
      validate: () =>
        this.peers.elasticsearch === undefined ? ["nowhere to store traces: call storeIn()"] : [],
    });
  }

  /** Keeps traces in an Elasticsearch, and lets the cleaner delete there what is past its time. */
  public storeIn(elasticsearch: ElasticsearchEndpoint): void {
    this.connect({ elasticsearch });
    const cleaner = pods(this.namespace, `${NAME}-es-index-cleaner`, "es-index-cleaner");
    declareEdges(
      this,
      edgeTo(this.workload, elasticsearch, elasticsearch.url, "spans"),
      edgeTo({ ...cleaner, services: [] }, elasticsearch, elasticsearch.url, "deletion of old spans"),
    );
  }

  /** Shows rates, errors and durations of services from what the gateway derives from all spans, sampled or not. */
  public readSpanMetricsFrom(metrics: SpanMetrics): void {
    this.connect({ metrics });
    declareEdges(this, edgeTo(this.workload, metrics, metrics.url, "metrics of services"));
  }

  /** Makes Terraform finish everything below the given constructs first. */
  public dependsOn(...others: readonly Construct[]): void {
    this.manifests.dependsOn(...others);
    this.application.dependsOn(...others);
  }

  private connect(peer: JaegerPeers): void {
    this.peers = { ...this.peers, ...peer };
    this.application.wire(this.wiring());
    this.application.dependsOn(...Object.values(peer).flatMap(constructsBehind));
  }

  private wiring(): HelmValues {
    const { replicas } = ELASTICSEARCH_SIZES[this.profile];
    return jaegerWiring(NAME, {
      ...this.peers,
      replicas,
      retentionDays: this.retentionDays,
      values: this.values,
    });
  }
}

function pods(namespace: string, name: string, component: string): Workload {
  return { name, namespace, podLabels: { ...JAEGER_SELECTOR, "app.kubernetes.io/component": component } };
}
