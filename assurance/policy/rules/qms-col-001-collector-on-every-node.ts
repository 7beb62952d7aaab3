import { describeAllowed, isWeaker, valueAt as mandatedAt } from "../../../mandate";
import { collectors } from "../../artifact/native/collectors";
import { defineRule, rendered, type Violation } from "../rule";

const KEY = "observability_configuration.otel_collector_deployment";

/** A collector runs on every node; collectors in other roles may stand beside it. */
export const collectorOnEveryNodeRule = defineRule({
  id: "QMS-COL-001",
  title: "a collector runs on every node",
  mandate: [KEY],
  violations: (artifact, mandate) => {
    const mandated = mandatedAt(mandate.values, KEY);
    const all = collectors(artifact);
    if (all.some(({ mode }) => !isWeaker(KEY, mandated, mode))) return [];
    const required = describeAllowed(KEY, mandated);
    const fix = "add the collector agents to the stack; leave the value mode to the construct";
    if (all.length === 0)
      return [{ address: "", path: "", found: "no collector", required, mandate: KEY, fix }];
    return all.map(({ address, mode }): Violation => ({
      address,
      path: "mode",
      found: rendered(mode),
      required,
      mandate: KEY,
      fix,
    }));
  },
});
