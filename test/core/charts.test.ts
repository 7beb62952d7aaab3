import { existsSync, readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import { CHART_NAMES, chart, type ChartImage, type ChartName, charts } from "../../constructs/core/charts";
import { imageValues } from "../../constructs/core/images";
import { declaredFile, keysFile, loadValueKeys, valueKeyProblems } from "../../constructs/core/value-keys";

const FOLDER = join(__dirname, "..", "..", "charts-values");
const read = (file: string): string => readFileSync(join(FOLDER, file), "utf8");
const tags = (images: readonly ChartImage[]): readonly string[] =>
  images.flatMap((image) => (image.form === "registry" ? [] : [image.tag]));

describe("charts.json", () => {
  it("lists exactly the charts that can be named", () => {
    expect(Object.keys(charts())).toEqual([...CHART_NAMES]);
  });

  it("is read once", () => {
    expect(chart("grafana")).toBe(chart("grafana"));
  });

  it("pins every image to a tag that does not move", () => {
    const moving = CHART_NAMES.flatMap((name) => tags(chart(name).images)).filter(
      (tag) => !/\d+\.\d+/.test(tag),
    );
    expect(moving).toEqual([]);
  });

  it("names no value path twice", () => {
    const twice = CHART_NAMES.filter((name) => {
      const paths = chart(name).images.map(({ path }) => path);
      return new Set(paths).size !== paths.length;
    });
    expect(twice).toEqual([]);
  });
});

describe.each(CHART_NAMES.map((name) => [name]))("the value index of %s", (name: ChartName) => {
  it("was made from exactly the pinned version", () => {
    const keys = keysFile.parse(JSON.parse(read(`${name}/keys.json`)));
    expect([keys.chart, keys.version]).toEqual([name, chart(name).version]);
  });

  it("is sorted by path, so that a new version shows as a small difference", () => {
    const paths = Object.keys(keysFile.parse(JSON.parse(read(`${name}/keys.json`))).paths);
    expect(paths).toEqual([...paths].sort());
  });

  it("knows every value that chooses an image, with its type", () => {
    const values = imageValues(chart(name).images, {});
    expect(valueKeyProblems(values, loadValueKeys(name))).toEqual([]);
  });

  it("declares only what the generated index does not already say, each path once and in order", () => {
    const file = join(FOLDER, name, "declared.yaml");
    const declared = existsSync(file) ? declaredFile.parse(parse(readFileSync(file, "utf8"))).paths : [];
    const generated = keysFile.parse(JSON.parse(read(`${name}/keys.json`))).paths;
    expect(declared.filter(({ path, type }) => generated[path] === type)).toEqual([]);
    expect(declared.map(({ path }) => path)).toEqual([...new Set(declared.map(({ path }) => path))].sort());
  });
});

it("keeps no folder of values for a chart that is not in charts.json", () => {
  const folders = readdirSync(FOLDER, { withFileTypes: true }).filter((entry) => entry.isDirectory());
  expect(
    folders.map(({ name }) => name).filter((name) => !CHART_NAMES.some((each) => each === name)),
  ).toEqual([]);
});
