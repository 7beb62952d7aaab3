import { Construct } from "constructs";
import { ConfigurationError } from "../../mandate";
import type { Profile } from "../core/chart-values";
import { HelmApplication } from "../core/helm-application";
import type { HelmValues } from "../core/helm-values";
import { ManifestBundle } from "../core/manifest-bundle";
import { INTERNAL_ISSUER, type IssuerReference } from "../security/certificate";
import { declareEdges } from "../security/edge";
import { type TlsEndpoint, tlsEndpointAt, type TlsServer } from "../security/tls-endpoint";
import type { Workload } from "../security/workload";
import { ALERT_PATH_BOUNDS } from "./alert-path";
import type { MonitoredNamespaces } from "./monitored-namespaces";
import { PROMETHEUS_PORTS, prometheusEdges } from "./prometheus-edges";
import { prometheusCertificates } from "./prometheus-tls";
import { PROMETHEUS_MANDATED_PATHS, prometheusWiring } from "./prometheus-wiring";
import { type PrometheusWorkloads, prometheusWorkloads } from "./prometheus-workloads";
import { RETENTION_BOUNDS, retentionArgumentProblems } from "./retention";
import type { Scraped } from "./scraped";
import type { MetricReplicas } from "./thanos-query";
import { REPLICA_LABEL, SIDECAR_PORTS, sidecarManifests, sidecarService } from "./thanos-sidecar";

/** Properties of `Prometheus`. */
export interface PrometheusProps {
  readonly namespace: string;
  /** Namespace whose Pod Security level lets the node exporter see the host. */
  readonly agentsNamespace: string;
  readonly profile: Profile;
  /** Name of the cluster, the label `cluster` of whatever leaves Prometheus. */
  readonly clusterName: string;
  /**
   * Namespaces whose monitors, probes and rules are taken, beside the two above. "all" says loudly that every team of
   * the cluster may add load and alerts.
   */
  readonly monitoredNamespaces: MonitoredNamespaces;
  /**
   * Those of them whose pods Prometheus may reach on any port, because only their monitors know which. The stack's own
   * components are told to it by `scrape()`, with their ports.
   * @default - all of `monitoredNamespaces`
   */
  readonly openNamespaces?: MonitoredNamespaces;
  /**
   * Who runs etcd, scheduler, controller manager and kube-proxy. Those of a managed control plane cannot be scraped,
   * and alerts on their absence would fire for ever.
   */
  readonly controlPlane: "managed" | "self-run";
  /** Size of the volume of each Prometheus, such as `50Gi`. */
  readonly storageSize: string;
  /**
   * Seconds between two scrapes of a target; monitors that name an interval of their own keep it.
   * @default 30
   */
  readonly scrapeIntervalSeconds?: number;
  /** Size of the volume of each Alertmanager, such as `2Gi`. */
  readonly alertmanagerStorageSize: string;
  /** @default - the cluster's default class */
  readonly storageClassName?: string;
  /**
   * Where people reach Prometheus; links in notifications begin with it.
   * @default - the address inside the cluster
   */
  readonly externalUrl?: string;
  /**
   * Where people reach Alertmanager.
   * @default - the address inside the cluster
   */
  readonly alertmanagerExternalUrl?: string;
  /**
   * Signs the certificates of all servers and of the operator's webhook.
   * @default INTERNAL_ISSUER
   */
  readonly issuer?: IssuerReference;
  /**
   * Values for kube-prometheus-stack, above ours.
   * @default - none
   */
  readonly values?: HelmValues;
}

/** Name of the release, with which the names of all its objects begin. */
const NAME = "kps";

/**
 * Prometheus and Alertmanager by the operator of kube-prometheus-stack, with the exporters of nodes and of the
 * cluster's objects. It is an endpoint for whoever reads metrics. Where alerts go is told by `Alerting`.
 */
