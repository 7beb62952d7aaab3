import type { AccessProps } from "../constructs/access/access";
import type { AlertingProps } from "../constructs/alerting/alerting";
import type { Profile } from "../constructs/core/chart-values";
import { type HelmValues, mergeValues } from "../constructs/core/helm-values";
import type { ElasticsearchProps } from "../constructs/logging/elasticsearch";
import type { ElasticsearchExporterProps } from "../constructs/logging/elasticsearch-exporter";
import type { KibanaProps } from "../constructs/logging/kibana";
import type { LogstashProps } from "../constructs/logging/logstash";
import type { BlackboxExporterProps } from "../constructs/metrics/blackbox-exporter";
import type { PrometheusProps } from "../constructs/metrics/prometheus";
import type { ThanosQueryProps } from "../constructs/metrics/thanos-query";
import type { EnvironmentRecordProps } from "../constructs/platform/environment-record";
import { DEFAULT_NAMESPACE_NAMES, NAMESPACE_ROLES } from "../constructs/platform/namespace-names";
import type { NamespacesProps } from "../constructs/platform/namespaces";
import type { PlatformProps } from "../constructs/platform/platform";
import type { NetworkPoliciesProps } from "../constructs/security/network-policies";
import type { AgentCollectorProps } from "../constructs/telemetry/agent-collector";
import type { ClusterCollectorProps } from "../constructs/telemetry/cluster-collector";
import type { GatewayCollectorProps } from "../constructs/telemetry/gateway-collector";
import type { JaegerProps } from "../constructs/tracing/jaeger";
import { latencyLimits } from "../constructs/services/latency-limits";
import type { Service } from "../constructs/services/service";
import type { SloRulesProps } from "../constructs/slo/slo-rules";
import type { GrafanaProps } from "../constructs/visualization/grafana";
import { alertingSettings } from "./alerting-settings";
import { prometheusMemoryMib } from "./environments/capacity";
import type { Environment, ReleaseName } from "./environments/environment";
import { environmentRelaxations } from "./environments/environment-relaxations";
import { loadFigures } from "./environments/load-figures";

/** The props of every component of the stack. */
export interface Settings {
  /** What components without a setting of their own need. */
  readonly common: { readonly namespace: string; readonly profile: Profile };
  readonly namespaces: NamespacesProps;
  readonly record: Omit<EnvironmentRecordProps, "namespaces">;
  /** Whether plans are refused that would destroy the releases which hold data. */
  readonly protectData: boolean;
  readonly platform: Omit<PlatformProps, "namespaces">;
  readonly network: NetworkPoliciesProps;
  readonly prometheus: PrometheusProps;
  readonly thanosQuery: Omit<ThanosQueryProps, "replicas">;
  readonly probes: BlackboxExporterProps;
  readonly alerting: Omit<AlertingProps, "prometheus">;
  readonly slo: SloRulesProps;
  readonly elasticsearch: ElasticsearchProps;
  readonly elasticsearchExporter: Omit<ElasticsearchExporterProps, "elasticsearch">;
  readonly kibana: KibanaProps;
  readonly logstash: LogstashProps;
  readonly jaeger: JaegerProps;
  readonly gateway: GatewayCollectorProps;
  readonly agents: AgentCollectorProps;
  readonly cluster: ClusterCollectorProps;
  readonly grafana: GrafanaProps;
  readonly access: Omit<AccessProps, "userInterfaces">;
}

