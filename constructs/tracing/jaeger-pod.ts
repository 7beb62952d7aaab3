import type { HelmValue, HelmValues } from "../core/helm-values";
import type { ElasticsearchEndpoint } from "../logging/elasticsearch-endpoint";
import { CA_BUNDLE } from "../security/ca-bundle";
import { fromSecret } from "../security/secret-reference";
import { JAEGER_TLS } from "./jaeger-config";
import { JAEGER_TLS_SECRET } from "./jaeger-manifests";
import {
  JAEGER_METRICS_CA,
  JAEGER_STORAGE_CA,
  JAEGER_STORAGE_USER,
  type SpanMetrics,
  STORAGE_USERNAME,
} from "./jaeger-storage";

/** What Jaeger's pod has to reach; each may come later. */
export interface JaegerPeers {
  readonly elasticsearch?: ElasticsearchEndpoint;
  readonly metrics?: SpanMetrics;
}

interface Mount {
  readonly name: string;
  readonly source: HelmValues;
  readonly mountPath: string;
}

/** Environment and volumes of Jaeger's pod; lists, which Helm replaces as a whole, so all at once. */
export function jaegerPod(peers: JaegerPeers): HelmValues {
  const mounts = jaegerMounts(peers);
  return {
    extraEnv: peers.elasticsearch === undefined ? [] : [userName(peers.elasticsearch)],
    extraVolumes: mounts.map(({ name, source }) => ({ name, ...source })),
    extraVolumeMounts: mounts.map(({ name, mountPath }) => ({ name, mountPath, readOnly: true })),
  };
}

function jaegerMounts({ elasticsearch, metrics }: JaegerPeers): readonly Mount[] {
  const secret = (name: string, secretName: string, mountPath: string): Mount => ({
    name,
    source: { secret: { secretName } },
    mountPath,
  });
  return [
    secret("tls", JAEGER_TLS_SECRET, JAEGER_TLS),
    ...(elasticsearch === undefined
      ? []
      : [
          secret("elasticsearch-ca", elasticsearch.caSecretName, JAEGER_STORAGE_CA),
          secret("elasticsearch-user", elasticsearch.userSecretName("jaeger"), JAEGER_STORAGE_USER),
        ]),
    ...(metrics?.url.startsWith("https://") === true
      ? [
          {
            name: "metrics-ca",
            source: { configMap: { name: CA_BUNDLE.name } },
            mountPath: JAEGER_METRICS_CA,
          },
        ]
      : []),
  ];
}

function userName(elasticsearch: ElasticsearchEndpoint): HelmValue {
  return {
    name: STORAGE_USERNAME,
    valueFrom: fromSecret({ name: elasticsearch.userSecretName("jaeger"), key: "username" }),
  };
}

const CLEANER_CA = "/elasticsearch-ca";

/**
 * How the index cleaner reaches Elasticsearch. The chart's own values for user and password would stand in clear in
 * the CronJob, and those for TLS do not reach it.
 */
export function cleanerAccess(elasticsearch: ElasticsearchEndpoint): HelmValues {
  const name = elasticsearch.userSecretName("jaeger");
  return {
    extraEnv: [
      { name: "ES_USERNAME", valueFrom: fromSecret({ name, key: "username" }) },
      { name: "ES_PASSWORD", valueFrom: fromSecret({ name, key: "password" }) },
      { name: "ES_TLS_ENABLED", value: "true" },
      { name: "ES_TLS_CA", value: `${CLEANER_CA}/ca.crt` },
    ],
    extraSecretMounts: [
      {
        name: "elasticsearch-ca",
        secretName: elasticsearch.caSecretName,
        mountPath: CLEANER_CA,
        subPath: "",
        readOnly: true,
      },
    ],
  };
}