export class Prometheus extends Construct implements TlsServer {
  public readonly application: HelmApplication;
  public readonly namespace: string;
  /** Base URL inside the cluster. */
  public readonly url: string;
  /** Its pods. */
  public readonly workload: Workload;
  /** The Alertmanager that it sends alerts to. */
  public readonly alertmanager: { readonly url: string; readonly workload: Workload };
  /** Its replicas one by one, for whoever makes them one; nothing where it runs once. */
  public readonly replicas: MetricReplicas | undefined;
  public readonly tlsEndpoints: readonly TlsEndpoint[];
  private readonly certificates: ManifestBundle;

  /** @throws ConfigurationError when the caller's values are weaker than the mandate or contradict the wiring. */
  public constructor(scope: Construct, id: string, props: PrometheusProps) {
    super(scope, id);
    const { agentsNamespace, namespace, profile, issuer = INTERNAL_ISSUER, values = {} } = props;
    this.refuseArguments(values);
    const workloads = prometheusWorkloads(NAME, namespace, profile);
    this.namespace = namespace;
    this.workload = workloads.prometheus;
    this.url = `https://${NAME}-prometheus.${namespace}.svc:${PROMETHEUS_PORTS.prometheus}`;
    this.alertmanager = {
      url: `https://${NAME}-alertmanager.${namespace}.svc:${PROMETHEUS_PORTS.alertmanager}`,
      workload: workloads.alertmanager,
    };
    this.replicas = profile === "high-availability" ? replicasOf(workloads.prometheus) : undefined;
    this.tlsEndpoints = [
      tlsEndpointAt(this.url, this.workload),
      tlsEndpointAt(this.alertmanager.url, this.alertmanager.workload),
      ...(this.replicas === undefined ? [] : [sidecarEndpoint(this.replicas)]),
    ];
    this.certificates = new ManifestBundle(this, "kps-certificates", {
      namespace,
      manifests: {
        ...prometheusCertificates({ fullname: NAME, namespace, agentsNamespace, issuer }),
        ...(this.replicas === undefined ? {} : sidecarManifests(NAME, namespace, issuer)),
      },
    });
    this.application = new HelmApplication(this, NAME, {
      chart: "kube-prometheus-stack",
      namespace,
      profile,
      values,
      wiring: prometheusWiring({ ...props, fullname: NAME, issuer }),
      mandatedPaths: PROMETHEUS_MANDATED_PATHS,
      bounds: [...RETENTION_BOUNDS, ...ALERT_PATH_BOUNDS],
    });
    this.application.dependsOn(this.certificates);
    this.declareOwnEdges(workloads, props);
  }

  /** Reaches the metrics of what brings monitors of its own. */
  public scrape(...targets: readonly Scraped[]): void {
    const ports = targets.flatMap(({ metricsPorts }) => metricsPorts);
    declareEdges(
      this,
      ...ports.map(({ workload, ...port }) => ({
        from: this.workload,
        to: workload,
        purpose: "metrics",
        ...port,
      })),
    );
  }

  /** Makes Terraform finish everything below the given constructs first. */
  public dependsOn(...others: readonly Construct[]): void {
    this.certificates.dependsOn(...others);
    this.application.dependsOn(...others);
  }

  private declareOwnEdges(workloads: PrometheusWorkloads, props: PrometheusProps): void {
    const { controlPlane, monitoredNamespaces, openNamespaces = monitoredNamespaces, profile } = props;
    declareEdges(this, ...prometheusEdges(workloads, { controlPlane, openNamespaces, profile }));
  }

  private refuseArguments(values: HelmValues): void {
    const problems = retentionArgumentProblems(values, this.node.path);
    if (problems.length > 0) {
      throw new ConfigurationError("values of release kps cannot be used", problems);
    }
  }
}

function replicasOf(workload: Workload): MetricReplicas {
  return {
    host: `${sidecarService(NAME)}.${workload.namespace}.svc`,
    port: SIDECAR_PORTS.grpc,
    replicaLabel: REPLICA_LABEL,
    workload,
  };
}

function sidecarEndpoint({ host, port, workload }: MetricReplicas): TlsEndpoint {
  return { workload, address: `${host}:${String(port)}`, tls: "mutual" };
}
