import { describeAllowed, valueAt as mandatedAt, type Mandate } from "../../../mandate";
import { locatedTexts, valueAt, type JsonValue } from "../../artifact/json";
import { metricsRetention, prometheusServers, type PrometheusServer } from "../retention-settings";
import { boundViolations, defineRule, rendered, type Violation } from "../rule";

const KEY = "observability_configuration.metrics_retention_days";

/** Every Prometheus keeps its samples for the mandated days, and nothing deletes them earlier. */
export const metricsRetentionRule = defineRule({
  id: "QMS-RET-001",
  title: "metrics are kept for the mandated days",
  mandate: [KEY],
  violations: (artifact, mandate) => {
    const servers = prometheusServers(artifact);
    if (servers.length === 0) return [missing(mandate)];
    const tooShort = metricsRetention(artifact).flatMap(({ address, path, written, days }) =>
      boundViolations(mandate, {
        key: KEY,
        address,
        path,
        written,
        value: days,
        fix: `remove ${path} from the values, or raise it`,
      }),
    );
    return [...tooShort, ...servers.flatMap(earlierDeletion)];
  },
});

function missing(mandate: Mandate): Violation {
  return {
    address: "",
    path: "",
    found: "no Prometheus",
    required: `a Prometheus that keeps samples ${describeAllowed(KEY, mandatedAt(mandate.values, KEY))}`,
    mandate: KEY,
    fix: "add the Prometheus construct to the stack",
  };
}

const EARLIER = [
  "retentionSize",
  "additionalConfig.retention",
  "additionalConfig.retentionSize",
  "additionalConfigString",
];

/** Settings beside `retention` that end in samples being gone before their time. */
function earlierDeletion({ address, path, spec }: PrometheusServer): readonly Violation[] {
  const refuse = (setting: string, written: JsonValue | undefined, required: string): Violation => ({
    address,
    path: `${path}.${setting}`,
    found: rendered(written),
    required,
    mandate: KEY,
    fix: `remove ${path}.${setting}`,
  });
  const settings = EARLIER.map((name) => [name, valueAt(spec, name)] as const)
    .filter(([, written]) => written !== undefined && written !== "")
    .map(([name, written]) =>
      refuse(name, written, "not set, because it can delete samples before their time"),
    );
  const flags = locatedTexts(spec)
    .filter(({ text }) => text.includes("storage.tsdb.retention"))
    .map((flag) => refuse(flag.path, flag.text, "no retention flag beside the value retention"));
  return [...settings, ...flags];
}
