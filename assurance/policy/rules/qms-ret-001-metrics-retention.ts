import { describeAllowed, valueAt as mandatedAt, type Mandate } from "../../../mandate";
import { locatedTexts, valueAt } from "../../artifact/json";
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

/** Settings beside `retention` that end in samples being gone before their time. */
function earlierDeletion({ address, path, spec }: PrometheusServer): readonly Violation[] {
  const refuse = (setting: string, required: string): Violation => ({
    address,
    path: setting,
    found: rendered(valueAt(spec, setting.slice(path.length + 1)) ?? "set"),
    required,
    mandate: KEY,
    fix: `remove ${setting}`,
  });
  const settings = [
    "retentionSize",
    "additionalConfig.retention",
    "additionalConfig.retentionSize",
    "additionalConfigString",
  ]
    .filter((name) => ![undefined, ""].includes(valueAt(spec, name) as undefined))
    .map((name) => refuse(`${path}.${name}`, "not set, because it can delete samples before their time"));
  const flags = locatedTexts(spec, "")
    .filter(({ text }) => text.includes("storage.tsdb.retention"))
    .map((flag) =>
      refuse(
        path === "" ? flag.path : `${path}.${flag.path}`,
        "no retention flag beside the value retention",
      ),
    );
  return [...settings, ...flags];
}
