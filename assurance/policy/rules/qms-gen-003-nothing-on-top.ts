import { itemsOf, valueAt, type JsonValue } from "../../artifact/json";
import type { Release } from "../../artifact/release";
import { SET_ATTRIBUTES } from "../../artifact/release-values";
import { defineRule, rendered, type Violation } from "../rule";

const KEY = "qms_context.observability_enforcement";

/** Nothing changes a release behind its values document: no `set*`, post-renderer, reused values, ignored change. */
export const nothingOnTopRule = defineRule({
  id: "QMS-GEN-003",
  title: "a release is what its values say",
  mandate: [KEY],
  violations: (artifact) => artifact.releases.flatMap(additions),
});

const REASONS: Readonly<Record<string, string>> = {
  ...Object.fromEntries(
    SET_ATTRIBUTES.map((name) => [name, "not set, because it overrides the values document"]),
  ),
  postrender: "not set, because it changes the rendered objects",
  reuse_values: "not set, because Helm would keep values that are not in the artifact",
  "lifecycle.ignore_changes": "not set, because Terraform would leave a changed release as it is",
};

function additions({ address, attributes }: Release): readonly Violation[] {
  return Object.entries(REASONS).flatMap(([path, required]) => {
    const written = valueAt(attributes, path);
    if (isEmpty(written)) return [];
    const fix = `remove ${path}; values go through the props of the construct`;
    return [{ address, path, found: rendered(written), required, mandate: KEY, fix }];
  });
}

function isEmpty(value: JsonValue | undefined): boolean {
  return value === undefined || value === false || (Array.isArray(value) && itemsOf(value).length === 0);
}
