import type { Profile } from "../core/chart-values";
import type { HelmValue, HelmValues } from "../core/helm-values";
import { PRIORITIES } from "../platform/priority-classes";
import { spread } from "../platform/spread";
import { fromSecret } from "../security/secret-reference";
import type { ElasticsearchEndpoint } from "./elasticsearch-endpoint";
import { LOGSTASH_ENVIRONMENT, LOGSTASH_ES_CA, LOGSTASH_TLS } from "./logstash-pipelines";

/** Secret that cert-manager writes with the certificate of the inputs. */
export const LOGSTASH_TLS_SECRET = "logstash-tls";

interface Size {
  readonly memory: string;
  readonly memoryLimit: string;
  readonly heap: string;
  readonly cpu: string;
}

const SIZES: Readonly<Record<Profile, Size>> = {
  single: { memory: "768Mi", memoryLimit: "1Gi", heap: "400m", cpu: "100m" },
  "high-availability": { memory: "2Gi", memoryLimit: "2Gi", heap: "1g", cpu: "500m" },
};

const LABELS = { "logstash.k8s.elastic.co/name": "logstash" };

// The operator confines the pods of Elasticsearch and Kibana, and leaves those of Logstash as they are.
// https://github.com/elastic/cloud-on-k8s/blob/v3.5.0/pkg/controller/logstash/pod.go
const CONTAINER_SECURITY: HelmValue = { allowPrivilegeEscalation: false, capabilities: { drop: ["ALL"] } };
const POD_SECURITY: HelmValue = {
  fsGroup: 1000,
  runAsNonRoot: true,
  runAsUser: 1000,
  seccompProfile: { type: "RuntimeDefault" },
};

/** The pod of Logstash, once it is known where it writes to. */
export function logstashPod(profile: Profile, elasticsearch: ElasticsearchEndpoint): HelmValues {
  const volumes = {
    tls: { secretName: LOGSTASH_TLS_SECRET, mountPath: LOGSTASH_TLS },
    "elasticsearch-ca": { secretName: elasticsearch.caSecretName, mountPath: LOGSTASH_ES_CA },
  };
  return {
    spec: {
      automountServiceAccountToken: false,
      securityContext: POD_SECURITY,
      priorityClassName: PRIORITIES.backends,
      ...(profile === "high-availability" ? { topologySpreadConstraints: spread(LABELS) } : {}),
      // Time to write the rest of the queue out.
      terminationGracePeriodSeconds: 120,
      containers: [
        {
          name: "logstash",
          securityContext: CONTAINER_SECURITY,
          env: environment(profile, elasticsearch),
          resources: resources(profile),
          volumeMounts: Object.entries(volumes).map(([name, { mountPath }]) => ({
            name,
            mountPath,
            readOnly: true,
          })),
        },
      ],
      // The operator's own, which takes the rest from it.
      initContainers: [{ name: "logstash-internal-init-config", securityContext: CONTAINER_SECURITY }],
      volumes: Object.entries(volumes).map(([name, { secretName }]) => ({ name, secret: { secretName } })),
    },
  };
}

function environment(profile: Profile, elasticsearch: ElasticsearchEndpoint): readonly HelmValue[] {
  const { heap } = SIZES[profile];
  const name = elasticsearch.userSecretName("logstash");
  return [
    { name: "LS_JAVA_OPTS", value: `-Xms${heap} -Xmx${heap}` },
    { name: LOGSTASH_ENVIRONMENT.url, value: elasticsearch.url },
    { name: LOGSTASH_ENVIRONMENT.username, valueFrom: fromSecret({ name, key: "username" }) },
    { name: LOGSTASH_ENVIRONMENT.password, valueFrom: fromSecret({ name, key: "password" }) },
  ];
}

function resources(profile: Profile): HelmValue {
  const { cpu, memory, memoryLimit } = SIZES[profile];
  return { requests: { cpu, memory }, limits: { memory: memoryLimit } };
}
