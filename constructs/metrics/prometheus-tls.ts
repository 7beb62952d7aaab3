import type { HelmValue, HelmValues } from "../core/helm-values";
import type { Manifest } from "../core/manifest-bundle";
import { CA_BUNDLE } from "../security/ca-bundle";
import { certificateManifest, type IssuerReference, serviceDnsNames } from "../security/certificate";
import { exporterWebConfig, overHttps, verifiedAs } from "../security/server-tls";
import { PROMETHEUS_PORTS } from "./prometheus-edges";

/** Where the components are, and who signs for them. */
export interface PrometheusTlsOptions {
  readonly fullname: string;
  readonly namespace: string;
  readonly agentsNamespace: string;
  readonly issuer: IssuerReference;
}

const NODE_EXPORTER = { tls: "/etc/node-exporter/tls", web: "/etc/node-exporter/web" } as const;
const KUBE_STATE_METRICS = {
  tls: "/etc/kube-state-metrics/tls",
  web: "/etc/kube-state-metrics/web",
} as const;
const WEB_CONFIG = "web.yaml";

/** Names of the certificates, of their Secrets without the suffix, and of the exporters' configurations. */
const NAMES = {
  prometheus: "prometheus",
  alertmanager: "alertmanager",
  kubeStateMetrics: "kube-state-metrics",
  nodeExporter: "node-exporter",
} as const;

/** Certificates of kube-prometheus-stack's servers, and what its exporters need to use theirs. */
export function prometheusCertificates(options: PrometheusTlsOptions): Readonly<Record<string, Manifest>> {
  const { agentsNamespace, fullname, issuer, namespace } = options;
  const certificate = (name: string, into: string, dnsNames: readonly string[]): [string, Manifest] => [
    `certificate-${name}`,
    certificateManifest({ name, namespace: into, dnsNames, secretName: secretOf(name), issuer }),
  ];
  const replicated = (component: string): readonly string[] => [
    ...serviceDnsNames(`${fullname}-${component}`, namespace),
    // By these names replicas are told apart.
    ...[`${component}-operated.${namespace}.svc`, `*.${component}-operated.${namespace}.svc`],
  ];
  return Object.fromEntries([
    certificate(NAMES.prometheus, namespace, replicated("prometheus")),
    certificate(NAMES.alertmanager, namespace, replicated("alertmanager")),
    certificate(NAMES.kubeStateMetrics, namespace, serviceDnsNames(kubeStateMetricsOf(fullname), namespace)),
    certificate(
      NAMES.nodeExporter,
      agentsNamespace,
      serviceDnsNames(nodeExporterOf(fullname), agentsNamespace),
    ),
    webConfig(NAMES.kubeStateMetrics, namespace, KUBE_STATE_METRICS.tls),
    webConfig(NAMES.nodeExporter, agentsNamespace, NODE_EXPORTER.tls),
  ]);
}

/** Values by which every server of kube-prometheus-stack answers over TLS, and is asked over TLS. */
export function prometheusTls(options: PrometheusTlsOptions): HelmValues {
  const { agentsNamespace, fullname, namespace } = options;
  const service = (component: string): string => `${fullname}-${component}.${namespace}.svc`;
  const alertmanager = service("alertmanager");
  return {
    prometheus: {
      serviceMonitor: overHttps(service("prometheus")),
      prometheusSpec: {
        web: webOf(NAMES.prometheus),
        externalUrl: `https://${service("prometheus")}:${PROMETHEUS_PORTS.prometheus}`,
      },
    },
    alertmanager: {
      serviceMonitor: overHttps(alertmanager),
      alertmanagerSpec: {
        web: webOf(NAMES.alertmanager),
        externalUrl: `https://${alertmanager}:${PROMETHEUS_PORTS.alertmanager}`,
        // How Prometheus calls it.
        ...overHttps(alertmanager),
        clusterTLS: gossipTls(alertmanager),
      },
    },
    "kube-state-metrics": kubeStateMetricsTls(`${kubeStateMetricsOf(fullname)}.${namespace}.svc`),
    "prometheus-node-exporter": nodeExporterTls(`${nodeExporterOf(fullname)}.${agentsNamespace}.svc`),
  };
}

