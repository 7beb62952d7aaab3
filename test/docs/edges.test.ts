import { readFileSync } from "node:fs";
import { join } from "node:path";
import { edgesDocument } from "../../scripts/edges-document";
import { EDGES_FILE } from "../../scripts/generate-edges";
import { artifactOf, ENVIRONMENTS } from "../support/environments";

describe("the table of connections", () => {
  it("is what the artifacts of the example environments say; `npm run docs:edges` writes it", () => {
    const artifacts = ENVIRONMENTS.map(([, environment]) => artifactOf(environment));
    expect(readFileSync(join(__dirname, "..", "..", EDGES_FILE), "utf8")).toBe(edgesDocument(artifacts));
  });
});
