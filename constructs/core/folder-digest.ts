import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { join, relative, sep } from "node:path";

/**
 * SHA-256 over the names and contents of all files below a folder. CDKTF's own asset hash leaves out names and
 * follows the file system's order, which differs between machines.
 */
export function folderDigest(folder: string): string {
  const hash = createHash("sha256");
  const files = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .map((file) => ({ file, name: relative(folder, file).split(sep).join("/") }))
    .sort((one, other) => (one.name < other.name ? -1 : 1));
  for (const { file, name } of files) {
    hash.update(`${name}\0`).update(readFileSync(file)).update("\0");
  }
  return hash.digest("hex");
}
