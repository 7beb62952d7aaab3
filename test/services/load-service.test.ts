import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { loadService, parseService } from "../../constructs/services/load-service";
import { SERVICES } from "../../stacks/environments/services";
import { refusalOf } from "../support/problems";

const HEAD = `apiVersion: qms-observability/v1
kind: Service
name: checkout
namespace: shop
owner: shop-team
criticality: high
languages: [java]
`;

const refusal = (text: string): string => refusalOf(() => parseService(text, "checkout.yaml"));

describe("loadService", () => {
  it("reads the examples", () => {
    expect(SERVICES.map(({ namespace, name, criticality }) => `${namespace}/${name} ${criticality}`)).toEqual(
      ["shop/checkout critical", "payments/ledger critical", "search/catalog medium"],
    );
  });

  it("reads a file, and gives a service that nobody can change", () => {
    const folder = mkdtempSync(join(tmpdir(), "qms-service-"));
    try {
      writeFileSync(join(folder, "checkout.yaml"), `${HEAD}dependencies: [ledger]\n`);
      const service = loadService(join(folder, "checkout.yaml"));
      expect(service).toEqual({
        ...{ apiVersion: "qms-observability/v1", kind: "Service", name: "checkout", namespace: "shop" },
        ...{ owner: "shop-team", criticality: "high", languages: ["java"], dependencies: ["ledger"] },
      });
      expect([Object.isFrozen(service), Object.isFrozen(service.dependencies)]).toEqual([true, true]);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  it("names a file that is not there", () => {
    expect(refusalOf(() => loadService("no/such.yaml"))).toBe(
      "no/such.yaml cannot be used\n\nno/such.yaml: the file cannot be read\n  found:    ENOENT",
    );
  });

  it("tells where a text is no YAML", () => {
    expect(refusal(`${HEAD}contacts: [`)).toBe(
      [
        "checkout.yaml cannot be read",
        "",
        "checkout.yaml:8:12: this is no YAML: Flow sequence in block collection must be sufficiently indented and end with a ]",
      ].join("\n"),
    );
  });

  it.each([
    ["", "0 documents"],
    [`${HEAD}---\n${HEAD}`, "2 documents"],
  ])("wants one document in a file", (text, found) => {
    expect(refusal(text)).toBe(
      `checkout.yaml cannot be used\n\ncheckout.yaml: a file describes one service\n  found:    ${found}`,
    );
  });

  it("tells all mistakes at once, with line and column", () => {
    const text = HEAD.replace("criticality: high", "criticality: urgent").replace("[java]", "[java, cobol]");
    expect(
      refusal(
        `${text}objectives:\n  - name: fast\n    indicator: latency\n    target: 0.99\n    within: 3\nownr: me\n`,
      ),
    ).toBe(
      [
        "checkout.yaml cannot be used",
        "",
        "checkout.yaml:6:14: criticality: this cannot be used",
        '  found:    "urgent"',
        "  allowed:  critical, high, medium, low",
        "checkout.yaml:7:19: languages[1]: this cannot be used",
        '  found:    "cobol"',
        "  allowed:  javascript, typescript, python, go, java, dotnet, apache-httpd, nginx",
        "checkout.yaml:9:5: objectives[0].withinSeconds: this is missing",
        "  allowed:  seconds, at least 0.001",
        "checkout.yaml:12:13: objectives[0].within: there is no such key",
        "  found:    3",
        "  allowed:  name, target, periodDays, minimumTraffic, expectedEventsPerSecond, owner, indicator, withinSeconds, histogram, metric, boundsSeconds",
        "checkout.yaml:13:7: ownr: there is no such key",
        '  found:    "me"',
        "  allowed:  apiVersion, kind, name, namespace, description, owner, criticality, languages, workload, placedBy, dependencies, expectedRequestsPerSecond, metrics, objectives, businessMetrics, contacts, logLevel",
        "  fix:      did you mean owner?",
      ].join("\n"),
    );
  });

  it("names the versions of the document that it reads", () => {
    expect(refusal(HEAD.replace("/v1", "/v2"))).toBe(
      [
        "checkout.yaml cannot be used",
        "",
        "checkout.yaml:1:13: apiVersion: this cannot be used",
        '  found:    "qms-observability/v2"',
        "  allowed:  qms-observability/v1",
      ].join("\n"),
    );
  });

  it("names an indicator that it does not know", () => {
    expect(refusal(`${HEAD}objectives: [{ name: a, indicator: luck, target: 0.999 }]\n`)).toBe(
      [
        "checkout.yaml cannot be used",
        "",
        "checkout.yaml:8:36: objectives[0].indicator: this cannot be used",
        '  found:    "luck"',
        "  allowed:  an objective whose indicator is availability, latency or ratio",
      ].join("\n"),
    );
  });
});
