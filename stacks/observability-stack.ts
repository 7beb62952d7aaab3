import { TerraformStack } from "cdktf";
import type { Construct } from "constructs";
import { Access } from "../constructs/access/access";
import { Alerting } from "../constructs/alerting/alerting";
import { provideMandate, provideMirrors, provideSharedZone } from "../constructs/core/scope-context";
import { Dashboards } from "../constructs/dashboards/dashboards";
import { Elasticsearch } from "../constructs/logging/elasticsearch";
import { ElasticsearchExporter } from "../constructs/logging/elasticsearch-exporter";
import { Kibana } from "../constructs/logging/kibana";
import { Logstash } from "../constructs/logging/logstash";
import { BlackboxExporter } from "../constructs/metrics/blackbox-exporter";
import { Prometheus } from "../constructs/metrics/prometheus";
import { ThanosQuery } from "../constructs/metrics/thanos-query";
import { EnvironmentRecord } from "../constructs/platform/environment-record";
import { Namespaces } from "../constructs/platform/namespaces";
import { Platform } from "../constructs/platform/platform";
import { PriorityClasses } from "../constructs/platform/priority-classes";
import { NetworkPolicies } from "../constructs/security/network-policies";
import { SloRules } from "../constructs/slo/slo-rules";
import { AgentCollector } from "../constructs/telemetry/agent-collector";
import { ClusterCollector } from "../constructs/telemetry/cluster-collector";
import { GatewayCollector } from "../constructs/telemetry/gateway-collector";
import { Instrumentation } from "../constructs/telemetry/instrumentation";
import { Jaeger } from "../constructs/tracing/jaeger";
import { Grafana } from "../constructs/visualization/grafana";
import { StateBackend } from "./backend";
import type { Environment } from "./environments/environment";
import { validateEnvironment } from "./environments/validate-environment";
import { MandatedApp } from "./mandated-app";
import { addProviders } from "./providers";
import { settingsOf } from "./settings";

/** The whole observability stack of one environment: one cluster, one Terraform state. */
export class ObservabilityStack extends TerraformStack {
  public readonly namespaces: Namespaces;
  public readonly record: EnvironmentRecord;
  public readonly network: NetworkPolicies;
  public readonly platform: Platform;
  public readonly prometheus: Prometheus;
  /** The replicas of Prometheus as one; nothing where it runs once. */
  public readonly thanosQuery: ThanosQuery | undefined;
  /** Connects to whatever shows a certificate. */
  public readonly probes: BlackboxExporter;
  public readonly alerting: Alerting;
  public readonly slo: SloRules;
  public readonly elasticsearch: Elasticsearch;
  public readonly elasticsearchExporter: ElasticsearchExporter;
  public readonly kibana: Kibana;
  public readonly logstash: Logstash;
  public readonly jaeger: Jaeger;
  public readonly gateway: GatewayCollector;
  public readonly agents: AgentCollector;
  public readonly cluster: ClusterCollector;
  public readonly instrumentation: Instrumentation;
  public readonly grafana: Grafana;
  public readonly dashboards: Dashboards;
  public readonly access: Access;

  /** @throws ConfigurationError with every mistake of the environment, or when the scope is no `MandatedApp`. */
  public constructor(scope: Construct, environment: Environment) {
    const app = MandatedApp.of(scope);
    const mandate = validateEnvironment(environment, app.mandate, app.policy);
    super(scope, environment.name);
    provideMandate(this, mandate);
    provideMirrors(this, environment.mirrors ?? {});
    provideSharedZone(this, environment.cluster.allowSharedZone ?? false);
    app.govern(this, mandate);
    const settings = settingsOf(environment);
    addProviders(this, environment.cluster);
    new StateBackend(this, environment);

    this.namespaces = new Namespaces(this, "namespaces", settings.namespaces);
    // Below what everything waits for: a pod whose priority is unknown is refused.
    new PriorityClasses(this.namespaces, "priorities", settings.common);
    this.record = new EnvironmentRecord(this, "record", {
      namespaces: this.namespaces.descriptions,
      ...settings.record,
    });
    this.network = new NetworkPolicies(this, "network", settings.network);
    this.platform = new Platform(this, "platform", { namespaces: this.namespaces, ...settings.platform });

    this.prometheus = new Prometheus(this, "prometheus", settings.prometheus);
    const { replicas } = this.prometheus;
    this.thanosQuery =
      replicas && new ThanosQuery(this, "thanos-query", { replicas, ...settings.thanosQuery });
    this.probes = new BlackboxExporter(this, "probes", settings.probes);
    this.alerting = new Alerting(this, "alerting", { prometheus: this.prometheus, ...settings.alerting });
    this.slo = new SloRules(this, "slo", settings.slo);

    this.elasticsearch = new Elasticsearch(this, "elasticsearch", settings.elasticsearch);
    this.elasticsearchExporter = new ElasticsearchExporter(this, "elasticsearch-exporter", {
      elasticsearch: this.elasticsearch,
      ...settings.elasticsearchExporter,
    });
    this.kibana = new Kibana(this, "kibana", settings.kibana);
    this.logstash = new Logstash(this, "logstash", settings.logstash);

    this.jaeger = new Jaeger(this, "jaeger", settings.jaeger);
    this.gateway = new GatewayCollector(this, "gateway", settings.gateway);
    this.agents = new AgentCollector(this, "agents", settings.agents);
    this.cluster = new ClusterCollector(this, "cluster", settings.cluster);
    this.instrumentation = new Instrumentation(this, "instrumentation", {
      agent: this.agents,
      ...settings.common,
    });

    this.grafana = new Grafana(this, "grafana", settings.grafana);
    this.dashboards = new Dashboards(this, "dashboards", settings.common);
    this.access = new Access(this, "access", {
      userInterfaces: { jaeger: this.jaeger.userInterface, kibana: this.kibana.userInterface },
      ...settings.access,
    });

    this.connect();
    this.order();
    if (settings.protectData) {
      this.protectData();
    }
  }

