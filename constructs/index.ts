// The public interface for other repositories. What is not exported here may change without notice.
export {
  AuthenticatingProxy,
  type AuthenticatingProxyProps,
  type UserInterface,
} from "./access/authenticating-proxy";
export { Alerting, type AlertingProps, type StricterAlerting } from "./alerting/alerting";
export type { Inhibition } from "./alerting/inhibitions";
export type { MaintenanceScope } from "./alerting/maintenance-scope";
export type { MaintenanceWindow } from "./alerting/maintenance-window";
export type { PlannedMaintenance } from "./alerting/planned-maintenance";
export type * from "./alerting/receivers";
export type {
  AlertCopy,
  ServiceName,
  ServiceRoute,
  ServiceRouting,
  TeamContact,
} from "./alerting/service-routes";
export type { WatchedStack } from "./alerting/workload-alerts";
export type { Bound, BoundCodec } from "./core/bound";
export type { Profile } from "./core/chart-values";
export { CHART_NAMES, type ChartName } from "./core/charts";
export { HelmApplication, type HelmApplicationProps } from "./core/helm-application";
export type { HelmValue, HelmValues } from "./core/helm-values";
export { type Image, imageReference } from "./core/images";
export { type Manifest, ManifestBundle, type ManifestBundleProps } from "./core/manifest-bundle";
export { mandateOf, type Mirrors } from "./core/scope-context";
export type { Dashboard } from "./dashboards/dashboard";
export { Dashboards, type DashboardsProps } from "./dashboards/dashboards";
export { Elasticsearch, type ElasticsearchProps } from "./logging/elasticsearch";
export type { ElasticsearchEndpoint } from "./logging/elasticsearch-endpoint";
export { ElasticsearchExporter, type ElasticsearchExporterProps } from "./logging/elasticsearch-exporter";
export { Kibana, type KibanaProps } from "./logging/kibana";
export { Logstash, type LogstashProps } from "./logging/logstash";
export { BlackboxExporter, type BlackboxExporterProps } from "./metrics/blackbox-exporter";
export { Prometheus, type PrometheusProps } from "./metrics/prometheus";
export type { MetricsPort, Scraped } from "./metrics/scraped";
export { Namespaces, type NamespacesProps } from "./platform/namespaces";
export { Platform, type PlatformComponent, type PlatformProps } from "./platform/platform";
export { type CertificateOptions, certificateManifest } from "./security/certificate";
export { declareEdges, type Edge, edgeTo, type Peer, type Protection } from "./security/edge";
export type { IdentityProvider, RoleGroups } from "./security/identity-provider";
export { NetworkPolicies, type NetworkPoliciesProps } from "./security/network-policies";
export type { Addresses, Outsider } from "./security/outsider";
export { type Relaxation, relaxed } from "./security/relaxation";
export type { PublishedHost } from "./security/published-host";
export type { SecretReference } from "./security/secret-reference";
export type { AuthoritySource, TlsEndpoint, TlsServer } from "./security/tls-endpoint";
export type { InNetwork, Workload } from "./security/workload";
export { loadService } from "./services/load-service";
export type * from "./services/service";
export {
  type CatalogueCall,
  type CatalogueEntry,
  type ServiceCatalogue,
  serviceCatalogue,
} from "./services/service-catalogue";
export { ServiceObservability, type ServiceObservabilityProps } from "./services/service-observability";
export {
  type WorkloadMetadata,
  workloadMetadata,
  type WorkloadMetadataOptions,
} from "./services/workload-metadata";
export type { PeriodDays, TrafficPolicyName } from "./slo/objective";
export { SloRules, type SloRulesProps } from "./slo/slo-rules";
export { AgentCollector, type AgentCollectorProps } from "./telemetry/agent-collector";
export { ClusterCollector, type ClusterCollectorProps } from "./telemetry/cluster-collector";
export {
  type AgentEndpoint,
  agentIn,
  type GatewayEndpoint,
  type LogBackend,
  type TraceBackend,
} from "./telemetry/endpoints";
export { GatewayCollector, type GatewayCollectorProps } from "./telemetry/gateway-collector";
export { Instrumentation, type InstrumentationProps } from "./telemetry/instrumentation";
export { Jaeger, type JaegerProps } from "./tracing/jaeger";
export type * from "./visualization/endpoints";
export { Grafana, type GrafanaProps } from "./visualization/grafana";
