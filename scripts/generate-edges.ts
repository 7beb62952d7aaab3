import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { readArtifact } from "../assurance";
import { edgesDocument } from "./edges-document";

/** Environments in the order of the document. */
const ENVIRONMENTS = ["local", "development", "staging", "production"];

/** The generated document, relative to the project's folder. */
export const EDGES_FILE = join("docs", "generated", "edges.md");

/** Writes the table of connections from what was synthesized, and returns the file. */
export function generateEdges(root: string): string {
  const file = join(root, EDGES_FILE);
  const artifacts = ENVIRONMENTS.map((name) => readArtifact(join(root, "cdktf.out", "stacks", name)));
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, edgesDocument(artifacts));
  return file;
}

if (require.main === module) {
  console.log(generateEdges(process.cwd()));
}
