import { Testing } from "cdktf";
import { MandatedApp } from "../../stacks/mandated-app";
import { ObservabilityStack } from "../../stacks/observability-stack";
import type { Environment } from "../../stacks/environments/environment";
import { production } from "../../stacks/environments/production";
import { artifactOf, ENVIRONMENTS, withOutdir } from "../support/environments";

/*
 * Addresses are public: Terraform knows what it made by them alone. A changed address, name or namespace destroys a
 * release, and with it what the release stores, and makes it anew. Whoever changes this list adds `moved` blocks and an
 * entry in the changelog.
 */
const RELEASES: Readonly<Record<string, string>> = {
  "agents_otel-agent-identity_0EE6C4B6": "observability-agents/otel-agent-identity",
  "agents_otel-agent_E9D9AE28": "observability-agents/otel-agent",
  "alerting_threshold-rules_05E7F170": "observability/threshold-rules",
  "cluster_otel-cluster-identity_1BDBEBFB": "observability/otel-cluster-identity",
  "cluster_otel-cluster_25618DEB": "observability/otel-cluster",
  dashboards_BB9BEDF0: "observability/dashboards",
  "elasticsearch-exporter_DB22CB7F": "observability/elasticsearch-exporter",
  "elasticsearch-exporter_elasticsearch-exporter-manifests_C670DE28":
    "observability/elasticsearch-exporter-manifests",
  elasticsearch_6A76CCFB: "observability/elasticsearch",
  "elasticsearch_elasticsearch-roles_5374D59A": "observability/elasticsearch-roles",
  "elasticsearch_elasticsearch-setup_915C1500": "observability/elasticsearch-setup",
  "gateway_otel-gateway-identity_6E4B189C": "observability/otel-gateway-identity",
  "gateway_otel-gateway_F300D340": "observability/otel-gateway",
  grafana_48F1E58F: "observability/grafana",
  "grafana_grafana-certificate_B5753C37": "observability/grafana-certificate",
  "instrumentation_otel-instrumentation_20B9FF7E": "observability/otel-instrumentation",
  jaeger_3257C643: "observability/jaeger",
  "jaeger_jaeger-manifests_244B073E": "observability/jaeger-manifests",
  kibana_56752B4D: "observability/kibana",
  "kibana_kibana-manifests_8FB1AC97": "observability/kibana-manifests",
  logstash_95219899: "observability/logstash",
  "logstash_logstash-certificate_004FE46C": "observability/logstash-certificate",
  "namespaces_priorities_priority-classes_6683AFCF": "observability/priority-classes",
  "network_network-policies_EE89091F": "observability/network-policies",
  "platform_certificates_cert-manager_F26F15BF": "cert-manager/cert-manager",
  "platform_certificates_trust-manager_FC36C957": "cert-manager/trust-manager",
  "platform_crds_prometheus-operator-crds_8E710777": "observability-system/prometheus-operator-crds",
  "platform_elastic_eck-operator-metrics_559376A6": "observability-system/eck-operator-metrics",
  "platform_elastic_eck-operator_29C82E4A": "observability-system/eck-operator",
  "platform_internal-ca_589D7A8E": "cert-manager/internal-ca",
  "platform_internal-ca_internal-ca-bundle_A825BCC2": "cert-manager/internal-ca-bundle",
  "platform_opentelemetry_opentelemetry-operator_350D684A": "observability-system/opentelemetry-operator",
  "probes_blackbox-exporter-manifests_F4EC09BF": "observability/blackbox-exporter-manifests",
  "probes_blackbox-exporter_ABBF6751": "observability/blackbox-exporter",
  "prometheus_kps-certificates_DC51FC46": "observability/kps-certificates",
  prometheus_kps_6C33E3DC: "observability/kps",
  "record_observability-environment_A30C2DEF": "observability/observability-environment",
  "slo_slo-rules_B8026CAC": "observability/slo-rules",
};

const SINK = { "alerting_notification-sink_manifests_ED9FCD7D": "observability/notification-sink" };

/** The replicas of Prometheus as one, where there are several. */
const REPLICAS = {
  "thanos-query_thanos-manifests_6BC312A3": "observability/thanos-manifests",
  "thanos-query_thanos_0BD9C4D2": "observability/thanos",
};

