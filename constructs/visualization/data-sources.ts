import { CA_BUNDLE } from "../security/ca-bundle";
import { fromConfigMap, fromSecret } from "../security/secret-reference";
import { type DataSource, type DataSourceEntry, dataSourceUid, environmentPrefix } from "./data-source";
import type {
  AlertmanagerEndpoint,
  LogStoreEndpoint,
  PrometheusEndpoint,
  TraceQueryEndpoint,
} from "./endpoints";

// References are written `$NAME`: `$__env{NAME}` and `${NAME}` are expanded twice, and a password with a dollar sign
// would lose a part. https://github.com/grafana/grafana/blob/main/pkg/services/provisioning/values/values.go
const INTERNAL_CA = "INTERNAL_CA";

/** Metrics, and the rules that Prometheus evaluates. */
export function prometheusSource(name: string, endpoint: PrometheusEndpoint): DataSource {
  const { url, scrapeInterval = "30s", flavour = "Prometheus" } = endpoint;
  const jsonData = {
    httpMethod: "POST",
    prometheusType: flavour,
    timeInterval: scrapeInterval,
    manageAlerts: true,
    allowAsRecordingRulesTarget: false,
  };
  return { type: "prometheus", name, uid: dataSourceUid(name), url, ...verified(url, { jsonData }) };
}

/** Alerts and silences. */
export function alertmanagerSource(name: string, endpoint: AlertmanagerEndpoint): DataSource {
  const { url } = endpoint;
  // Grafana's own alerts are not sent there: alerting has one path, from Prometheus.
  const jsonData = { implementation: "prometheus", handleGrafanaManagedAlerts: false };
  return { type: "alertmanager", name, uid: dataSourceUid(name), url, ...verified(url, { jsonData }) };
}

/** Traces. */
export function jaegerSource(name: string, endpoint: TraceQueryEndpoint): DataSource {
  const url = endpoint.queryUrl;
  const jsonData = { nodeGraph: { enabled: true }, spanBar: { type: "None" } };
  return { type: "jaeger", name, uid: dataSourceUid(name), url, ...verified(url, { jsonData }) };
}

/** Log records, as the collectors' Elasticsearch exporter writes them in its mapping mode `otel`. */
export function elasticsearchSource(name: string, endpoint: LogStoreEndpoint): DataSource {
  const uid = dataSourceUid(name);
  const prefix = environmentPrefix(uid);
  const user = endpoint.userSecretName("grafana");
  return {
    type: "elasticsearch",
    name,
    uid,
    url: endpoint.url,
    entry: {
      basicAuth: true,
      basicAuthUser: `$${prefix}_USERNAME`,
      jsonData: {
        index: "logs-*",
        timeField: "@timestamp",
        // Read from the stored document, where the mapping's aliases `message` and `log.level` don't exist.
        logMessageField: "body.text",
        logLevelField: "severity_text",
        maxConcurrentShardRequests: 5,
        tlsAuthWithCACert: true,
      },
      secureJsonData: {
        basicAuthPassword: `$${prefix}_PASSWORD`,
        tlsCACert: `$${prefix}_CA`,
      },
    },
    environment: {
      [`${prefix}_USERNAME`]: fromSecret({ name: user, key: "username" }),
      [`${prefix}_PASSWORD`]: fromSecret({ name: user, key: "password" }),
      [`${prefix}_CA`]: fromSecret({ name: endpoint.caSecretName, key: "ca.crt" }),
    },
  };
}

// Certificates inside the cluster are signed by the internal CA, which Grafana does not know by itself.
function verified(url: string, entry: DataSourceEntry): Pick<DataSource, "entry" | "environment"> {
  return url.startsWith("https://")
    ? {
        entry: {
          jsonData: { ...entry.jsonData, tlsAuthWithCACert: true },
          secureJsonData: { tlsCACert: `$${INTERNAL_CA}` },
        },
        environment: { [INTERNAL_CA]: fromConfigMap(CA_BUNDLE) },
      }
    : { entry, environment: {} };
}
