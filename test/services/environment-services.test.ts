import { valueAt } from "../../assurance";
import { loadMandate } from "../../mandate";
import type { Environment } from "../../stacks/environments/environment";
import { production } from "../../stacks/environments/production";
import { validateEnvironment } from "../../stacks/environments/validate-environment";
import { artifactOf } from "../support/environments";
import { native, samplingPolicies, valuesOf } from "../support/mandated-readings";
import { refusalOf } from "../support/problems";
import { service } from "../support/services";

const LIMIT = { name: "quick", indicator: "latency", withinSeconds: 0.123, target: 0.95 } as const;
const ENVIRONMENT: Environment = {
  ...production,
  services: [
    service({ objectives: [LIMIT] }),
    service({ namespace: "lending", name: "offers", placedBy: "team" }),
  ],
};

describe("the services of an environment", () => {
  it("give the gateway a bound at each limit of their objectives", () => {
    const buckets = valueAt(
      native(artifactOf(ENVIRONMENT), "otel-gateway.yaml"),
      "connectors.span_metrics.histogram.explicit.buckets",
    );
    expect(buckets).toContain("123ms");
  });

  it("have their traces kept like those of labelled workloads where they are critical", () => {
    const services = [service({ criticality: "critical" }), service({ name: "basket", criticality: "high" })];
    const policies = samplingPolicies(artifactOf({ ...ENVIRONMENT, services }));
    const critical = policies.find(({ name }) => name === "critical") ?? {};
    const [tier] = valueAt(critical, "and.and_sub_policy") as readonly object[];
    expect(tier).toEqual({
      name: "tier",
      type: "ottl_condition",
      ottl_condition: {
        error_mode: "ignore",
        span: [
          'resource.attributes["app.tier"] == "critical"',
          'resource.attributes["service.name"] == "checkout" and resource.attributes["k8s.namespace.name"] == "shop"',
        ],
      },
    });
  });

  it("have their namespaces monitored, and searched for dashboards where teams place them", () => {
    const artifact = artifactOf(ENVIRONMENT);
    const selector = valueAt(valuesOf(artifact, "kps"), "prometheus.prometheusSpec.ruleNamespaceSelector");
    expect(JSON.stringify(selector)).toContain('"lending"');
    expect(valueAt(valuesOf(artifact, "grafana"), "sidecar.dashboards.searchNamespace")).toEqual([
      "observability",
      "lending",
    ]);
  });

  it("have the rules of their objectives placed, or left to their teams", () => {
    const { releases } = artifactOf(ENVIRONMENT);
    expect(releases.map(({ name }) => name).filter((name) => name.startsWith("slo-"))).toEqual([
      "slo-rules",
      "slo-shop--checkout",
    ]);
    expect(native(artifactOf(ENVIRONMENT), "slo-shared.yaml")).toMatchObject({
      groups: expect.any(Array) as object,
    });
  });

  it("are told of to their teams, and in copies to whoever the environment names", () => {
    const environment: Environment = {
      ...ENVIRONMENT,
      services: [service({ contacts: { slack: "#shop" } })],
      teams: [{ team: "security", email: "security@example.org" }],
      alertCopies: [
        { team: "security", matching: { kind: "security" }, reason: "They watch for attacks." },
        { team: "shop-team", matching: { namespace: "till" }, reason: "They sell by it." },
      ],
    };
    const receivers = valueAt(native(artifactOf(environment), "kps.yaml"), "receivers");
    expect(receivers).toEqual(
      expect.arrayContaining([
        expect.objectContaining({
          name: "security/copies",
          email_configs: [expect.objectContaining({ to: "security@example.org" })],
        }),
        expect.objectContaining({
          name: "shop-team/copies",
          slack_configs: [expect.objectContaining({ channel: "#shop" })],
        }),
      ]),
    );
  });

  it("are refused where their documents know their team by two channels", () => {
    const key = (name: string) => ({ pagerDutyRoutingKey: { name, key: "routing-key" } });
    const services = [
      service({ contacts: { slack: "#shop", ...key("one") } }),
      service({ name: "basket", contacts: { slack: "#basket", ...key("other") } }),
    ];
    expect(refusalOf(() => validateEnvironment({ ...ENVIRONMENT, services }, loadMandate()))).toBe(
      [
        "environment production cannot be used",
        "",
        "environment production: teams: team shop-team has more than one slackChannel",
        "  found:    #basket, #shop",
        "  fix:      settle on one",
        "environment production: teams: team shop-team has more than one pagerDutyRoutingKey",
        "  found:    other/routing-key, one/routing-key",
        "  fix:      settle on one",
      ].join("\n"),
    );
  });

  it("have copies refused for a team that nobody knows, for no alerts in particular, and for no reason", () => {
    const alertCopies = [{ team: "shop-tean", matching: {}, reason: " " }];
    const teams = [
      { team: "Security" },
      { team: "audit", email: "a@example.org" },
      { team: "audit", email: "b@example.org" },
    ];
    expect(refusalOf(() => validateEnvironment({ ...ENVIRONMENT, alertCopies, teams }, loadMandate()))).toBe(
      [
        "environment production cannot be used",
        "",
        "environment production: teams: a team cannot have this name",
        '  found:    "Security"',
        "  allowed:  lower-case words joined by hyphens",
        "environment production: teams: team audit has more than one email",
        "  found:    a@example.org, b@example.org",
        "  fix:      settle on one",
        "environment production: alertCopies[0].team: there is no such receiver",
        '  found:    "shop-tean"',
        "  allowed:  Security, audit, shop-team",
        "  fix:      did you mean shop-team?",
        "environment production: alertCopies[0].matching: would copy every alert",
        "environment production: alertCopies[0].reason: is empty",
      ].join("\n"),
    );
  });

  it("are judged by the environment's own mandate, together with all else that is wrong", () => {
    const stricter = { ...ENVIRONMENT, stricter: { response_time_p95_ms: 120 } };
    const wrong = { ...stricter, services: [service({ objectives: [LIMIT], dependencies: ["x"] })] };
    expect(refusalOf(() => validateEnvironment(wrong, loadMandate()))).toBe(
      [
        "environment production cannot be used",
        "",
        "environment production: services[0].objectives[0].withinSeconds: weaker than the mandate",
        "  found:    123 ms",
        "  allowed:  at most 120 ms",
        "  mandate:  monitoring_thresholds.response_time_p95_ms",
        "environment production: services[0].dependencies[0]: no document describes this service",
        "  found:    shop/x",
        "  allowed:  no other service is described",
      ].join("\n"),
    );
  });

  it("are refused by their place when they have another shape", () => {
    const services = [{ ...service(), ownr: "me" }];
    expect(refusalOf(() => validateEnvironment({ ...production, services }, loadMandate()))).toContain(
      "environment production: services[0].ownr: there is no such key",
    );
  });
});
