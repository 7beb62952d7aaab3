import { SloRules } from "../../constructs/slo/slo-rules";
import type { Service } from "../../constructs/services/service";
import { refusalOf } from "../support/problems";
import { service } from "../support/services";
import { synthesize } from "../support/synthesis";

const CHECKOUT = service({ dependencies: ["ledger"] });
const LEDGER = service({ name: "ledger", placedBy: "team" });

function artifactOf(services: readonly Service[]) {
  return synthesize((stack) => {
    new SloRules(stack, "slo", {
      namespace: "obs-7",
      services,
      runbookBaseUrl: "https://runbooks.example.org",
      grafanaUrl: "https://grafana.example.org",
    });
  });
}

function releasesOf(services: readonly Service[]): object {
  const artifact = artifactOf(services);
  const releases = Object.values(artifact.document.resource?.helm_release ?? {}).map(({ name }) =>
    String(name),
  );
  return Object.fromEntries(
    releases.map((name) => [name, Object.keys(artifact.values(name).manifests as object)]),
  );
}

describe("SloRules", () => {
  it("place what all objectives share even before there is a service", () => {
    expect(releasesOf([])).toEqual({
      "slo-rules": ["configmap-dashboard-qms-service-levels", "prometheusrule-slo-shared"],
    });
  });

  it("place a release for each service that the platform places, and an overview of all", () => {
    expect(releasesOf([CHECKOUT, LEDGER])).toEqual({
      "slo-rules": [
        "configmap-dashboard-qms-service-levels",
        "configmap-dashboard-qms-services",
        "prometheusrule-slo-shared",
      ],
      "slo-shop--checkout": [
        "configmap-dashboard-service-shop--checkout",
        "prometheusrule-slo-shop--checkout",
      ],
    });
  });

  it("refuse every mistake of the services at once", () => {
    const weak = { ...CHECKOUT, objectives: [{ name: "up", indicator: "availability", target: 1 }] } as const;
    expect(refusalOf(() => artifactOf([weak, { ...LEDGER, dependencies: ["checkout"] }]))).toBe(
      [
        "services cannot be used",
        "",
        "test/slo: services[0].objectives[0].target: an objective of 1 leaves no error budget",
        "  found:    1",
        "  allowed:  a ratio above 0 and below 1, such as 0.999",
        "test/slo: services[0].dependencies: the services call one another in a circle",
        "  found:    shop/checkout → shop/ledger → shop/checkout",
        "  fix:      leave out the call that is the exception, such as a callback",
      ].join("\n"),
    );
  });
});