/** A release for each service that the platform places. */
const SERVICES = {
  "slo_slo-payments--ledger_40572EC6": "observability/slo-payments--ledger",
  "slo_slo-search--catalog_E2FCA4EC": "observability/slo-search--catalog",
  "slo_slo-shop--checkout_75894BDD": "observability/slo-shop--checkout",
};

/** Where an environment publishes them. */
const PROXIES = {
  "access_jaeger-proxy_manifests_AA2E4F95": "observability/jaeger-proxy",
  "access_kibana-proxy_manifests_99531367": "observability/kibana-proxy",
};

const ADDITIONAL: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  local: SINK,
  staging: { ...SERVICES, ...REPLICAS },
  production: { ...SERVICES, ...PROXIES, ...REPLICAS },
};

const NAMESPACES: Readonly<Record<string, string>> = {
  namespaces_agents_34970B26: "observability-agents",
  "namespaces_cert-manager_235234B6": "cert-manager",
  namespaces_operators_826976A7: "observability-system",
};

interface Addresses {
  readonly releases: Readonly<Record<string, string>>;
  readonly namespaces: Readonly<Record<string, string>>;
  /** How many resources there are in all. */
  readonly resources: number;
}

/** Releases and namespaces of an artifact as the lists above write them. */
function addressesOf(environment: Environment): Addresses {
  const { releases, objects, resources } = artifactOf(environment);
  const namespaces = objects.filter(({ address }) => address.startsWith("kubernetes_namespace_v1."));
  return {
    releases: Object.fromEntries(
      releases.map(({ id, name, namespace }) => [id, `${namespace}/${name}`] as const),
    ),
    namespaces: Object.fromEntries(
      namespaces.map(({ address, name }) => [address.replace("kubernetes_namespace_v1.", ""), name]),
    ),
    resources: resources.length,
  };
}

function listed(releases: Readonly<Record<string, string>>): Addresses {
  return { releases, namespaces: NAMESPACES, resources: Object.keys({ ...releases, ...NAMESPACES }).length };
}

describe("resource addresses", () => {
  it.each(ENVIRONMENTS)("of %s are the public ones", (name, environment) => {
    expect(addressesOf(environment)).toEqual(listed({ ...RELEASES, ...ADDITIONAL[name] }));
  });

  it("do not depend on the name of the environment", () => {
    expect(addressesOf({ ...production, name: "prod-eu-1" })).toEqual(
      listed({ ...RELEASES, ...ADDITIONAL.production }),
    );
  });

  it("stay where they are when an environment leaves something out", () => {
    const smaller: Environment = { ...production, existing: ["cert-manager"] };
    const left = Object.entries({ ...RELEASES, ...ADDITIONAL.production }).filter(
      ([id]) => !/cert-manager|trust-manager/.test(id),
    );
    expect(addressesOf(smaller)).toEqual(listed(Object.fromEntries(left)));
  });
});

