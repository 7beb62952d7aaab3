import type { Artifact } from "../../assurance";
import { nativeConfigurations } from "../../assurance";
import { itemsOf, textOf, valueAt } from "../../assurance/artifact/json";

/** The variables of every dashboard in an artifact, by the dashboard's uid. */
export function dashboardsOf(artifact: Artifact): ReadonlyMap<string, readonly string[]> {
  const files = nativeConfigurations(artifact).filter(({ kind }) => kind === "grafana-dashboards");
  return new Map(
    files.map(({ data }) => [
      textOf(valueAt(data, "uid")) ?? "",
      itemsOf(valueAt(data, "templating.list")).flatMap(
        (variable) => textOf(valueAt(variable, "name")) ?? [],
      ),
    ]),
  );
}
