import { ServiceObservability } from "../../constructs/services/service-observability";
import type { Service } from "../../constructs/services/service";
import type { Stricter } from "../../mandate";
import { refusalOf } from "../support/problems";
import { service } from "../support/services";
import { synthesize } from "../support/synthesis";

const OWN = service({ placedBy: "team" });

function manifestsOf(given: Service, stricter: Stricter = {}) {
  const artifact = synthesize((stack) => {
    new ServiceObservability(stack, "checkout", { service: given, folder: "Shop", stricter });
  });
  return {
    release: artifact.resource("helm_release", "slo-shop--checkout"),
    manifests: artifact.values("slo-shop--checkout").manifests as unknown as Readonly<
      Record<
        string,
        { metadata: object; spec: { groups: readonly { rules: readonly { expr: string }[] }[] } }
      >
    >,
  };
}

describe("ServiceObservability", () => {
  it("places the rules and the dashboard in the namespace of the service", () => {
    const { release, manifests } = manifestsOf(OWN);
    expect(release.namespace).toBe("shop");
    expect(Object.entries(manifests).map(([key, { metadata }]) => [key, metadata])).toEqual([
      [
        "configmap-dashboard-service-shop--checkout",
        {
          name: "dashboard-service-shop--checkout",
          namespace: "shop",
          labels: { grafana_dashboard: "1" },
          annotations: { grafana_folder: "Shop" },
        },
      ],
      [
        "prometheusrule-slo-shop--checkout",
        {
          name: "slo-shop--checkout",
          namespace: "shop",
          labels: { "app.kubernetes.io/part-of": "qms-observability" },
        },
      ],
    ]);
    expect(manifests["prometheusrule-slo-shop--checkout"]?.spec.groups[0]?.rules).toHaveLength(9);
  });

  it("leaves the shared rules and the alerts to the platform", () => {
    expect(JSON.stringify(manifestsOf(OWN).manifests)).not.toMatch(/"alert":|step5m/);
  });

  it("goes by what the environment makes stricter", () => {
    const { manifests } = manifestsOf(OWN, { availability_threshold: 0.9993 });
    const [group] = manifests["prometheusrule-slo-shop--checkout"]?.spec.groups ?? [];
    expect(group?.rules[2]?.expr).toBe("vector(0.9993)");
  });

  it("gives labels and annotations for the pods", () => {
    let annotations: object = {};
    synthesize((stack) => {
      const built = new ServiceObservability(stack, "checkout", {
        service: OWN,
        instrumentation: "obs/java",
      });
      annotations = built.podTemplate.annotations;
    });
    expect(annotations).toMatchObject({ "instrumentation.opentelemetry.io/inject-java": "obs/java" });
  });

  it("refuses a service whose rules the platform places", () => {
    expect(refusalOf(() => manifestsOf(service()))).toBe(
      [
        "the service cannot be used",
        "",
        "test/checkout: service.placedBy: the platform places the rules of this service",
        '  found:    "platform"',
        '  allowed:  "team"',
        "  fix:      change the document, and deploy the platform first",
      ].join("\n"),
    );
  });

  it("refuses objectives that are weaker than the mandate", () => {
    const objectives = [{ name: "up", indicator: "availability", target: 0.95 }] as const;
    expect(refusalOf(() => manifestsOf({ ...OWN, objectives }))).toContain(
      "test/checkout: service.objectives[0].target: weaker than the mandate\n  found:    0.95\n  allowed:  at least 0.999",
    );
  });

  it("refuses a document of another shape", () => {
    const wrong = { ...OWN, owner: "Shop Team" };
    expect(refusalOf(() => manifestsOf(wrong))).toContain(
      "test/checkout: service.owner: this cannot be used",
    );
  });
});