it("the stack is a tree of components, each with its releases", () => {
  withOutdir((outdir) => {
    const app = new MandatedApp({ outdir });
    const stack = new ObservabilityStack(app, production);
    expect(Testing.renderConstructTree(stack)).toMatchInlineSnapshot(`
     "production (ObservabilityStack)
     ├── helm (HelmProvider)
     ├── kubernetes (KubernetesProvider)
     ├── backend (StateBackend)
     ├── namespaces (Namespaces)
         ├── agents (NamespaceV1)
         ├── operators (NamespaceV1)
         ├── cert-manager (NamespaceV1)
         └── priorities (PriorityClasses)
             └── priority-classes (ManifestBundle)
                 └── Resource (Release)
     ├── manifests-chart (TerraformAsset)
     ├── record (EnvironmentRecord)
         └── observability-environment (ManifestBundle)
             └── Resource (Release)
     ├── network (NetworkPolicies)
         └── network-policies (ManifestBundle)
             └── Resource (Release)
     ├── platform (Platform)
         ├── crds (PrometheusOperatorCrds)
             └── prometheus-operator-crds (HelmApplication)
                 └── Resource (Release)
         ├── certificates (CertManager)
             ├── cert-manager (HelmApplication)
                 └── Resource (Release)
             └── trust-manager (HelmApplication)
                 └── Resource (Release)
         ├── internal-ca (InternalCa)
             ├── internal-ca (ManifestBundle)
                 └── Resource (Release)
             └── internal-ca-bundle (ManifestBundle)
                 └── Resource (Release)
         ├── elastic (EckOperator)
             ├── eck-operator-metrics (ManifestBundle)
                 └── Resource (Release)
             └── eck-operator (HelmApplication)
                 └── Resource (Release)
         └── opentelemetry (OpentelemetryOperator)
             └── opentelemetry-operator (HelmApplication)
                 └── Resource (Release)
     ├── prometheus (Prometheus)
         ├── kps-certificates (ManifestBundle)
             └── Resource (Release)
         └── kps (HelmApplication)
             └── Resource (Release)
     ├── thanos-query (ThanosQuery)
         ├── thanos-manifests (ManifestBundle)
             └── Resource (Release)
         └── thanos (HelmApplication)
             └── Resource (Release)
     ├── probes (BlackboxExporter)
         ├── blackbox-exporter-manifests (ManifestBundle)
             └── Resource (Release)
         └── blackbox-exporter (HelmApplication)
             └── Resource (Release)
     ├── alerting (Alerting)
         └── threshold-rules (ManifestBundle)
             └── Resource (Release)
     ├── slo (SloRules)
         ├── slo-rules (ManifestBundle)
             └── Resource (Release)
         ├── slo-shop--checkout (ManifestBundle)
             └── Resource (Release)
         ├── slo-payments--ledger (ManifestBundle)
             └── Resource (Release)
         └── slo-search--catalog (ManifestBundle)
             └── Resource (Release)
     ├── elasticsearch (Elasticsearch)
         ├── elasticsearch-roles (ManifestBundle)
             └── Resource (Release)
         ├── elasticsearch (HelmApplication)
             └── Resource (Release)
         └── elasticsearch-setup (ManifestBundle)
             └── Resource (Release)
     ├── elasticsearch-exporter (ElasticsearchExporter)
         ├── elasticsearch-exporter-manifests (ManifestBundle)
             └── Resource (Release)
         └── elasticsearch-exporter (HelmApplication)
             └── Resource (Release)
     ├── kibana (Kibana)
         ├── kibana (HelmApplication)
             └── Resource (Release)
         └── kibana-manifests (ManifestBundle)
             └── Resource (Release)
     ├── logstash (Logstash)
         ├── logstash-certificate (ManifestBundle)
             └── Resource (Release)
         └── logstash (HelmApplication)
             └── Resource (Release)
     ├── jaeger (Jaeger)
         ├── jaeger-manifests (ManifestBundle)
             └── Resource (Release)
         └── jaeger (HelmApplication)
             └── Resource (Release)
     ├── gateway (GatewayCollector)
         ├── otel-gateway-identity (ManifestBundle)
             └── Resource (Release)
         └── otel-gateway (HelmApplication)
             └── Resource (Release)
     ├── agents (AgentCollector)
         ├── otel-agent-identity (ManifestBundle)
             └── Resource (Release)
         └── otel-agent (HelmApplication)
             └── Resource (Release)
     ├── cluster (ClusterCollector)
         ├── otel-cluster-identity (ManifestBundle)
             └── Resource (Release)
         └── otel-cluster (HelmApplication)
             └── Resource (Release)
     ├── instrumentation (Instrumentation)
         └── otel-instrumentation (ManifestBundle)
             └── Resource (Release)
     ├── grafana (Grafana)
         ├── grafana-certificate (ManifestBundle)
             └── Resource (Release)
         └── grafana (HelmApplication)
             └── Resource (Release)
     ├── dashboards (Dashboards)
         └── dashboards (ManifestBundle)
             └── Resource (Release)
     └── access (Access)
         ├── jaeger-proxy (AuthenticatingProxy)
             └── manifests (ManifestBundle)
                 └── Resource (Release)
         └── kibana-proxy (AuthenticatingProxy)
             └── manifests (ManifestBundle)
                 └── Resource (Release)
     "
    `);
  });
});
