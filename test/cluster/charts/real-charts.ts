import { join } from "node:path";
import type { Artifact } from "../../../assurance";

/** The folder of the unpacked chart of each release that does not bring its own, by the release's id. */
export function realCharts(charts: string, artifact: Artifact): Readonly<Record<string, string>> {
  const remote = artifact.releases.filter(({ isLocal }) => !isLocal);
  return Object.fromEntries(
    remote.map(({ chart, id, version }) => [id, join(charts, `${chart}-${String(version)}`)]),
  );
}
