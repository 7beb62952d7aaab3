import { createHash } from "node:crypto";
import { stringify } from "safe-stable-stringify";
import type { MandatedPaths } from "../core/contradictions";
import { type HelmValues, isMap, mergeValues } from "../core/helm-values";
import { jaegerConfig, type JaegerConfigOptions, jaegerUiConfig, MAX_SPAN_AGE } from "./jaeger-config";
import { cleanerAccess, jaegerPod, type JaegerPeers } from "./jaeger-pod";
import { CLEANER_DAYS } from "./trace-retention";

/** Label of Jaeger's pods with a digest of the configuration. */
export const CONFIG_LABEL = "observability.qms/config";

const KEY = "observability_configuration.trace_retention_days";

/** Values that decide how long traces are kept and found, whatever sets them. */
export const JAEGER_MANDATED_PATHS: MandatedPaths = {
  [MAX_SPAN_AGE]: KEY,
  [CLEANER_DAYS]: KEY,
  "esIndexCleaner.enabled": KEY,
  "esLookback.enabled": KEY,
  "esRollover.enabled": KEY,
  userconfig: KEY,
  "jaeger.enabled": "observability_configuration.tracing_backend",
};

/** What a Jaeger is made of, beside its chart's defaults. */
export interface JaegerWiringOptions extends JaegerPeers {
  /** Copies of each index beside the primary one. */
  readonly replicas: number;
  readonly retentionDays: number;
  /** The caller's values, whose configuration is laid under ours. */
  readonly values: HelmValues;
}

/** The values that Jaeger's props and verbs decide. */
export function jaegerWiring(fullname: string, options: JaegerWiringOptions): HelmValues {
  const { elasticsearch, metrics, replicas, retentionDays, values } = options;
  const connections: JaegerConfigOptions = {
    ...(elasticsearch === undefined ? {} : { storage: { url: elasticsearch.url, replicas } }),
    ...(metrics === undefined ? {} : { metrics }),
  };
  const configuration = { userconfig: jaegerConfig(connections), uiconfig: jaegerUiConfig(connections) };
  return {
    fullnameOverride: fullname,
    ...configuration,
    jaeger: {
      enabled: true,
      ...jaegerPod(options),
      podLabels: { [CONFIG_LABEL]: digest(values, { ...configuration, retentionDays }) },
    },
    esIndexCleaner: {
      enabled: true,
      ...(elasticsearch === undefined ? {} : cleanerAccess(elasticsearch)),
    },
    // Both work on rollover indices; on daily ones they would hide what the cleaner still keeps.
    esLookback: { enabled: false },
    esRollover: { enabled: false },
    ...(elasticsearch === undefined ? {} : { storage: { elasticsearch: { url: elasticsearch.url } } }),
  };
}

// The chart mounts the configuration by subPath and without a checksum, so that a change reaches no running pod.
// https://github.com/jaegertracing/helm-charts/pull/765
function digest(values: HelmValues, ours: HelmValues): string {
  const { userconfig, uiconfig } = values;
  const theirs = {
    ...(isMap(userconfig) ? { userconfig } : {}),
    ...(isMap(uiconfig) ? { uiconfig } : {}),
  };
  return createHash("sha256")
    .update(stringify(mergeValues(theirs, ours)))
    .digest("hex")
    .slice(0, 16);
}
