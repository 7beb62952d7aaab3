import { createHash } from "node:crypto";
import { stringify } from "safe-stable-stringify";
import type { HelmValue, HelmValues } from "../core/helm-values";
import type { Manifest } from "../core/manifest-bundle";
import {
  COLLECTOR_TEMPLATE,
  days,
  failureStoreOptions,
  LEGACY_INDEX_TEMPLATE,
  LEGACY_TEMPLATE,
  legacyIndexTemplate,
  LOG_POLICY,
  logComponentTemplate,
  logIndexSettings,
  logLifecyclePolicy,
  type LogLifecycle,
} from "./index-lifecycle";
import {
  EXISTING_OPTIONS,
  EXISTING_SETTINGS,
  type SetupDocument,
  setupScript,
} from "./elasticsearch-setup-script";

/** Label of ConfigMaps whose data is applied to Elasticsearch, by which reviews find it. */
export const SETUP_LABEL = "observability.qms/elasticsearch-setup";

/** What the setup of an Elasticsearch cluster needs to know. */
export interface ElasticsearchSetupOptions extends LogLifecycle {
  readonly namespace: string;
  readonly url: string;
  /** Secret with the authority of the server's certificate, key `ca.crt`. */
  readonly caSecretName: string;
  /** Secret with keys `username` and `password` of a user with the role `es_setup`. */
  readonly userSecretName: string;
  /** Image with a POSIX shell and curl. */
  readonly image: string;
}

const NAME = "elasticsearch-setup";
const FOLDER = "/setup";

interface Document extends SetupDocument {
  readonly body: HelmValues;
}

function documents(lifecycle: LogLifecycle): readonly Document[] {
  const template = logComponentTemplate(lifecycle);
  return [
    {
      key: `ilm-${LOG_POLICY}.json`,
      path: `_ilm/policy/${LOG_POLICY}`,
      body: logLifecyclePolicy(lifecycle.retentionDays),
    },
    ...[COLLECTOR_TEMPLATE, LEGACY_TEMPLATE].map((name) => ({
      key: `component-template-${name.replace("@", "-")}.json`,
      path: `_component_template/${name}`,
      body: template,
    })),
    {
      key: `index-template-${LEGACY_INDEX_TEMPLATE}.json`,
      path: `_index_template/${LEGACY_INDEX_TEMPLATE}`,
      body: legacyIndexTemplate(),
    },
  ];
}

/** Data of the ConfigMap: the JSON documents and `setup.sh`. */
export function setupData(lifecycle: LogLifecycle): Readonly<Record<string, string>> {
  const applied = documents(lifecycle);
  const { retentionDays, replicas } = lifecycle;
  const json = (value: HelmValues): string => `${stringify(value, null, 2)}\n`;
  return {
    ...Object.fromEntries(applied.map(({ key, body }) => [key, json(body)])),
    [EXISTING_SETTINGS]: json(logIndexSettings(replicas)),
    [EXISTING_OPTIONS]: json(failureStoreOptions(retentionDays)),
    "setup.sh": setupScript(applied, { deleteAge: days(retentionDays), replicas }),
  };
}

/**
 * The ConfigMap and the Job that bring lifecycle and templates into Elasticsearch.
 *
 * A Job, because ECK applies policies and templates itself (StackConfigPolicy) only with an Enterprise licence. Its
 * name carries the hash of all it does: a changed Job cannot be patched, and an unchanged one need not run again.
 */
export function elasticsearchSetup(options: ElasticsearchSetupOptions): Readonly<Record<string, Manifest>> {
  const data = setupData(options);
  const spec = jobSpec(options);
  const hash = createHash("sha256")
    .update(stringify({ data, spec } as HelmValues))
    .digest("hex")
    .slice(0, 10);
  const metadata = { namespace: options.namespace, labels: { "app.kubernetes.io/name": NAME } };
  return {
    [`configmap-${NAME}`]: {
      apiVersion: "v1",
      kind: "ConfigMap",
      metadata: { ...metadata, name: NAME, labels: { ...metadata.labels, [SETUP_LABEL]: "true" } },
      data,
    },
    [`job-${NAME}`]: {
      apiVersion: "batch/v1",
      kind: "Job",
      metadata: { ...metadata, name: `${NAME}-${hash}` },
      spec,
    },
  };
}

function jobSpec(options: ElasticsearchSetupOptions): HelmValues {
  return {
    // With the script's own patience, about half an hour for a cluster to come up.
    backoffLimit: 3,
    template: {
      metadata: { labels: { "app.kubernetes.io/name": NAME } },
      spec: {
        restartPolicy: "Never",
        automountServiceAccountToken: false,
        securityContext: {
          runAsNonRoot: true,
          runAsUser: 65534,
          runAsGroup: 65534,
          fsGroup: 65534,
          seccompProfile: { type: "RuntimeDefault" },
        },
        containers: [container(options)],
        volumes: [
          { name: "setup", configMap: { name: NAME } },
          { name: "ca", secret: { secretName: options.caSecretName } },
          { name: "tmp", emptyDir: { medium: "Memory", sizeLimit: "1Mi" } },
        ],
      },
    },
  };
}

function container(options: ElasticsearchSetupOptions): HelmValue {
  const fromSecret = (key: string): HelmValue => ({ secretKeyRef: { name: options.userSecretName, key } });
  return {
    name: "setup",
    image: options.image,
    command: ["/bin/sh", `${FOLDER}/setup.sh`],
    env: [
      { name: "ES_URL", value: options.url },
      { name: "ES_CA", value: "/ca/ca.crt" },
      { name: "SETUP_FOLDER", value: FOLDER },
      { name: "ATTEMPTS", value: "60" },
      { name: "PAUSE_SECONDS", value: "10" },
      { name: "ES_USERNAME", valueFrom: fromSecret("username") },
      { name: "ES_PASSWORD", valueFrom: fromSecret("password") },
    ],
    resources: { requests: { cpu: "10m", memory: "16Mi" }, limits: { memory: "64Mi" } },
    securityContext: {
      allowPrivilegeEscalation: false,
      readOnlyRootFilesystem: true,
      capabilities: { drop: ["ALL"] },
    },
    volumeMounts: [
      { name: "setup", mountPath: FOLDER, readOnly: true },
      { name: "ca", mountPath: "/ca", readOnly: true },
      { name: "tmp", mountPath: "/tmp" },
    ],
  };
}
