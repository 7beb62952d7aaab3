import { Construct } from "constructs";
import { ConfigurationError } from "../../mandate";
import { piiAdditionProblems } from "../../mandate/pii-additions";
import { PII_PATTERNS, type PiiPattern } from "../../mandate/pii-patterns";
import type { Profile } from "../core/chart-values";
import { chart } from "../core/charts";
import type { Bound } from "../core/bound";
import { HelmApplication } from "../core/helm-application";
import type { HelmValues } from "../core/helm-values";
import { ManifestBundle } from "../core/manifest-bundle";
import { TIMEOUT_SECONDS } from "../core/release-settings";
import type { IssuerReference } from "../security/certificate";
import { disruptionBudget } from "../platform/disruption-budget";
import { declareEdges, edgeTo } from "../security/edge";
import { ANY_POD } from "../security/outsider";
import type { TlsEndpoint, TlsServer } from "../security/tls-endpoint";
import type { Workload } from "../security/workload";
import { constructsBehind } from "../telemetry/endpoints";
import type { ElasticsearchEndpoint } from "./elasticsearch-endpoint";
import { volumeClaim } from "./elasticsearch-nodes";
import { logstashCertificate } from "./logstash-certificate";
import { LOGSTASH_PORTS, logstashPipelines } from "./logstash-pipelines";
import { logstashPod } from "./logstash-pod";
import { logstashQueues } from "./logstash-queues";

/** Properties of `Logstash`. */
export interface LogstashProps {
  readonly namespace: string;
  readonly profile: Profile;
  /** Volume of each replica, for its queues, a Kubernetes quantity such as `8Gi`. */
  readonly storageSize: string;
  /** @default - the cluster's default storage class */
  readonly storageClassName?: string;
  /**
   * Kinds of sensitive values to mask beside the mandated ones.
   * @default - none
   */
  readonly additionalPiiPatterns?: readonly PiiPattern[];
  /**
   * Who signs the certificate of the inputs; senders must have certificates of the same authority.
   * @default - the internal CA
   */
  readonly issuer?: IssuerReference;
  /** @default - none */
  readonly values?: HelmValues;
}

const NAME = "logstash";
const SERVICE = "ingest";
const SCRUBBING = "observability_configuration.pii_scrubbing_enabled";

/** Settings by which Logstash would run other pipelines than ours, which mask. */
const OTHER_PIPELINES: readonly Bound[] = [
  "pipelinesRef",
  "configRef",
  "config.path\\.config",
  "config.config\\.string",
].map((path) => ({ path, key: SCRUBBING, mustBeUnset: "pipelines from elsewhere mask nothing" }));

/**
 * Logstash, run by the ECK operator, for what cannot speak OpenTelemetry: syslog, Beats and HTTP, each over TLS with
 * client certificates. It masks what the collectors mask, from the same table.
 */
export class Logstash extends Construct implements TlsServer {
  /** Host and port of each input inside the cluster. */
  public readonly endpoints: Readonly<Record<keyof typeof LOGSTASH_PORTS, string>>;
  public readonly application: HelmApplication;
  /** Its pods. */
  public readonly workload: Workload;
  public readonly tlsEndpoints: readonly TlsEndpoint[];
  private readonly certificate: ManifestBundle;
  private readonly profile: Profile;
  private elasticsearch?: ElasticsearchEndpoint;

  /** @throws ConfigurationError when a pattern is no possible one. */
  public constructor(scope: Construct, id: string, props: LogstashProps) {
    super(scope, id);
    const { namespace, profile, additionalPiiPatterns = [], values = {} } = props;
    this.refuse(additionalPiiPatterns);
    this.profile = profile;
    this.workload = {
      name: NAME,
      namespace,
      podLabels: { "logstash.k8s.elastic.co/name": NAME },
      services: [`${NAME}-ls-${SERVICE}`],
    };
    this.endpoints = endpoints(`${NAME}-ls-${SERVICE}.${namespace}.svc`);
    this.tlsEndpoints = Object.values(this.endpoints).map((address) => ({
      workload: this.workload,
      address,
      tls: "mutual",
    }));
    this.certificate = new ManifestBundle(this, "logstash-certificate", {
      namespace,
      manifests: {
        "certificate-logstash": logstashCertificate(`${NAME}-ls-${SERVICE}`, props),
        ...disruptionBudget(this.workload),
      },
    });
    this.application = new HelmApplication(this, NAME, {
      chart: "eck-logstash",
      namespace,
      profile,
      timeoutSeconds: TIMEOUT_SECONDS.objects,
      values,
      wiring: this.wiring(props),
      mandatedPaths: { pipelines: SCRUBBING },
      bounds: OTHER_PIPELINES,
    });
    this.application.dependsOn(this.certificate);
    this.acceptSenders();
    this.node.addValidation({
      validate: () => (this.elasticsearch === undefined ? ["nothing to write to: call writeTo()"] : []),
    });
  }

  /** Writes into the data streams `logs-legacy-default` and `logs-rejected-default` of an Elasticsearch. */
  public writeTo(elasticsearch: ElasticsearchEndpoint): void {
    this.elasticsearch = elasticsearch;
    this.application.wire({ podTemplate: logstashPod(this.profile, elasticsearch) });
    declareEdges(this, edgeTo(this.workload, elasticsearch, elasticsearch.url, "logs"));
    this.application.dependsOn(...constructsBehind(elasticsearch));
  }

  /** Makes Terraform finish everything below the given constructs first. */
  public dependsOn(...others: readonly Construct[]): void {
    this.certificate.dependsOn(...others);
    this.application.dependsOn(...others);
  }

  private wiring({ additionalPiiPatterns = [], ...props }: LogstashProps): HelmValues {
    const patterns = [...PII_PATTERNS, ...additionalPiiPatterns];
    return {
      fullnameOverride: NAME,
      version: chart("eck-logstash").appVersion,
      config: logstashQueues(this, props.storageSize),
      pipelines: logstashPipelines({ patterns }),
      services: [{ name: SERVICE, service: { spec: { type: "ClusterIP", ports: servicePorts() } } }],
      volumeClaimTemplates: [volumeClaim("logstash-data", props)],
    };
  }

  private acceptSenders(): void {
    const note = "whoever shows a certificate of the same authority, from any namespace";
    Object.entries(LOGSTASH_PORTS).forEach(([input, port]) => {
      const purpose = `logs by ${input}`;
      declareEdges(this, { from: ANY_POD, to: this.workload, port, tls: "mutual", purpose, note });
    });
  }

  private refuse(additions: readonly PiiPattern[]): void {
    const problems = piiAdditionProblems(additions, `${this.node.path}: additionalPiiPatterns`);
    if (problems.length > 0) {
      throw new ConfigurationError("the masking cannot be made", problems);
    }
  }
}

function endpoints(host: string): Logstash["endpoints"] {
  const { syslog, beats, http } = LOGSTASH_PORTS;
  return { syslog: `${host}:${syslog}`, beats: `${host}:${beats}`, http: `${host}:${http}` };
}

function servicePorts(): readonly HelmValues[] {
  return Object.entries(LOGSTASH_PORTS).map(([name, port]) => ({ name, port, targetPort: port }));
}
