import { serviceCatalogue } from "../../constructs/services/service-catalogue";
import { latencyLimits } from "../../constructs/services/latency-limits";
import { LONGEST_RELEASE, serviceName } from "../../constructs/services/service-names";
import { service } from "../support/services";

const CHECKOUT = service({
  dependencies: ["payments/ledger", "basket"],
  contacts: { slack: "#shop", email: "shop@example.org" },
});
const BASKET = service({ name: "basket", criticality: "low", contacts: { slack: "#basket" } });
const LEDGER = service({
  namespace: "payments",
  name: "ledger",
  owner: "payments-team",
  criticality: "critical",
});

describe("serviceCatalogue", () => {
  const entry = (namespace: string, name: string, team: string, criticality: string, contacts = {}) => ({
    ...{ namespace, service: name, team, criticality, contacts },
  });
  const checkout = entry("shop", "checkout", "shop-team", "high", CHECKOUT.contacts);
  const basket = entry("shop", "basket", "shop-team", "low", BASKET.contacts);
  const ledger = entry("payments", "ledger", "payments-team", "critical");

  it("tells services and calls by the labels of alerts", () => {
    expect(serviceCatalogue([CHECKOUT, BASKET, LEDGER])).toEqual({
      services: [ledger, basket, checkout],
      calls: [
        { caller: checkout, callee: ledger },
        { caller: checkout, callee: basket },
      ],
    });
  });

  it("does not depend on the order of the documents", () => {
    expect(serviceCatalogue([LEDGER, BASKET, CHECKOUT])).toEqual(
      serviceCatalogue([CHECKOUT, BASKET, LEDGER]),
    );
  });
});

describe("latencyLimits", () => {
  it("are the limits on requests, each once, in order; other histograms are not the gateway's", () => {
    const latency = (name: string, withinSeconds: number) =>
      ({ name, indicator: "latency", withinSeconds, target: 0.95 }) as const;
    const objectives = [
      latency("a", 0.3),
      latency("b", 0.07),
      latency("c", 0.3),
      { ...latency("d", 0.11), metric: "rpc_seconds", boundsSeconds: [0.11] },
    ];
    expect(latencyLimits([service({ objectives }), service()])).toEqual([0.07, 0.3]);
  });
});

describe("serviceName", () => {
  it("joins namespace and name by what no word holds", () => {
    expect(serviceName({ namespace: "shop-eu", name: "api" }, "slo", 53)).toBe("slo-shop-eu--api");
    expect(serviceName({ namespace: "shop", name: "eu-api" }, "slo", 53)).toBe("slo-shop--eu-api");
  });

  it("shortens what is too long, to a name of its own", () => {
    const long = { namespace: "a-namespace-of-exactly-forty-characters-x", name: "one" };
    const names = ["one", "two"].map((name) =>
      serviceName({ ...long, name: `${long.namespace}-${name}` }, "slo", LONGEST_RELEASE),
    );
    expect(names.map((name) => name.length)).toEqual([52, 52]);
    expect(new Set(names).size).toBe(2);
  });
});
