import { alertmanagerConfigurations } from "../../artifact/native/alertmanager";
import { collectors } from "../../artifact/native/collectors";
import { defineRule, type Violation } from "../rule";

const KEY = "qms_context.observability_enforcement";

/** What cannot be read cannot be judged, and what cannot be judged is no pass. */
export const readableRule = defineRule({
  id: "QMS-GEN-002",
  title: "everything that is judged can be read",
  mandate: [KEY],
  violations: (artifact) => [
    ...artifact.unreadable.map(({ address, path, what }) => violation(address, path, what)),
    ...collectors(artifact).flatMap(({ address, doubts }) =>
      doubts.map(({ path, what }) => violation(address, path, what)),
    ),
    ...alertmanagerConfigurations(artifact).flatMap(({ address, replacedBy }) =>
      replacedBy === undefined
        ? []
        : [
            violation(
              address,
              replacedBy,
              "the configuration does not come from alertmanager.config as it stands",
            ),
          ],
    ),
  ],
});

function violation(address: string, path: string, found: string): Violation {
  return {
    address,
    path,
    found,
    required: "a configuration that stands in the artifact, whole and literal",
    mandate: KEY,
    fix: `remove ${path}, or write its content into the values`,
  };
}
