import { Construct } from "constructs";
import { ConfigurationError } from "../../mandate";
import type { Profile } from "../core/chart-values";
import { HelmApplication } from "../core/helm-application";
import type { HelmValues } from "../core/helm-values";
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
import type { GrafanaIngress } from "./grafana-ingress";
import { grafanaWiring } from "./grafana-wiring";

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
  readonly ingress?: GrafanaIngress;
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
  /** @default - none */
  readonly values?: HelmValues;
}

/** Grafana with its data sources; dashboards come from ConfigMaps. */
export class Grafana extends Construct {
  public readonly application: HelmApplication;
  /** Base URL inside the cluster. */
  public readonly url: string;
  private readonly sources: DataSource[] = [];

  /** @throws ConfigurationError when it is to be highly available without a database. */
  public constructor(scope: Construct, id: string, props: GrafanaProps) {
    super(scope, id);
    const { namespace, profile, database, values = {} } = props;
    if (profile === "high-availability" && database === undefined) {
      throw new ConfigurationError("Grafana cannot be built", [
        {
          where: `${this.node.path}: database`,
          what: "is required with high-availability, because replicas share users and alert states only through it",
          fix: "refer to a PostgreSQL, or use the profile single",
        },
      ]);
    }
    this.application = new HelmApplication(this, "grafana", {
      chart: "grafana",
      namespace,
      profile,
      values,
      wiring: grafanaWiring("grafana", props),
    });
    this.url = `http://grafana.${namespace}.svc`;
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
    return this.add(elasticsearchSource(name, endpoint), endpoint);
  }

  /** Adds a data source for traces. */
  public addJaeger(endpoint: TraceQueryEndpoint, name = "Jaeger"): DataSource {
    return this.add(jaegerSource(name, endpoint), endpoint);
  }

  /** Makes Terraform finish everything below the given constructs before Grafana. */
  public dependsOn(...others: readonly Construct[]): void {
    this.application.dependsOn(...others);
  }

  private add(source: DataSource, endpoint: object): DataSource {
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
    if (Construct.isConstruct(endpoint)) {
      this.application.dependsOn(endpoint);
    }
    return source;
  }
}
