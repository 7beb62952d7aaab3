import { join } from "node:path";
import { readDataFile } from "./data-file";
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
    .flatMap((file) => {
      const values = readValues(file);
      return values === undefined ? [] : [{ file, values }];
    });
}

/** Files of the package do not change while it runs, and every environment reads the same ones. */
const READ = new Map<string, HelmValues | undefined>();

function readValues(file: string): HelmValues | undefined {
  if (!READ.has(file)) {
    READ.set(file, valuesOf(file));
  }
  return READ.get(file);
}

function valuesOf(file: string): HelmValues | undefined {
  const document = readDataFile(join(FOLDER, file)) as HelmValues | null | undefined;
  if (document === undefined || document === null) {
    return document === null ? {} : undefined;
  }
  if (!isMap(document)) {
    throw new Error(`charts-values/${file} must hold a map of values`);
  }
  return document;
}
