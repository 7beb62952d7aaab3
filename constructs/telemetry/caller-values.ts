import type { MandateKey, Problem } from "../../mandate";
import { type HelmValue, type HelmValues, isMap } from "../core/helm-values";
import { joinPath } from "../core/value-path";

/**
 * Values of the chart that decide what a collector does. An addition is no smaller a threat than a change: one key
 * beside ours exempts values from redaction, one more pipeline goes around it.
 */
const PIPELINE_VALUES = [
  "config",
  "alternateConfig",
  "configMap",
  "presets",
  "command",
  "internalTelemetryViaOTLP",
  "rewriteDeprecatedComponentNames",
];

const MANDATED: readonly (readonly [prefix: string, key: MandateKey])[] = [
  ["config.processors.tail_sampling", "observability_configuration.trace_sampling_rate"],
  ["config.processors.filter/log_policy", "observability_configuration.log_level_enforcement"],
  ["", "observability_configuration.pii_scrubbing_enabled"],
];

/** A caller's values that would change the pipelines, which are built from the mandate. */
export function pipelineValueProblems(values: HelmValues, where: string): readonly Problem[] {
  return Object.entries(values)
    .filter(([key]) => PIPELINE_VALUES.includes(key))
    .flatMap(([key, value]) => leaves(value, [key]))
    .map(({ path, value }) => ({
      where,
      what: `value ${path} would change the pipelines of the collector`,
      found: JSON.stringify(value),
      allowed: "unset",
      ...mandateFor(path),
      fix: `remove ${path}; the construct's props and verbs decide the pipelines`,
    }));
}

function leaves(
  value: HelmValue,
  path: readonly string[],
): readonly { readonly path: string; readonly value: HelmValue }[] {
  return isMap(value) && Object.keys(value).length > 0
    ? Object.entries(value).flatMap(([key, below]) => leaves(below, [...path, key]))
    : [{ path: joinPath(path), value }];
}

function mandateFor(path: string): { readonly mandate?: MandateKey } {
  const key = MANDATED.find(([prefix]) => path.startsWith(prefix))?.[1];
  return key === undefined ? {} : { mandate: key };
}
