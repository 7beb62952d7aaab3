import { SEVERITIES } from "../../mandate";
import type { HelmValues } from "../core/helm-values";

/** Labels of a service; every alert about one has both. */
const SERVICE = ["namespace", "service"];

/**
 * Rules by which an urgent alert silences what it explains. Never the other way round: a cause must not silence what
 * users feel.
 */
export function inhibitRules(): readonly HelmValues[] {
  return [
    ...SEVERITIES.slice(0, -1).map((severity, index) =>
      inhibits({
        source: [`severity="${severity}"`],
        target: [`severity=~"${SEVERITIES.slice(index + 1).join("|")}"`],
        // The same alert at a higher severity says all that the lower one does.
        alsoEqual: ["alertname"],
      }),
    ),
    inhibits({
      source: ['kind="symptom"', 'severity=~"critical|high"'],
      target: ['kind=~"anomaly|saturation"', 'severity=~"medium|low"'],
    }),
  ];
}

interface Inhibition {
  /** Matchers of the alert that silences. */
  readonly source: readonly string[];
  /** Matchers of the alert that is silenced. */
  readonly target: readonly string[];
  /** @default - the labels of a service suffice */
  readonly alsoEqual?: readonly string[];
}

/**
 * Alertmanager takes two missing labels as equal: without the matchers on presence, an alert on one node would
 * silence one on every other node (prometheus/alertmanager#2214). Prometheus itself adds `cluster` to every alert.
 */
function inhibits({ source, target, alsoEqual = [] }: Inhibition): HelmValues {
  const present = SERVICE.map((label) => `${label}!=""`);
  return {
    source_matchers: [...source, ...present],
    target_matchers: [...target, ...present],
    equal: ["cluster", ...SERVICE, ...alsoEqual],
  };
}
