import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { markdownFiles, readMarkdown } from "../support/markdown";

const ROOT = join(__dirname, "..", "..");
const FILES = markdownFiles();

interface Link {
  readonly from: string;
  /** Path from the project's folder. */
  readonly path: string;
  readonly anchor: string | undefined;
}

/** Links to files of the project; addresses on the network are not looked up. */
const LINKS: readonly Link[] = FILES.flatMap(({ file, prose }) =>
  [...prose.matchAll(/\]\(([^)\s]+)\)/g)]
    .map(([, target = ""]) => target)
    .filter((target) => !/^[a-z]+:/.test(target))
    .map((target) => {
      const [path = "", anchor] = target.split("#");
      return { from: file, path: path === "" ? file : join(dirname(file), path), anchor };
    }),
);

/** As GitHub makes them: lower case, without punctuation, spaces as hyphens. */
function anchorsOf(file: string): readonly string[] {
  return [...readMarkdown(file).prose.matchAll(/^#+ (.+)$/gm)].map(([, title = ""]) =>
    title
      .toLowerCase()
      .replace(/[^\p{L}\p{N}\s_-]/gu, "")
      .replace(/\s/g, "-"),
  );
}

describe("the documents", () => {
  it("link to files that exist", () => {
    expect(LINKS.length).toBeGreaterThan(20);
    expect(LINKS.filter(({ path }) => !existsSync(join(ROOT, path)))).toEqual([]);
  });

  it("link to headings that exist", () => {
    const missing = LINKS.filter(
      ({ path, anchor }) => anchor !== undefined && path.endsWith(".md") && !anchorsOf(path).includes(anchor),
    );
    expect(missing).toEqual([]);
  });

  it("name npm scripts that exist", () => {
    const { scripts } = JSON.parse(readFileSync(join(ROOT, "package.json"), "utf8")) as { scripts: object };
    const named = FILES.flatMap(({ file, text }) =>
      [...text.matchAll(/\bnpm run (?:--silent )?([a-z][a-z:-]*)/g)].map(([, script = ""]) => ({
        file,
        script,
      })),
    );
    expect(named.length).toBeGreaterThan(10);
    expect(named.filter(({ script }) => !Object.hasOwn(scripts, script))).toEqual([]);
  });

  it("name files and folders of the project that exist", () => {
    const named = FILES.filter(({ file }) => file !== "CHANGELOG.md").flatMap(({ file, prose }) =>
      [
        ...prose.matchAll(
          /`((?:assurance|bench|charts-values|cli|constructs|docs|mandate|scripts|stacks|test|tools)\/[\w./-]*)`/g,
        ),
      ].map(([, path = ""]) => ({ file, path })),
    );
    expect(named.filter(({ path }) => !existsSync(join(ROOT, path)))).toEqual([]);
  });
});
