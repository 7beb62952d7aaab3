import { readFileSync } from "node:fs";
import { join } from "node:path";
import ts from "typescript";
import { type CodeBlock, markdownFiles } from "../support/markdown";

const ROOT = join(__dirname, "..", "..");
/** Exists only while the compiler runs; below the project's folder, so that packages are found. */
const FOLDER = join(ROOT, ".examples");
const TITLE = /^\/\/ (\S+\.ts)\n/;

/** The examples of one document are the files of one project, which imports this package by its name. */
const EXAMPLES = markdownFiles().flatMap(({ file, blocks }) =>
  blocks.filter(({ language }) => language === "ts").map((block) => ({ file, block })),
);

function virtualPath(document: string, block: CodeBlock): string {
  const [, title = ""] = TITLE.exec(block.code) ?? [];
  return join(FOLDER, document.replace(/\W/g, "-"), title);
}

function compilerOptions(): ts.CompilerOptions {
  const { config } = ts.readConfigFile(join(ROOT, "tsconfig.json"), (path) => readFileSync(path, "utf8")) as {
    config: object;
  };
  const { options } = ts.parseJsonConfigFileContent(
    { ...config, files: ["index.ts"], include: [] },
    ts.sys,
    ROOT,
  );
  return {
    ...options,
    noEmit: true,
    declaration: false,
    types: ["node"],
    // As a user's main.ts imports it.
    paths: { "qms-observability": [join(ROOT, "index.ts")] },
  };
}

function mistakes(files: ReadonlyMap<string, CodeBlock & { readonly document: string }>): readonly string[] {
  const options = compilerOptions();
  const host = ts.createCompilerHost(options);
  host.fileExists = (path) => files.has(path) || ts.sys.fileExists(path);
  host.readFile = (path) => files.get(path)?.code ?? ts.sys.readFile(path);
  host.directoryExists = (path) => path.startsWith(FOLDER) || ts.sys.directoryExists(path);
  const program = ts.createProgram([...files.keys()], options, host);
  return [...files].flatMap(([path, { document, line }]) => {
    const source = program.getSourceFile(path);
    return [...program.getSyntacticDiagnostics(source), ...program.getSemanticDiagnostics(source)].map(
      ({ start = 0, messageText }) => {
        const within = source?.getLineAndCharacterOfPosition(start).line ?? 0;
        return `${document}:${String(line + within)}: ${ts.flattenDiagnosticMessageText(messageText, "\n")}`;
      },
    );
  });
}

describe("the TypeScript examples of the documents", () => {
  it("are named by their first line, each once per document", () => {
    const paths = EXAMPLES.map(({ file, block }) => virtualPath(file, block));
    expect(EXAMPLES.filter(({ block }) => !TITLE.test(block.code))).toEqual([]);
    expect(paths.length).toBeGreaterThan(5);
    expect(new Set(paths).size).toBe(paths.length);
  });

  it("compile against this package", () => {
    const files = new Map(
      EXAMPLES.map(({ file, block }) => [virtualPath(file, block), { ...block, document: file }] as const),
    );
    expect(mistakes(files)).toEqual([]);
  }, 60_000);
});
