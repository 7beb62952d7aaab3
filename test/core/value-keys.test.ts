import type { HelmValues } from "../../constructs/core/helm-values";
import {
  loadValueKeys,
  mistypedValues,
  unknownPaths,
  valueKeyProblems,
  valueKeys,
} from "../../constructs/core/value-keys";

const KEYS = valueKeys(
  { chart: "harbour", version: "3.1.4" },
  [
    ["crane", "map"],
    ["crane.arm", "map"],
    ["crane.arm.length", "number"],
    ["crane.enabled", "boolean"],
    ["crane.name", "string"],
    ["crane.tolerations", "list"],
    ["crane.resources", "map*"],
    ["crane.affinity", "any"],
    ["harbour\\.ini", "map"],
    ["harbour\\.ini.server", "map"],
    ["berths", "map"],
    ["berths.*", "map"],
    ["berths.*.depth", "number"],
    ["berths.north", "map"],
    ["berths.north.name", "string"],
  ],
  [
    ["harbour\\.ini", "map*"],
    ["crane.image", "string"],
  ],
);

const pathsOf = (values: HelmValues): readonly string[] => unknownPaths(values, KEYS).map(({ path }) => path);

describe("unknown paths", () => {
  it("are none in values that the chart lists, whatever their depth", () => {
    expect(
      pathsOf({ crane: { enabled: true, arm: { length: 12 }, tolerations: [{ key: "spot" }] } }),
    ).toEqual([]);
  });

  it("are none where a known value is deleted", () => {
    expect(pathsOf({ crane: null, berths: { north: { depth: null } } })).toEqual([]);
  });

  it("are told at the first unknown key and not below it", () => {
    expect(pathsOf({ cranes: { enabled: true, arm: { length: 12 } }, crane: { arms: {} } })).toEqual([
      "cranes",
      "crane.arms",
    ]);
  });

  it("are told although their value is null, because the deletion would do nothing", () => {
    expect(pathsOf({ crane: { enabeld: null } })).toEqual(["crane.enabeld"]);
  });

  it("do not exist below a free map, a list or a value of any type", () => {
    const free = {
      resources: { limits: { cpu: 1 } },
      affinity: { nodeAffinity: {} },
      tolerations: [{ a: { b: 1 } }],
    };
    expect(pathsOf({ crane: free })).toEqual([]);
  });

  it("do not exist below a map that is declared free although its defaults show keys", () => {
    expect(
      pathsOf({ "harbour.ini": { server: { root_url: "https://a.test" }, database: { type: "postgres" } } }),
    ).toEqual([]);
  });

  it("know what is declared beside the index", () => {
    expect(pathsOf({ crane: { image: "registry.test/crane:1.2" } })).toEqual([]);
  });

  it("judge entries of a map by its wildcard, named entries by both", () => {
    const berths = { south: { depth: 7 }, north: { depth: 8, name: "N" }, east: { name: "E", deepth: 9 } };
    expect(pathsOf({ berths })).toEqual(["berths.east.name", "berths.east.deepth"]);
  });

  it("write a dot inside a key as an escaped dot", () => {
    expect(pathsOf({ crane: { "load.cell": 1 } })).toEqual(["crane.load\\.cell"]);
  });
});

describe("the nearest known path", () => {
  it.each([
    ["a sibling that differs by a letter or two", { crane: { enabeld: true } }, "crane.enabled"],
    ["the same key deeper in the same map", { crane: { length: 3 } }, "crane.arm.length"],
    ["a dotted key, escaped", { "harbor.ini": {} }, "harbour\\.ini"],
    ["nothing when nothing is close", { zzzzzzzzzzzz: 1 }, undefined],
  ])("is %s", (_name, values: HelmValues, nearest) => {
    expect(unknownPaths(values, KEYS)[0]?.nearest).toBe(nearest);
  });

  it("leads from a mistyped retention of Prometheus to the value that exists", () => {
    expect(
      unknownPaths({ prometheus: { retention: "41d" } }, loadValueKeys("kube-prometheus-stack")),
    ).toEqual([{ path: "prometheus.retention", nearest: "prometheus.prometheusSpec.retention" }]);
  });
});

describe("types", () => {
  it.each([
    ["a string where a boolean is listed", { enabled: "true" }, "boolean", "string"],
    ["a number where a boolean is listed", { enabled: 1 }, "boolean", "number"],
    ["a map where a string is listed", { name: { first: "Big" } }, "string", "map"],
    ["a word where a number is listed", { arm: { length: "long" } }, "number", "string"],
    ["a scalar where a map is listed", { arm: 12 }, "map", "number"],
    ["a list where a free map is listed", { resources: [] }, "map*", "list"],
    ["a map where a list is listed", { tolerations: { key: "spot" } }, "list", "map"],
  ])("refuse %s", (_name, crane: HelmValues, expected, found) => {
    expect(mistypedValues({ crane }, KEYS)).toEqual([expect.objectContaining({ expected, found })]);
  });

  it.each([
    ["a number where a string is listed", { name: 7 }],
    ["a percentage, a template or a reference where a number is listed", { arm: { length: "50%" } }],
    ["a template where a number is listed", { arm: { length: "{{ .Values.global.length }}" } }],
    ["null anywhere", { enabled: null, arm: null, name: null, tolerations: null, resources: null }],
    ["anything where the index says any", { affinity: [1, "two"] }],
  ])("accept %s", (_name, crane: HelmValues) => {
    expect(mistypedValues({ crane }, KEYS)).toEqual([]);
  });
});

describe("problems", () => {
  it("name the path, the chart with its version, and what was probably meant", () => {
    expect(valueKeyProblems({ crane: { enabeld: true } }, KEYS)).toEqual([
      {
        what: "value crane.enabeld does not exist in chart harbour 3.1.4",
        fix: "did you mean crane.enabled?",
      },
    ]);
  });

  it("name both types of a mistyped value", () => {
    expect(valueKeyProblems({ crane: { resources: [] } }, KEYS)).toEqual([
      {
        what: "value crane.resources has the wrong type for chart harbour 3.1.4",
        found: "list",
        allowed: "map",
      },
    ]);
  });

  it("are all told at once", () => {
    expect(
      valueKeyProblems({ zzzzzzzzzzzz: 1, crane: { enabled: "yes", arm: { lenght: 2 } } }, KEYS),
    ).toHaveLength(3);
  });
});

describe("the loaded index", () => {
  it("takes any setting of Grafana's own configuration", () => {
    const values = { "grafana.ini": { "auth.generic_oauth": { enabled: true } } };
    expect(valueKeyProblems(values, loadValueKeys("grafana"))).toEqual([]);
  });

  it("knows the values of subcharts under their names", () => {
    const values = { "kube-state-metrics": { replicas: 2, image: { registy: "a.test" } } };
    expect(unknownPaths(values, loadValueKeys("kube-prometheus-stack"))).toEqual([
      { path: "kube-state-metrics.image.registy", nearest: "kube-state-metrics.image.registry" },
    ]);
  });

  it("knows the entries of the collector's ports, whatever their names", () => {
    const values = { ports: { syslog: { enabled: true, hostPort: null, hostPrt: 1 } } };
    expect(unknownPaths(values, loadValueKeys("opentelemetry-collector"))).toEqual([
      { path: "ports.syslog.hostPrt", nearest: "ports.syslog.hostPort" },
    ]);
  });

  it("is read once", () => {
    expect(loadValueKeys("jaeger")).toBe(loadValueKeys("jaeger"));
  });
});