function webOf(name: string): HelmValue {
  return { tlsConfig: { ...ownCertificate(name), minVersion: "TLS12" } };
}

function ownCertificate(name: string): HelmValues {
  const secret = secretOf(name);
  return { cert: { secret: { name: secret, key: "tls.crt" } }, keySecret: { name: secret, key: "tls.key" } };
}

/** Replicas call each other by address, so all of them answer to one name. */
function gossipTls(serverName: string): HelmValue {
  const own = ownCertificate(NAMES.alertmanager);
  return {
    server: {
      ...own,
      client_ca: { configMap: { name: CA_BUNDLE.name, key: CA_BUNDLE.key } },
      clientAuthType: "RequireAndVerifyClientCert",
      minVersion: "TLS12",
    },
    client: { ...own, ...verifiedAs(serverName) },
  };
}

function kubeStateMetricsTls(serverName: string): HelmValues {
  const { tls, web } = KUBE_STATE_METRICS;
  return {
    extraArgs: [`--tls-config=${web}/${WEB_CONFIG}`],
    volumes: [
      { name: "tls", secret: { secretName: secretOf(NAMES.kubeStateMetrics) } },
      { name: "web-config", configMap: { name: webConfigOf(NAMES.kubeStateMetrics) } },
    ],
    volumeMounts: [
      { name: "tls", mountPath: tls, readOnly: true },
      { name: "web-config", mountPath: web, readOnly: true },
    ],
    ...PROBES_OVER_HTTPS,
    prometheus: { monitor: { http: overHttps(serverName) } },
  };
}

// Lists replace: these are the chart's own, without which every mount of a container counts as a disk of the node.
const FILE_SYSTEM_ARGUMENTS = [
  "--collector.filesystem.mount-points-exclude=^/(dev|proc|sys|run/containerd/.+|var/lib/docker/.+|var/lib/kubelet/.+)($|/)",
  "--collector.filesystem.fs-types-exclude=^(autofs|binfmt_misc|bpf|cgroup2?|configfs|debugfs|devpts|devtmpfs|fusectl|hugetlbfs|iso9660|mqueue|nsfs|overlay|proc|procfs|pstore|rpc_pipefs|securityfs|selinuxfs|squashfs|sysfs|tracefs|erofs)$",
];

function nodeExporterTls(serverName: string): HelmValues {
  const { tls, web } = NODE_EXPORTER;
  return {
    extraArgs: [...FILE_SYSTEM_ARGUMENTS, `--web.config.file=${web}/${WEB_CONFIG}`],
    secrets: [{ name: secretOf(NAMES.nodeExporter), mountPath: tls }],
    configmaps: [{ name: webConfigOf(NAMES.nodeExporter), mountPath: web }],
    ...PROBES_OVER_HTTPS,
    prometheus: { monitor: overHttps(serverName) },
  };
}

const PROBES_OVER_HTTPS: HelmValues = {
  livenessProbe: { httpGet: { scheme: "https" } },
  readinessProbe: { httpGet: { scheme: "https" } },
};

function webConfig(name: string, namespace: string, folder: string): [string, Manifest] {
  return [
    `configmap-${webConfigOf(name)}`,
    {
      apiVersion: "v1",
      kind: "ConfigMap",
      metadata: { name: webConfigOf(name), namespace },
      data: { [WEB_CONFIG]: exporterWebConfig(folder) },
    },
  ];
}

function secretOf(name: string): string {
  return `${name}-tls`;
}

function webConfigOf(name: string): string {
  return `${name}-web-config`;
}

function kubeStateMetricsOf(fullname: string): string {
  return `${fullname}-kube-state-metrics`;
}

function nodeExporterOf(fullname: string): string {
  return `${fullname}-prometheus-node-exporter`;
}
