import { routesFor } from "../../../assurance/policy/alert-routes";
import type { JsonObject } from "../../../assurance";

function reached(routes: readonly JsonObject[], labels: Readonly<Record<string, string>>): readonly string[] {
  return routesFor({ route: { receiver: "top", routes } }, labels).map(
    ({ path, receiver }) => `${path} ${receiver}`,
  );
}

describe("an alert", () => {
  test("ends at the first route that matches, or at the top", () => {
    const routes = [
      { matchers: ['a="1"'], receiver: "one" },
      { matchers: ['a="1"'], receiver: "two" },
    ];
    expect(reached(routes, { a: "1" })).toEqual(["route.routes[0] one"]);
    expect(reached(routes, { a: "2" })).toEqual(["route top"]);
  });

  test("goes on behind a route that says so, and deeper where it can", () => {
    const routes = [
      { matchers: ['a="1"'], receiver: "audit", continue: true },
      {
        matchers: ['a="1"'],
        receiver: "outer",
        routes: [{ matchers: ['b="2"'] }, { matchers: ['b="3"'], receiver: "in" }],
      },
    ];
    expect(reached(routes, { a: "1", b: "3" })).toEqual([
      "route.routes[0] audit",
      "route.routes[1].routes[1] in",
    ]);
    expect(reached(routes, { a: "1", b: "2" })).toEqual([
      "route.routes[0] audit",
      "route.routes[1].routes[0] outer",
    ]);
    expect(reached(routes, { a: "1" })).toEqual(["route.routes[0] audit", "route.routes[1] outer"]);
  });

  test.each([
    ["severity = critical", true],
    ['severity="critical"', true],
    ['{severity="critical",team="a,b"}', true],
    ['severity=~"crit.*|high", team!="c"', true],
    ['severity=~"crit"', false],
    ['severity!~"crit.*"', false],
    ['missing=""', true],
    ['missing!=""', false],
    ['"severity"="critical"', true],
    ["severity", false],
  ])("matches %s: %p", (matcher, matches) => {
    const route = [{ matchers: [matcher], receiver: "r" }];
    expect(reached(route, { severity: "critical", team: "a,b" })).toEqual([
      matches ? "route.routes[0] r" : "route top",
    ]);
  });

  test("is matched by the old forms too", () => {
    const routes = [{ match: { a: "1" }, match_re: { b: "x|y" }, receiver: "old" }];
    expect(reached(routes, { a: "1", b: "y" })).toEqual(["route.routes[0] old"]);
    expect(reached(routes, { a: "1", b: "z" })).toEqual(["route top"]);
  });

  test("inherits what its route does not set, down from Alertmanager's own defaults", () => {
    const route = {
      receiver: "top",
      group_wait: "7s",
      routes: [{ matchers: [], repeat_interval: "9m", routes: [{}] }],
    };
    expect(routesFor({ route }, {})).toMatchObject([
      { receiver: "top", groupWait: "7s", groupInterval: "5m", repeatInterval: "9m" },
    ]);
    expect(routesFor({}, {})).toEqual([]);
  });
});
