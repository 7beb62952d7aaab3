import { inhibitionProblems } from "../../constructs/alerting/inhibition-problems";
import { type Inhibition, inhibitions } from "../../constructs/alerting/inhibitions";
import { PLANNED, ROUTING } from "../tools/alerting/sample-configuration";
import { formatProblem } from "../../mandate";

const ALL = inhibitions({ planned: PLANNED, services: ROUTING.services, further: [] });

describe("inhibitions", () => {
  it("have a rule for each declared dependency, which never silences symptoms of the caller", () => {
    const edges = ALL.filter(({ equal }) => equal.join() === "cluster").filter(
      ({ source }) => source[0]?.startsWith("namespace=") === true,
    );
    expect(edges).toHaveLength(3);
    expect(edges[0]).toEqual({
      source: [
        'namespace="payments"',
        'service="ledger"',
        'kind=~"symptom|saturation|absence"',
        'severity=~"critical|high"',
      ],
      target: [
        'namespace="shop"',
        'service="checkout"',
        'kind=~"anomaly|saturation|prediction|regression|fault"',
        'severity=~"medium|low"',
      ],
      equal: ["cluster"],
    });
  });

  it("never silence a critical alert for maintenance", () => {
    const maintenance = ALL.filter(({ source }) => source[0] === 'alertname="MaintenanceWindow"');
    expect(maintenance.map(({ source, target }) => [source[1], target[0]])).toEqual([
      ['scope="cluster"', 'severity="low"'],
      ['scope="namespace"', 'severity="high"'],
      ['scope="namespace"', 'severity="medium"'],
      ['scope="service"', 'severity="high"'],
      ['scope="service"', 'severity="medium"'],
    ]);
  });

  it("demand on both sides every label that must be equal", () => {
    expect(inhibitionProblems(ALL, "inhibitions")).toEqual([]);
  });
});

describe("inhibitionProblems", () => {
  const rule: Inhibition = {
    source: ['alertname="SwitchDown"', 'rack=~".+"'],
    target: ['kind="saturation"', 'rack!~"x?"'],
    equal: ["cluster", "rack"],
  };

  it("takes any matcher that a missing label would not pass", () => {
    expect(inhibitionProblems([rule], "inhibitions")).toEqual([]);
  });

  it.each([
    ["does not ask for it", 'kind="saturation"'],
    ["takes an empty one", 'rack=~".*"'],
    ["asks for an empty one", 'rack=""'],
    ["only refuses another value", 'rack!="r1"'],
  ])("refuses a label in equal where one side %s", (_how, matcher) => {
    const problems = inhibitionProblems([{ ...rule, target: [matcher] }], "inhibitions");
    expect(problems.map(formatProblem).join("\n"))
      .toBe(`inhibitions[0].target: an alert without the label rack would count as equal to every other one without it
  found:    ${matcher}
  fix:      add rack!="" to target, or take rack out of equal`);
  });
});
