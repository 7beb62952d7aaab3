import { readFileSync } from "node:fs";
import { join } from "node:path";
import { generatedPages } from "../../scripts/generate-docs";
import { artifactOf, ENVIRONMENTS } from "../support/environments";

const ROOT = join(__dirname, "..", "..");
const PAGES = [...generatedPages(ENVIRONMENTS.map(([, environment]) => artifactOf(environment)))];

describe("a generated page", () => {
  it.each(PAGES)(
    "%s is what the artifacts of the example environments say; `npm run docs` writes it",
    (path, text) => {
      expect(readFileSync(join(ROOT, path), "utf8")).toBe(text);
    },
  );
});
