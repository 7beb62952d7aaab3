import type { JsonObject } from "../../../assurance/artifact/json";
import { routed, routeEnds } from "../../../assurance/artifact/routing";

const CONFIG: JsonObject = {
  route: {
    receiver: "all",
    group_by: ["service", "cluster"],
    routes: [
      { matchers: ['kind="security"'], receiver: "watch", continue: true },
      {
        match: { severity: "critical" },
        receiver: "page",
        mute_time_intervals: ["night"],
        routes: [{ match_re: { service: "cart|checkout" }, group_by: ["..."] }],
      },
      { matchers: ['{severity="low", service!=""}'], active_time_intervals: ["office"] },
    ],
  },
  inhibit_rules: [
    {
      source_matchers: ['severity="critical"'],
      target_matchers: ['severity=~"high|low"'],
      equal: ["service"],
    },
    { source_match: { kind: "a" }, target_match_re: { kind: "a|b" }, equal: ["cluster"] },
  ],
};

describe("routeEnds", () => {
  it("ends at the top where no route takes the alert", () => {
    expect(routeEnds(CONFIG, { severity: "high" })).toEqual([
      { path: "route", receiver: "all", groupBy: ["cluster", "service"], mutedDuring: [], activeDuring: [] },
    ]);
  });

  it("goes on after a route that says so, and stops at the next", () => {
    const ends = routeEnds(CONFIG, { kind: "security", severity: "critical", service: "ledger" });
    expect(ends.map(({ path, receiver }) => [path, receiver])).toEqual([
      ["route.routes[0]", "watch"],
      ["route.routes[1]", "page"],
    ]);
  });

  it("inherits receiver and grouping, but no time intervals", () => {
    expect(routeEnds(CONFIG, { severity: "critical", service: "cart" })).toEqual([
      {
        path: "route.routes[1].routes[0]",
        receiver: "page",
        groupBy: ["..."],
        mutedDuring: [],
        activeDuring: [],
      },
    ]);
    expect(routeEnds(CONFIG, { severity: "critical" })[0]?.mutedDuring).toEqual(["night"]);
    expect(routeEnds(CONFIG, { severity: "low", service: "x" })[0]?.activeDuring).toEqual(["office"]);
  });

  it("anchors patterns, and takes a missing label for an empty one", () => {
    expect(routeEnds(CONFIG, { severity: "critical", service: "cart2" })[0]?.path).toBe("route.routes[1]");
    expect(routeEnds(CONFIG, { severity: "critical", service: "a-cart" })[0]?.path).toBe("route.routes[1]");
    expect(routeEnds(CONFIG, { severity: "low" })[0]?.path).toBe("route");
  });
});

describe("routed", () => {
  it("tells which alerts silence one, by their place in the list", () => {
    const alerts = [
      { severity: "high", service: "cart" },
      { severity: "critical", service: "cart" },
      { severity: "low", service: "cart" },
      { severity: "low", service: "ledger" },
    ];
    expect(routed(CONFIG, alerts).map(({ inhibitedBy }) => inhibitedBy)).toEqual([[1], [], [1], []]);
  });

  it("takes two missing labels as equal, as Alertmanager does", () => {
    const alerts = [
      { severity: "critical", node: "n1" },
      { severity: "low", node: "n2" },
    ];
    expect(routed(CONFIG, alerts)[1]?.inhibitedBy).toEqual([0]);
  });

  it("does not let alerts that are both source and target silence each other", () => {
    const alerts = [
      { kind: "a", id: "1" },
      { kind: "a", id: "2" },
      { kind: "b", id: "3" },
    ];
    expect(routed(CONFIG, alerts).map(({ inhibitedBy }) => inhibitedBy)).toEqual([[], [], [0, 1]]);
  });

  it("reads nothing from a configuration without routes", () => {
    expect(routed({}, [{ severity: "critical" }])).toEqual([
      { labels: { severity: "critical" }, ends: [], inhibitedBy: [] },
    ]);
  });
});
