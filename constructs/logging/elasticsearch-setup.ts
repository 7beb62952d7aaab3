import { createHash } from "node:crypto";
import { stringify } from "safe-stable-stringify";
import type { HelmValues } from "../core/helm-values";
import type { Manifest } from "../core/manifest-bundle";
import {
  COLLECTOR_TEMPLATE,
  days,
  failureStoreOptions,
  legacyComponentTemplate,
  LEGACY_INDEX_TEMPLATE,
  LEGACY_TEMPLATE,
  legacyIndexTemplate,
  LOG_POLICY,
  logComponentTemplate,
  logIndexSettings,
  logLifecyclePolicy,
  type LogLifecycle,
} from "./index-lifecycle";
import { type SetupJobOptions, setupJobSpec } from "./elasticsearch-setup-job";
import {
  EXISTING_OPTIONS,
  EXISTING_SETTINGS,
  type SetupDocument,
  setupScript,
} from "./elasticsearch-setup-script";

/** Label of ConfigMaps whose data is applied to Elasticsearch, by which reviews find it. */
export const SETUP_LABEL = "observability.qms/elasticsearch-setup";

/** What the setup of an Elasticsearch cluster needs to know. */
export interface ElasticsearchSetupOptions extends LogLifecycle, SetupJobOptions {
  readonly namespace: string;
}

/** Name of the objects, and of the Job's pods by their label `app.kubernetes.io/name`. */
export const SETUP_NAME = "elasticsearch-setup";

/**
 * Helm waits for a hook and fails the release with it. A Job that failed is deleted before the next try, which an
 * ordinary Job of the same name would find as it is and fail with again.
 * @see https://helm.sh/docs/topics/charts_hooks/
 */
const HOOK = {
  "helm.sh/hook": "post-install,post-upgrade",
  "helm.sh/hook-delete-policy": "before-hook-creation,hook-succeeded",
};

interface Document extends SetupDocument {
  readonly body: HelmValues;
}

function documents(lifecycle: LogLifecycle): readonly Document[] {
  const components = {
    [COLLECTOR_TEMPLATE]: logComponentTemplate(lifecycle),
    [LEGACY_TEMPLATE]: legacyComponentTemplate(lifecycle),
  };
  return [
    {
      key: `ilm-${LOG_POLICY}.json`,
      path: `_ilm/policy/${LOG_POLICY}`,
      body: logLifecyclePolicy(lifecycle.retentionDays),
    },
    ...Object.entries(components).map(([name, body]) => ({
      key: `component-template-${name.replace("@", "-")}.json`,
      path: `_component_template/${name}`,
      body,
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
 * name carries the hash of all it does, so that logs and events tell which version ran.
 */
export function elasticsearchSetup(options: ElasticsearchSetupOptions): Readonly<Record<string, Manifest>> {
  const data = setupData(options);
  const spec = setupJobSpec(SETUP_NAME, options);
  const hash = createHash("sha256")
    .update(stringify({ data, spec } as HelmValues))
    .digest("hex")
    .slice(0, 10);
  const metadata = { namespace: options.namespace, labels: { "app.kubernetes.io/name": SETUP_NAME } };
  return {
    [`configmap-${SETUP_NAME}`]: {
      apiVersion: "v1",
      kind: "ConfigMap",
      metadata: { ...metadata, name: SETUP_NAME, labels: { ...metadata.labels, [SETUP_LABEL]: "true" } },
      data,
    },
    [`job-${SETUP_NAME}`]: {
      apiVersion: "batch/v1",
      kind: "Job",
      metadata: { ...metadata, name: `${SETUP_NAME}-${hash}`, annotations: HOOK },
      spec,
    },
  };
}
