import { packagedChartDigest } from "../packaged-chart";
import { defineRule } from "../rule";

const KEY = "qms_context.observability_enforcement";

/** A local chart has templates that nobody judged, unless it is the packaged one, which applies objects as they are. */
export const packagedChartRule = defineRule({
  id: "QMS-GEN-004",
  title: "local charts are the packaged one",
  mandate: [KEY],
  violations: (artifact) => {
    const locals = artifact.releases.filter(({ isLocal }) => isLocal);
    if (locals.length === 0) return [];
    const packaged = packagedChartDigest();
    return locals
      .filter(({ chartDigest }) => chartDigest !== packaged)
      .map(({ address, chart, chartDigest }) => ({
        address,
        path: "chart",
        found: chartDigest === undefined ? `no chart at ${chart}` : `sha256:${chartDigest}`,
        required: `sha256:${packaged}, the chart of this package`,
        mandate: KEY,
        fix: "bring objects by ManifestBundle, and synthesize into an empty folder",
      }));
  },
});
