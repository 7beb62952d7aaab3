import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { chart } from "../../constructs/core/charts";
import { chartKeys } from "../../scripts/chart-keys";
import { indexChart } from "../../scripts/charts-index";

const SCHEMA = {
  $defs: {
    speed: { type: ["integer", "null"] },
    engine: { type: "object", properties: { power: { type: "number" } } },
  },
  properties: {
    speed: { $ref: "#/$defs/speed" },
    engine: { $ref: "#/$defs/engine" },
    sail: {
      type: "object",
      additionalProperties: false,
      properties: { area: { type: ["string", "integer"] } },
    },
    flags: { type: "object", additionalProperties: { type: "string" } },
    decks: {
      type: "object",
      additionalProperties: { type: "object", properties: { height: { type: "number" } } },
    },
    doors: {
      type: "object",
      patternProperties: { ".*": { type: "object", properties: { open: { type: "boolean" } } } },
    },
    self: { $ref: "#/properties/self" },
  },
};

const FERRY = {
  "ferry-2.7.1/Chart.yaml": `
    name: ferry
    version: 2.7.1
    dependencies:
      - { name: radio, version: 5.x.x, alias: bridge.radio, condition: radioEnabled }
      - { name: lifeboat, version: "*" }
      - { name: knots, version: "*" }`,
  "ferry-2.7.1/values.yaml": `
    enabled: true
    speed: null
    name: ""
    engine: { power: 900 }
    flags: { bow: blue }
    sail: {}
    annotations: {}
    crew: []
    captain: null
    doors: { aft: {} }
    ferry.ini: { server: { port: 3 } }
    lifeboat:
      seats: 40
      towed: true
      labels: { color: orange }
    global: { fleet: north }`,
  "ferry-2.7.1/values.schema.json": JSON.stringify(SCHEMA),
  "ferry-2.7.1/charts/lifeboat/Chart.yaml": "{ name: lifeboat, version: 1.0.4 }",
  "ferry-2.7.1/charts/lifeboat/values.yaml": `
    seats: 20
    oars: { count: 4 }
    labels: {}
    global: { fleet: null, beacon: false }`,
  "ferry-2.7.1/charts/knots/Chart.yaml": "{ name: knots, version: 1.0.0, type: library }",
  "ferry-2.7.1/charts/knots/values.yaml": "{ rope: true }",
  "radio-5.2.0/Chart.yaml": "{ name: radio, version: 5.2.0 }",
  "radio-5.2.0/values.yaml": "{ channel: 16 }",
};

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "charts-index-"));
  write(FERRY);
});

afterEach(() => {
  rmSync(folder, { recursive: true });
});

function write(files: Readonly<Record<string, string>>): void {
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), text);
  }
}

const ferry = (): ReturnType<typeof chartKeys> => chartKeys(join(folder, "ferry-2.7.1"));

describe("the index of a chart", () => {
  it("holds every path with its type, and nothing else", () => {
    expect(ferry()).toEqual({
      chart: "ferry",
      version: "2.7.1",
      paths: {
        annotations: "map*",
        "bridge\\.radio": "map",
        "bridge\\.radio.channel": "number",
        captain: "any",
        crew: "list",
        decks: "map",
        "decks.*": "map*",
        doors: "map",
        "doors.*": "map*",
        "doors.aft": "map*",
        enabled: "boolean",
        engine: "map",
        "engine.power": "number",
        "ferry\\.ini": "map",
        "ferry\\.ini.server": "map",
        "ferry\\.ini.server.port": "number",
        flags: "map*",
        global: "map",
        "global.beacon": "boolean",
        "global.fleet": "string",
        lifeboat: "map",
        "lifeboat.global": "map",
        "lifeboat.global.beacon": "boolean",
        "lifeboat.global.fleet": "any",
        "lifeboat.labels": "map*",
        "lifeboat.oars": "map",
        "lifeboat.oars.count": "number",
        "lifeboat.seats": "number",
        "lifeboat.towed": "boolean",
        name: "string",
        radioEnabled: "boolean",
        sail: "map",
        "sail.area": "any",
        self: "any",
        speed: "number",
      },
    });
  });

  it("is sorted by path", () => {
    const paths = Object.keys(ferry().paths);
    expect(paths).toEqual([...paths].sort());
  });

  it("fails when a subchart is missing, and names it", () => {
    rmSync(join(folder, "radio-5.2.0"), { recursive: true });
    expect(() => ferry()).toThrow(
      `chart radio, which ${join(folder, "ferry-2.7.1")} brings, is neither in its charts/ nor beside it: ` +
        "unpack it there, for example with helm dependency build",
    );
  });

  it("fails when the folder holds no chart", () => {
    expect(() => chartKeys(folder)).toThrow(`${folder} holds no chart: Chart.yaml is missing`);
  });
});

describe("writing an index", () => {
  const { version } = chart("eck-kibana");
  const kibana = `eck-kibana-${version}`;

  it("finds the chart in a folder of charts and writes it beside our values", () => {
    write({
      [`${kibana}/Chart.yaml`]: `{ name: eck-kibana, version: ${version} }`,
      [`${kibana}/values.yaml`]: "{ count: 3 }",
      "charts-values/eck-kibana/defaults.yaml": "{}",
    });
    const file = indexChart("eck-kibana", folder, folder);
    expect(file).toBe(join(folder, "charts-values", "eck-kibana", "keys.json"));
    expect(readFileSync(file, "utf8")).toBe(
      `{\n  "chart": "eck-kibana",\n  "version": "${version}",\n  "paths": {\n    "count": "number"\n  }\n}\n`,
    );
  });

  it("fails when the folder holds another version than charts.json wants", () => {
    write({ "other/Chart.yaml": "{ name: eck-kibana, version: 0.0.7 }" });
    expect(() => indexChart("eck-kibana", join(folder, "other"), folder)).toThrow(
      `${join(folder, "other")} holds eck-kibana 0.0.7, but charts.json wants eck-kibana ${version}`,
    );
  });

  it("fails when the chart is nowhere in the folder", () => {
    expect(() => indexChart("eck-kibana", folder, folder)).toThrow(
      `${folder} holds neither Chart.yaml nor ${kibana}`,
    );
  });
});
