import { Construct } from "constructs";
import type { Profile } from "../core/chart-values";
import { HelmApplication } from "../core/helm-application";
import type { HelmValues } from "../core/helm-values";
import { ManifestBundle } from "../core/manifest-bundle";
import { INTERNAL_ISSUER, type IssuerReference } from "../security/certificate";
import { declareEdges } from "../security/edge";
import { type TlsEndpoint, tlsEndpointAt, type TlsServer } from "../security/tls-endpoint";
import type { Workload } from "../security/workload";
import type { MetricsPort, Scraped } from "./scraped";
import { queryManifests, queryTls } from "./thanos-query-tls";

/** Properties of `ThanosQuery`. */
export interface ThanosQueryProps {
  readonly namespace: string;
  readonly profile: Profile;
  /** What it shows as one. */
  readonly replicas: MetricReplicas;
  /**
   * Signs its certificate.
   * @default INTERNAL_ISSUER
   */
  readonly issuer?: IssuerReference;
  /** @default - none */
  readonly values?: HelmValues;
}

/** Replicas of a Prometheus whose series can be read one by one. */
export interface MetricReplicas {
  /** Host name of the headless Service that leads to all of them, which is also the name in their certificate. */
  readonly host: string;
  readonly port: number;
  /** Label that differs between replicas and nowhere else. */
  readonly replicaLabel: string;
  readonly workload: Workload;
}

const NAME = "thanos";
const QUERY = `${NAME}-query`;
const HTTP_PORT = 10902;
const SELECTOR = {
  "app.kubernetes.io/name": "thanos",
  "app.kubernetes.io/instance": NAME,
  "app.kubernetes.io/component": "query",
};

/**
 * The replicas of a Prometheus as one: what either has is shown once, so that a gap in one is filled by the other. It
 * stores nothing and evaluates no rules, and answers as a Prometheus does.
 */
export class ThanosQuery extends Construct implements Scraped, TlsServer {
  public readonly application: HelmApplication;
  /** Base URL inside the cluster. */
  public readonly url: string;
  /** As Grafana tells it from a Prometheus. */
  public readonly flavour = "Thanos";
  /** Its pods. */
  public readonly workload: Workload;
  public readonly metricsPorts: readonly MetricsPort[];
  public readonly tlsEndpoints: readonly TlsEndpoint[];
  private readonly manifests: ManifestBundle;

  public constructor(scope: Construct, id: string, props: ThanosQueryProps) {
    super(scope, id);
    const { namespace, profile, replicas, issuer = INTERNAL_ISSUER, values = {} } = props;
    const { host, port, replicaLabel, workload } = replicas;
    this.url = `https://${QUERY}.${namespace}.svc:${String(HTTP_PORT)}`;
    this.workload = { name: QUERY, namespace, podLabels: SELECTOR };
    this.tlsEndpoints = [tlsEndpointAt(this.url, this.workload)];
    this.metricsPorts = [{ workload: this.workload, port: HTTP_PORT, tls: "server" }];
    this.manifests = new ManifestBundle(this, `${NAME}-manifests`, {
      namespace,
      manifests: queryManifests(QUERY, namespace, { issuer, host }),
    });
    this.application = new HelmApplication(this, NAME, {
      chart: "thanos",
      namespace,
      profile,
      values,
      wiring: {
        fullnameOverride: NAME,
        additionalReplicaLabels: [replicaLabel],
        ...queryTls(QUERY, namespace),
      },
    });
    this.application.dependsOn(this.manifests);
    declareEdges(this, {
      from: this.workload,
      to: workload,
      port,
      tls: "mutual",
      purpose: "series, rules and exemplars of each replica",
    });
    if (Construct.isConstruct(replicas)) {
      this.application.dependsOn(replicas);
    }
  }

  /** Makes Terraform finish everything below the given constructs first. */
  public dependsOn(...others: readonly Construct[]): void {
    this.manifests.dependsOn(...others);
    this.application.dependsOn(...others);
  }
}
