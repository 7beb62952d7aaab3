import { join } from "node:path";
import { folderDigest } from "../artifact/local-chart";

/** The chart that this package ships for raw manifests; read as data, at the same place in sources and in `dist/`. */
const FOLDER = join(__dirname, "..", "..", "constructs", "core", "manifests-chart");

/** SHA-256 over the files of the packaged chart. */
export function packagedChartDigest(): string {
  return folderDigest(FOLDER);
}
