import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";

const TOOLS = join(__dirname, "../../tools");

interface Component {
  readonly gomod: string;
}

describe("the collector that tests run", () => {
  const manifest = parse(readFileSync(join(TOOLS, "otelcol/ocb.yaml"), "utf8")) as Readonly<
    Record<string, readonly Component[]>
  > & { readonly replaces: readonly string[] };
  const modules = readFileSync(join(TOOLS, "otelcol/go.mod"), "utf8");
  const sections = ["extensions", "receivers", "processors", "connectors", "exporters", "providers"];

  it.each(sections)(
    "has the %s of its manifest in the versions that its modules are pinned to",
    (section) => {
      const wanted = (manifest[section] ?? []).map(({ gomod }) => gomod);
      expect(wanted).not.toHaveLength(0);
      expect(wanted.filter((one) => !modules.includes(`\t${one}\n`))).toEqual([]);
    },
  );

  it("replaces the modules that its manifest replaces, and no others", () => {
    const replaced = [...modules.matchAll(/^replace (.*)$/gm)].map(([, replacement]) => replacement);
    expect(replaced.sort()).toEqual([...manifest.replaces].sort());
  });
});

describe("the tools", () => {
  const folders = readdirSync(TOOLS, { withFileTypes: true }).filter((entry) => entry.isDirectory());

  it.each(folders.map(({ name }) => name))("of %s are pinned by checksums and described", (name) => {
    const files = readdirSync(join(TOOLS, name));
    const pins = files.includes("pom.xml") ? ["checksums", "pom.xml"] : ["go.mod", "go.sum"];
    expect(files).toEqual(expect.arrayContaining([...pins, "tool.json"]));
  });
});
