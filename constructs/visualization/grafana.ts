import { Construct } from "constructs";
import { ConfigurationError } from "../../mandate";
import type { Profile } from "../core/chart-values";
import { HelmApplication } from "../core/helm-application";
import type { HelmValues } from "../core/helm-values";
import { ManifestBundle } from "../core/manifest-bundle";
import type { MetricsPort, Scraped } from "../metrics/scraped";
import { INTERNAL_ISSUER, type IssuerReference } from "../security/certificate";
import { declareEdges, edgeTo } from "../security/edge";
import type { PublishedHost } from "../security/published-host";
import { type TlsEndpoint, tlsEndpointAt, type TlsServer } from "../security/tls-endpoint";
import type { InNetwork, Workload } from "../security/workload";
import type { DataSource } from "./data-source";
import { dataSourceValues } from "./data-source-values";
import { alertmanagerSource, elasticsearchSource, jaegerSource, prometheusSource } from "./data-sources";
import type {
  AlertmanagerEndpoint,
  LogStoreEndpoint,
  PrometheusEndpoint,
  TraceQueryEndpoint,
} from "./endpoints";
import type { GrafanaDatabase } from "./grafana-database";
import { GRAFANA_PORTS, grafanaEdges, grafanaWorkload } from "./grafana-edges";
import type { GrafanaLogin } from "./grafana-login";
import { dashboardRoles } from "./grafana-permissions";
import { grafanaCertificate } from "./grafana-tls";
import { grafanaWiring, searchedNamespaces } from "./grafana-wiring";

/** Properties of `Grafana`. */
export interface GrafanaProps {
  readonly namespace: string;
  readonly profile: Profile;
  /**
   * Required with `high-availability`.
   * @default - a database file on a volume
   */
  readonly database?: GrafanaDatabase;
  /**
   * Secret with `admin-user`, `admin-password`, and `secret-key`, by which Grafana encrypts what it stores.
   * @default "grafana-admin"
   */
  readonly adminSecretName?: string;
  /** @default - reachable inside the cluster only */
  readonly ingress?: PublishedHost;
  /**
   * Who lets people in; needs `ingress`, because the provider sends them back there.
   * @default - Grafana's own users, of whom the administrator is the first
   */
  readonly login?: GrafanaLogin;
  /**
   * Further namespaces whose ConfigMaps with label `grafana_dashboard: "1"` become dashboards.
   * @default - Grafana's own namespace only
   */
  readonly dashboardNamespaces?: readonly string[];
  /**
   * Class of the volume, where no database is given.
   * @default - the cluster's default class
   */
  readonly storageClassName?: string;
  /**
   * Signs the certificate that Grafana shows inside the cluster.
   * @default INTERNAL_ISSUER
   */
  readonly issuer?: IssuerReference;
  /** @default - none */
  readonly values?: HelmValues;
}

const NAME = "grafana";

/** Grafana with its data sources; dashboards come from ConfigMaps. */
export class Grafana extends Construct implements Scraped, TlsServer {
  public readonly application: HelmApplication;
  /** Base URL inside the cluster. */
  public readonly url: string;
  /** Its pods. */
  public readonly workload: Workload;
  public readonly metricsPorts: readonly MetricsPort[];
  public readonly tlsEndpoints: readonly TlsEndpoint[];
  private readonly certificate: ManifestBundle;
  private readonly sources: DataSource[] = [];

  /** @throws ConfigurationError when it is to be highly available without a database. */
  public constructor(scope: Construct, id: string, props: GrafanaProps) {
    super(scope, id);
    const { namespace, profile, database, issuer = INTERNAL_ISSUER, values = {} } = props;
    if (profile === "high-availability" && database === undefined) {
      throw new ConfigurationError("Grafana cannot be built", [
        {
          where: `${this.node.path}: database`,
          what: "is required with high-availability, because replicas share users and alert states only through it",
          fix: "refer to a PostgreSQL, or use the profile single",
        },
      ]);
    }
    this.workload = grafanaWorkload(NAME, namespace);
    this.metricsPorts = [{ workload: this.workload, port: GRAFANA_PORTS.web, tls: "server" }];
    this.certificate = new ManifestBundle(this, `${NAME}-certificate`, {
      namespace,
      manifests: {
        ...grafanaCertificate(NAME, namespace, issuer),
        ...dashboardRoles(searchedNamespaces(props)),
      },
    });
    this.application = new HelmApplication(this, NAME, {
      chart: "grafana",
      namespace,
      profile,
      values,
      wiring: grafanaWiring(NAME, props),
    });
    this.application.dependsOn(this.certificate);
    this.url = `https://${NAME}.${namespace}.svc`;
    this.tlsEndpoints = [{ ...tlsEndpointAt(this.url, this.workload), podPort: GRAFANA_PORTS.web }];
    declareEdges(this, ...grafanaEdges(this.workload, props));
  }

  /** Adds a data source for metrics; the first one is the default. */
  public addPrometheus(endpoint: PrometheusEndpoint, name = "Prometheus"): DataSource {
    return this.add(prometheusSource(name, endpoint), endpoint);
  }

  /** Adds a data source for alerts and silences. */
  public addAlertmanager(endpoint: AlertmanagerEndpoint, name = "Alertmanager"): DataSource {
    return this.add(alertmanagerSource(name, endpoint), endpoint);
  }

  /** Adds a data source for logs. */
  public addElasticsearch(endpoint: LogStoreEndpoint, name = "Elasticsearch"): DataSource {
    if (endpoint.server !== undefined) {
      this.application.dependsOn(endpoint.server);
    }
    return this.add(elasticsearchSource(name, endpoint), endpoint);
  }

  /** Adds a data source for traces. */
  public addJaeger(endpoint: TraceQueryEndpoint, name = "Jaeger"): DataSource {
    return this.add(jaegerSource(name, endpoint), endpoint);
  }

  /** Makes Terraform finish everything below the given constructs before Grafana. */
  public dependsOn(...others: readonly Construct[]): void {
    this.certificate.dependsOn(...others);
    this.application.dependsOn(...others);
  }

  /** Without an order: a data source may be away for a while, and is looked at when somebody asks. */
  private add(source: DataSource, endpoint: InNetwork): DataSource {
    const namesake = this.sources.find((other) => other.uid === source.uid);
    if (namesake !== undefined) {
      throw new ConfigurationError("the data source cannot be added", [
        {
          where: this.node.path,
          what: `data source ${JSON.stringify(source.name)} has the uid of ${JSON.stringify(namesake.name)}`,
          found: source.uid,
          fix: "give it another name",
        },
      ]);
    }
    this.sources.push(source);
    this.application.wire(dataSourceValues(this.sources));
    declareEdges(this, edgeTo(this.workload, endpoint, source.url, `data source ${source.name}`));
    return source;
  }
}