/** Spreads an environment over the props of the components; says what goes where and decides nothing. */
export function settingsOf(environment: Environment): Settings {
  const { profile, storage, ingress, grafanaDatabase, oidc, features = {}, network = {} } = environment;
  const foreign = environment.namespaces?.existing ?? [];
  const { issuer, authority } = environment.certificates ?? {};
  const signed = issuer === undefined ? {} : { issuer };
  const names = { ...DEFAULT_NAMESPACE_NAMES, ...environment.namespaces };
  const common = { namespace: names.main, profile };
  const volumes = storage.storageClass === undefined ? {} : { storageClassName: storage.storageClass };
  const valuesOf = (release: ReleaseName) => ({ values: environment.values?.[release] ?? {} });
  const origin = { clusterName: environment.cluster.name, environment: environment.name };
  const links = {
    runbookBaseUrl: environment.runbookBaseUrl,
    grafanaUrl: ingress === undefined ? `https://grafana.${names.main}.svc` : `https://${ingress.host}`,
  };
  const {
    logLevel = "INFO",
    lowestLogLevel = logLevel,
    monitoredNamespaces,
    protectData = true,
    services = [],
  } = environment;
  const teams =
    monitoredNamespaces === "all" ? monitoredNamespaces : [...monitoredNamespaces, ...namespacesOf(services)];
  return {
    common,
    namespaces: {
      ...environment.namespaces,
      // It holds the Secrets before the first deployment, and the volumes after the last.
      existing: ["main", ...(environment.namespaces?.existing ?? [])],
    },
    record: {
      namespace: names.main,
      environment: environment.name,
      clusterName: environment.cluster.name,
      profile,
      load: { ...loadFigures(environment.load) },
      relaxations: environmentRelaxations(environment),
    },
    protectData,
    platform: {
      profile,
      ...signed,
      furtherAuthorities: authority === undefined ? [] : [authority],
      existing: environment.existing ?? [],
      externalIssuers: ingress?.issuer !== undefined,
    },
    network: {
      namespace: names.main,
      // Others may have pods in a namespace that was there before.
      ownNamespaces: NAMESPACE_ROLES.filter((role) => !foreign.includes(role)).map((role) => names[role]),
      addresses: network.addresses ?? {},
      allowAllTraffic: network.allowAllTraffic ?? false,
    },
    prometheus: {
      ...common,
      ...signed,
      ...volumes,
      values: mergeValues(prometheusResources(environment), environment.values?.kps ?? {}),
      agentsNamespace: names.agents,
      clusterName: environment.cluster.name,
      controlPlane: environment.cluster.controlPlane,
      // The operators and cert-manager bring monitors of their own.
      monitoredNamespaces: teams === "all" ? "all" : [names.operators, names.certManager, ...teams],
      openNamespaces: teams === "all" ? "all" : [...teams, ...foreign.map((role) => names[role])],
      storageSize: storage.prometheus,
      scrapeIntervalSeconds: loadFigures(environment.load).scrapeIntervalSeconds,
      alertmanagerStorageSize: storage.alertmanager,
    },
    thanosQuery: { ...common, ...signed },
    probes: { ...common, ...signed },
    alerting: { ...alertingSettings(environment, names), ...links },
    slo: {
      namespace: names.main,
      services,
      ...links,
    },
    elasticsearch: {
      ...common,
      ...volumes,
      ...valuesOf("elasticsearch"),
      storageSize: storage.elasticsearch,
    },
    elasticsearchExporter: { ...common, ...signed },
    kibana: {
      ...common,
      ...valuesOf("kibana"),
      ...(oidc?.hosts?.kibana === undefined ? {} : { publicBaseUrl: `https://${oidc.hosts.kibana}` }),
    },
    logstash: { ...common, ...signed, ...volumes, ...valuesOf("logstash"), storageSize: storage.logstash },
    jaeger: { ...common, ...signed, ...valuesOf("jaeger") },
    gateway: {
      ...common,
      ...signed,
      ...volumes,
      ...valuesOf("otel-gateway"),
      storageSize: storage.gateway,
      latencyLimitsSeconds: latencyLimits(services),
      criticalServices: services
        .filter(({ criticality }) => criticality === "critical")
        .map(({ namespace, name }) => ({ namespace, name })),
      expectedTracesPerSecond: Math.max(1, Math.ceil(environment.load.spansPerSecond / SPANS_PER_TRACE)),
    },
    agents: {
      profile,
      ...signed,
      ...origin,
      ...valuesOf("otel-agent"),
      namespace: names.agents,
      logLevel,
      lowestLogLevel,
      pseudonyms: { kinds: environment.pii?.pseudonyms ?? [] },
      auditLog: features.auditLog ?? false,
      allowPlaintextOtlp: network.allowPlaintextOtlp ?? false,
    },
    cluster: { ...common, ...signed, ...origin, ...valuesOf("otel-cluster"), logLevel },
    grafana: {
      ...common,
      ...signed,
      ...volumes,
      ...valuesOf("grafana"),
      // Teams that place their dashboards themselves do so in their own namespaces.
      dashboardNamespaces: namespacesOf(services.filter(({ placedBy }) => placedBy === "team")),
      ...(ingress === undefined ? {} : { ingress }),
      ...(oidc === undefined ? {} : { login: oidc }),
      ...(grafanaDatabase === undefined ? {} : { database: grafanaDatabase }),
    },
    access: {
      ...common,
      ...signed,
      ...(ingress === undefined || oidc === undefined
        ? {}
        : { published: { provider: oidc, ingress, hosts: oidc.hosts ?? {} } }),
    },
  };
}

/** What the declared load takes; a query or a restart may need as much again. */
function prometheusResources({ load }: Environment): HelmValues {
  const memory = prometheusMemoryMib(loadFigures(load));
  const resources = { requests: { memory: `${memory}Mi` }, limits: { memory: `${2 * memory}Mi` } };
  return { prometheus: { prometheusSpec: { resources } } };
}

/** A modest request touches a handful of services; used only to size the gateway's memory of open traces. */
const SPANS_PER_TRACE = 10;

function namespacesOf(services: readonly Service[]): readonly string[] {
  return [...new Set(services.map(({ namespace }) => namespace))];
}
