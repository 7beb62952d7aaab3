import { existsSync, readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import { z } from "zod";

const dependency = z.object({
  name: z.string(),
  alias: z.string().optional(),
  condition: z.string().optional(),
});

const metadata = z.object({
  name: z.string(),
  version: z.string(),
  type: z.string().optional(),
  dependencies: z.array(dependency).optional(),
});

/** What a chart says of itself in `Chart.yaml`, as far as we read it. */
export type ChartMetadata = z.infer<typeof metadata>;

/** A chart that another one brings, as `Chart.yaml` names it. */
export type ChartDependency = z.infer<typeof dependency>;

/** The metadata of the unpacked chart in a folder, or `undefined` where there is none. */
export function tryReadMetadata(folder: string): ChartMetadata | undefined {
  const file = join(folder, "Chart.yaml");
  return existsSync(file) ? metadata.parse(parse(readFileSync(file, "utf8"))) : undefined;
}

/**
 * The folder of an unpacked chart among others: `<name>-<version>`, or `<name>` as `helm pull --untar` makes it.
 * Without a version, the first `<name>-…` whose chart has that name.
 */
export function tryChartFolder(charts: string, name: string, version?: string): string | undefined {
  const candidates =
    version === undefined
      ? readdirSync(charts).filter((entry) => entry.startsWith(`${name}-`))
      : [`${name}-${version}`];
  return [...candidates, name]
    .map((entry) => join(charts, entry))
    .find((folder) => tryReadMetadata(folder)?.name === name);
}

/** The folder of a chart that another chart brings: below its `charts/`, or beside it; `undefined` where it is missing. */
export function trySubchartFolder(folder: string, { name }: ChartDependency): string | undefined {
  const vendored = join(folder, "charts", name);
  return tryReadMetadata(vendored) === undefined ? tryChartFolder(join(folder, ".."), name) : vendored;
}
