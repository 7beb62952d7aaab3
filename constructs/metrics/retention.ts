import type { Problem } from "../../mandate";
import { type Bound, PROMETHEUS_DAYS } from "../core/bound";
import { type HelmValue, type HelmValues } from "../core/helm-values";
import { valueAt } from "../core/value-path";

const SPEC = "prometheus.prometheusSpec";
const KEY = "observability_configuration.metrics_retention_days";

/** What keeps samples as long as the mandate asks, and what would delete them earlier. */
export const RETENTION_BOUNDS: readonly Bound[] = [
  { path: `${SPEC}.retention`, key: KEY, codec: PROMETHEUS_DAYS },
  unset("retentionSize", "a size limit deletes samples before their time"),
  unset("additionalConfig.retention", "it replaces the retention behind its back"),
  unset("additionalConfig.retentionSize", "a size limit deletes samples before their time"),
  unset("additionalConfigString", "raw text can replace the retention unseen; use additionalConfig"),
  unset("storageSpec.emptyDir", "it goes ahead of the volume, and its samples are gone with the pod"),
  unset("storageSpec.ephemeral", "it goes ahead of the volume, and its samples are gone with the pod"),
];

function unset(path: string, mustBeUnset: string): Bound {
  return { path: `${SPEC}.${path}`, key: KEY, mustBeUnset };
}

/** Command-line arguments of the caller that would change the retention; values of a list are no paths of a bound. */
export function retentionArgumentProblems(values: HelmValues, where: string): readonly Problem[] {
  const path = `${SPEC}.additionalArgs`;
  const args = valueAt(values, path);
  return (Array.isArray(args) ? (args as readonly HelmValue[]) : []).flatMap((arg, index) =>
    /"(--)?storage\.tsdb\.retention/.test(JSON.stringify(arg))
      ? [
          {
            where,
            what: `value ${path}[${index}] would change the retention`,
            found: JSON.stringify(arg),
            allowed: "arguments that do not begin with storage.tsdb.retention",
            mandate: KEY,
            fix: `remove it and set ${SPEC}.retention`,
          },
        ]
      : [],
  );
}
