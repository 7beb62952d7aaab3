import { contradictions } from "../../constructs/core/contradictions";

const wiring = {
  config: { processors: { "redaction/pii": { summary: "info" } }, order: ["a", "b"] },
  mode: "daemonset",
};

describe("contradictions", () => {
  it("finds none where the caller only adds", () => {
    expect(contradictions({ config: { processors: { extra: {} } }, resources: { cpu: 1 } }, wiring)).toEqual(
      [],
    );
  });

  it("finds none where the caller says the same", () => {
    expect(contradictions({ mode: "daemonset", config: { order: ["a", "b"] } }, wiring)).toEqual([]);
  });

  it("names the path and both values", () => {
    expect(contradictions({ mode: "deployment" }, wiring)).toEqual([
      {
        what: "value mode contradicts what the component sets",
        found: '"deployment"',
        allowed: '"daemonset"',
        fix: "remove mode; the component's props and verbs decide it",
      },
    ]);
  });

  it("names the mandate's key where the mandate decides the path", () => {
    const mandated = {
      "config.processors.redaction/pii": "observability_configuration.pii_scrubbing_enabled",
    } as const;
    const [problem] = contradictions({ config: { processors: { "redaction/pii": null } } }, wiring, mandated);
    expect(problem?.mandate).toBe("observability_configuration.pii_scrubbing_enabled");
  });

  it("names the mandate's key when a whole subtree above the path is deleted", () => {
    const mandated = {
      "config.processors.redaction/pii": "observability_configuration.pii_scrubbing_enabled",
    } as const;
    const [problem] = contradictions({ config: { processors: null } }, wiring, mandated);
    expect(problem?.mandate).toBe("observability_configuration.pii_scrubbing_enabled");
  });

  it.each([[{ config: { order: ["a"] } }], [{ config: { order: [] } }], [{ config: { order: { 0: "a" } } }]])(
    "takes a list that differs for a contradiction: %j",
    (caller) => {
      expect(contradictions(caller, wiring).map(({ what }) => what)).toEqual([
        "value config.order contradicts what the component sets",
      ]);
    },
  );
});
