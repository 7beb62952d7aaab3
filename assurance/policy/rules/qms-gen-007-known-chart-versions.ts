import { CHART_DEFAULTS } from "../../artifact/chart-defaults";
import { defineRule, rendered } from "../rule";

const KEY = "qms_context.observability_enforcement";

/** Helm merges a chart's defaults into our values; of another version than the known one they are unknown. */
export const knownChartVersionsRule = defineRule({
  id: "QMS-GEN-007",
  title: "the defaults of judged charts are known",
  mandate: [KEY],
  violations: (artifact) =>
    artifact.releases.flatMap(({ address, chart, version, isLocal }) => {
      const known = Object.hasOwn(CHART_DEFAULTS, chart) ? CHART_DEFAULTS[chart] : undefined;
      if (known === undefined || isLocal || known.version === version) return [];
      return [
        {
          address,
          path: "version",
          found: rendered(version),
          required: `${rendered(known.version)}, the version whose defaults the reader knows`,
          mandate: KEY,
          fix: "use the pinned version, or add the defaults of this one to assurance/artifact/chart-defaults.ts",
        },
      ];
    }),
});
