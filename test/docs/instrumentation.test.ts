import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

const ROOT = join(__dirname, "../..");
const FIXTURES = join(ROOT, "test/tools/fixtures");

/** Folders of the applications by the language of a block. */
const FOLDERS = { js: "node", python: "python", java: "java", go: "go" } as const;

const GUIDE = readFileSync(join(ROOT, "docs/instrumentation.md"), "utf8");
const BLOCKS = [...GUIDE.matchAll(/^```(js|python|java|go)\n(.*?)^```/gms)].map(
  ([, language = "", code = ""], index) => [language, index, code] as const,
);

/** Without what indentation changes. */
function lines(text: string): string {
  return text
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => line !== "")
    .join("\n");
}

describe("the guide to spans of one's own", () => {
  it.each(BLOCKS)("shows in %s (block %i) what a tested application does", (language, _index, code) => {
    const folder = join(FIXTURES, FOLDERS[language as keyof typeof FOLDERS]);
    const sources = readdirSync(folder).map((name) => lines(readFileSync(join(folder, name), "utf8")));
    expect(sources.some((source) => source.includes(lines(code)))).toBe(true);
  });

  it("has a block for each language", () => {
    expect(new Set(BLOCKS.map(([language]) => language))).toEqual(new Set(Object.keys(FOLDERS)));
  });
});
