import { readdirSync, readFileSync } from "node:fs";
import { join, relative } from "node:path";

const ROOT = join(__dirname, "..", "..");

/** One fenced block of code. */
export interface CodeBlock {
  readonly language: string;
  readonly code: string;
  /** Line of the file on which the code begins, from 1. */
  readonly line: number;
}

/** One document of the project. */
export interface MarkdownFile {
  /** Path from the project's folder. */
  readonly file: string;
  readonly text: string;
  readonly blocks: readonly CodeBlock[];
  /** The text without its fenced blocks, line by line. */
  readonly prose: string;
}

/** Every document of the project: those beside `package.json`, and those below `docs/`. */
export function markdownFiles(): readonly MarkdownFile[] {
  const top = readdirSync(ROOT).map((name) => join(ROOT, name));
  const docs = readdirSync(join(ROOT, "docs"), { recursive: true, encoding: "utf8" });
  return [...top, ...docs.map((name) => join(ROOT, "docs", name))]
    .filter((path) => path.endsWith(".md"))
    .sort()
    .map((path) => readMarkdown(relative(ROOT, path)));
}

/** One document, by its path from the project's folder. */
export function readMarkdown(file: string): MarkdownFile {
  const text = readFileSync(join(ROOT, file), "utf8");
  const blocks: CodeBlock[] = [];
  const prose: string[] = [];
  let open: { readonly language: string; readonly line: number; readonly lines: string[] } | undefined;
  for (const [index, line] of text.split("\n").entries()) {
    const fence = /^```(\w*)/.exec(line);
    if (fence === null) {
      (open?.lines ?? prose).push(line);
    } else if (open === undefined) {
      open = { language: fence[1] ?? "", line: index + 2, lines: [] };
    } else {
      blocks.push({ language: open.language, line: open.line, code: `${open.lines.join("\n")}\n` });
      open = undefined;
    }
  }
  return { file, text, blocks, prose: prose.join("\n") };
}

/** The rows of the first table below a heading, without its head; each row is its cells. */
export function tableBelow(heading: string, { file, prose }: MarkdownFile): readonly (readonly string[])[] {
  const lines = prose.split("\n");
  const start = lines.findIndex((line) => /^#+ /.test(line) && line.replace(/^#+ /, "") === heading);
  const first = lines.findIndex((line, index) => index > start && line.startsWith("|"));
  if (start < 0 || first < 0) {
    throw new Error(`${file} has no table below a heading ${JSON.stringify(heading)}`);
  }
  const rest = lines.slice(first);
  const end = rest.findIndex((line) => !line.startsWith("|"));
  return (end < 0 ? rest : rest.slice(0, end)).slice(2).map(cells);
}

function cells(row: string): readonly string[] {
  return row
    .replace(/^\||\|\s*$/g, "")
    .split(/(?<!\\)\|/)
    .map((cell) => cell.trim());
}