  /** Who sends what to whom, and who reads from whom. Each verb does both sides and the order between them. */
  private connect(): void {
    // Whoever reads metrics reads those of all replicas.
    const metrics = this.thanosQuery ?? this.prometheus;
    this.agents.exportTo(this.gateway);
    this.cluster.exportTo(this.gateway);
    this.gateway.exportTracesTo(this.jaeger);
    this.gateway.exportLogsTo(this.elasticsearch);
    this.logstash.writeTo(this.elasticsearch);

    this.jaeger.storeIn(this.elasticsearch);
    this.jaeger.readSpanMetricsFrom(metrics);
    this.kibana.readFrom(this.elasticsearch);
    this.platform.eckOperator.manage(this.elasticsearch);
    this.prometheus.scrape(this.platform, this.elasticsearchExporter, this.jaeger, this.grafana);
    this.prometheus.scrape(this.gateway, this.agents, this.cluster, this.access);
    this.prometheus.scrape(this.probes);
    this.probes.watch(this.prometheus, this.elasticsearch, this.kibana, this.logstash);
    this.probes.watch(this.jaeger, this.gateway, this.grafana, this.access);
    if (this.thanosQuery !== undefined) {
      this.prometheus.scrape(this.thanosQuery);
      this.probes.watch(this.thanosQuery);
    }

    this.grafana.addPrometheus(metrics);
    this.grafana.addAlertmanager(this.prometheus.alertmanager);
    this.grafana.addElasticsearch(this.elasticsearch);
    this.grafana.addJaeger(this.jaeger);
  }

  /**
   * What must stand before what, beyond the verbs: namespaces, definitions, certificates and operators. What a release
   * has beside it (certificates, roles) waits for less than its pods, which start when they are confined, and are gone
   * before they are not.
   */
  private order(): void {
    const { namespaces, network } = this;
    const { crds, certificates, eckOperator, opentelemetryOperator } = this.platform;
    const {
      agents,
      cluster,
      elasticsearch,
      elasticsearchExporter,
      gateway,
      grafana,
      jaeger,
      kibana,
      probes,
    } = this;
    this.record.dependsOn(namespaces);
    this.network.dependsOn(namespaces);
    this.dashboards.dependsOn(namespaces);
    this.alerting.dependsOn(namespaces, network);
    this.slo.dependsOn(namespaces, this.prometheus);
    this.instrumentation.dependsOn(namespaces, opentelemetryOperator);
    const scraped = [elasticsearchExporter, jaeger, gateway, agents, cluster, grafana, probes];
    for (const part of [this.prometheus, ...scraped]) {
      part.dependsOn(namespaces, crds, certificates.authority);
      part.application.dependsOn(network, certificates);
    }
    this.thanosQuery?.dependsOn(namespaces, crds, certificates.authority);
    this.thanosQuery?.application.dependsOn(network, certificates, this.prometheus);
    elasticsearch.dependsOn(namespaces);
    elasticsearch.application.dependsOn(network, crds, eckOperator);
    kibana.dependsOn(namespaces, network, eckOperator);
    this.logstash.dependsOn(namespaces, certificates.authority);
    this.logstash.application.dependsOn(network, certificates, eckOperator);
    this.access.dependsOn(namespaces, network, crds, certificates);
  }

  /** Terraform refuses every plan that would destroy or replace a release with what cannot be had again. */
  private protectData(): void {
    for (const { application } of [this.prometheus, this.elasticsearch, this.grafana]) {
      application.release.lifecycle = { preventDestroy: true };
    }
  }
}
