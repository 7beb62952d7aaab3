import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import { type HelmValues, isMap } from "./helm-values";

/**
 * How much of everything runs: `single` is one replica of each and fits a laptop, `high-availability` survives
 * the loss of a node.
 */
export type Profile = "single" | "high-availability";

/** One values document and the file that it came from, relative to `charts-values/`. */
export interface ValuesFile {
  readonly file: string;
  readonly values: HelmValues;
}

const FOLDER = join(__dirname, "..", "..", "charts-values");

/** Our values for a chart: defaults, then the profile's; a role of a chart that is deployed several times on top. */
export function chartValues(chart: string, profile: Profile, role?: string): readonly ValuesFile[] {
  const folders = role === undefined ? [chart] : [chart, `${chart}/${role}`];
  return folders
    .flatMap((folder) => [`${folder}/defaults.yaml`, `${folder}/${profile}.yaml`])
    .filter((file) => existsSync(join(FOLDER, file)))
    .map((file) => ({ file, values: readValues(file) }));
}

/** Files of the package do not change while it runs, and every environment reads the same ones. */
const READ = new Map<string, HelmValues>();

function readValues(file: string): HelmValues {
  const known = READ.get(file);
  if (known !== undefined) {
    return known;
  }
  const values = parseValues(file);
  READ.set(file, values);
  return values;
}

function parseValues(file: string): HelmValues {
  const document = parse(readFileSync(join(FOLDER, file), "utf8")) as HelmValues | null;
  if (document === null) {
    return {};
  }
  if (!isMap(document)) {
    throw new Error(`charts-values/${file} must hold a map of values`);
  }
  return document;
}
