import { writtenPath } from "../../constructs/core/document-problems";
import { dependencyProblems } from "../../constructs/services/dependencies";
import type { Service } from "../../constructs/services/service";
import { formatProblem } from "../../mandate";
import { service } from "../support/services";

const named = (name: string, ...dependencies: readonly string[]): Service => service({ name, dependencies });

function problems(...services: readonly Service[]): readonly string[] {
  return dependencyProblems(services, (index) => (path) => writtenPath(["services", index, ...path])).map(
    formatProblem,
  );
}

describe("dependencyProblems", () => {
  it("finds nothing where every call leads to a service, across namespaces too", () => {
    const ledger = service({ namespace: "payments", name: "ledger" });
    expect(problems(named("a", "b", "payments/ledger"), named("b", "shop/c"), named("c"), ledger)).toEqual(
      [],
    );
  });

  it("refuses a call to a service that nobody describes", () => {
    expect(problems(named("checkout", "ledgre"), named("ledger"))).toEqual([
      [
        "services[0].dependencies[0]: no document describes this service",
        "  found:    shop/ledgre",
        "  allowed:  shop/ledger",
        "  fix:      did you mean shop/ledger?",
      ].join("\n"),
    ]);
    expect(problems(named("checkout", "other/thing"))).toEqual([
      expect.stringContaining("  allowed:  no other service is described"),
    ]);
  });

  it("tells each circle once, by its shortest way", () => {
    const services = [
      named("a", "x", "b"),
      named("b", "c"),
      named("c", "a"),
      named("x", "y"),
      named("y", "c"),
    ];
    expect(problems(...services).slice(0, 1)).toEqual([
      [
        "services[0].dependencies: the services call one another in a circle",
        "  found:    shop/a → shop/b → shop/c → shop/a",
        "  fix:      leave out the call that is the exception, such as a callback",
      ].join("\n"),
    ]);
    const two = [named("a", "b"), named("b", "a"), named("c", "d"), named("d", "c")];
    expect(problems(...two).map((problem) => /found: +(.*)/.exec(problem)?.[1])).toEqual([
      "shop/a → shop/b → shop/a",
      "shop/c → shop/d → shop/c",
    ]);
  });

  it("takes a call to oneself for a circle", () => {
    expect(problems(named("a", "a"))).toEqual([expect.stringContaining("  found:    shop/a → shop/a")]);
  });

  it("does not take two ways to one service for a circle", () => {
    expect(problems(named("a", "b", "c"), named("b", "d"), named("c", "d"), named("d"))).toEqual([]);
  });

  it("refuses two documents of one service", () => {
    expect(problems(named("a"), named("b"), named("a"))).toEqual([
      "services[2].name: another document describes this service\n  found:    shop/a",
    ]);
  });
});
