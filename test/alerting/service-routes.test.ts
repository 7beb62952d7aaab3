import { alertmanagerConfig } from "../../constructs/alerting/alertmanager-config";
import { externalDelivery } from "../../constructs/alerting/delivery";
import type { MaintenanceWindow } from "../../constructs/alerting/maintenance-window";
import { type ServiceRoute, type ServiceRouting, teamsOf } from "../../constructs/alerting/service-routes";
import { serviceRoutingProblems } from "../../constructs/alerting/service-routing-problems";
import { alertRelabelings } from "../../constructs/alerting/severity-normalisation";
import { formatProblem, loadMandate, quantities } from "../../mandate";

const MANDATED = quantities(loadMandate());

const CHECKOUT: ServiceRoute = {
  namespace: "shop",
  service: "checkout",
  team: "shop",
  slackChannel: "#shop",
  email: "shop@example.org",
  pagerDutyRoutingKey: { name: "shop-pager", key: "routing-key" },
  dependencies: [{ namespace: "payments", service: "ledger" }],
};
const CART: ServiceRoute = { namespace: "shop", service: "cart", team: "shop", dependencies: [] };
const LEDGER: ServiceRoute = { namespace: "payments", service: "ledger", team: "payments", dependencies: [] };

function routing(...services: readonly ServiceRoute[]): ServiceRouting {
  return { services, teams: [], copies: [] };
}

function said(given: Partial<ServiceRouting>): string {
  return serviceRoutingProblems({ services: [], teams: [], copies: [], ...given }, "routing")
    .map(formatProblem)
    .join("\n");
}

interface Route {
  readonly matchers: readonly string[];
  readonly receiver: string;
  readonly routes?: readonly Route[];
  readonly [field: string]: unknown;
}

function config(given: ServiceRouting, maintenanceWindows: readonly MaintenanceWindow[] = []) {
  const delivery = externalDelivery(
    {
      kind: "external",
      pagerduty: {},
      slack: { channel: "#alerts" },
      email: { smarthost: "mail.example.org:587", from: "a@example.org", to: "on-call@example.org" },
    },
    teamsOf(given),
  );
  return {
    secrets: delivery.secrets,
    ...(alertmanagerConfig({
      quantities: MANDATED,
      delivery,
      routing: given,
      maintenanceWindows,
    }) as unknown as {
      route: Route;
      receivers: readonly (Readonly<Record<string, unknown>> & { readonly name: string })[];
    }),
  };
}

function below(severity: string, { route }: { readonly route: Route }): readonly Route[] {
  return route.routes?.find(({ matchers }) => matchers[0] === `severity="${severity}"`)?.routes ?? [];
}

describe("routes of services", () => {
  it("lead all services of a team to the team, in one route for a namespace", () => {
    expect(below("high", config(routing(CHECKOUT, CART, LEDGER)))).toEqual([
      { matchers: ['namespace="shop"', 'service=~"cart|checkout"'], receiver: "shop/high" },
    ]);
  });

  it("lead severities of other publishers there too", () => {
    expect(below("warning", config(routing(CHECKOUT)))).toEqual([
      { matchers: ['namespace="shop"', 'service="checkout"'], receiver: "shop/medium" },
    ]);
  });

  it("tell the team by its own channel, address and key, and people on call of what is critical as well", () => {
    const { receivers, secrets } = config(routing(CHECKOUT));
    expect(receivers.find(({ name }) => name === "shop/critical")).toMatchObject({
      pagerduty_configs: [
        { severity: "critical", routing_key_file: "/etc/alertmanager/secrets/shop-pager/routing-key" },
      ],
      slack_configs: [{ channel: "#shop" }],
      email_configs: [{ to: "on-call@example.org, shop@example.org" }],
    });
    expect(receivers.find(({ name }) => name === "shop/medium")).toMatchObject({
      slack_configs: [{ channel: "#shop" }],
      email_configs: [{ to: "shop@example.org" }],
    });
    expect(secrets).toEqual(["alertmanager-receivers", "shop-pager"]);
  });

  it("leave a team without a channel to the platform's receivers", () => {
    const { receivers } = config(routing(LEDGER));
    expect(receivers.map(({ name }) => name)).toEqual([
      "critical",
      "high",
      "medium",
      "low",
      "unrouted",
      "null",
    ]);
  });

  it("take services' names literally", () => {
    const services = ["a.b", "c"].map((service) => ({ ...CHECKOUT, service, dependencies: [] }));
    expect(below("low", config(routing(...services)))[0]?.matchers).toEqual([
      'namespace="shop"',
      String.raw`service=~"a\\.b|c"`,
    ]);
  });
});

describe("maintenance windows with a scope", () => {
  const window = (name: string, scope?: MaintenanceWindow["scope"]): MaintenanceWindow => ({
    name,
    reason: "a batch",
    start: "01:00",
    end: "02:00",
    timeZone: "UTC",
    ...(scope === undefined ? {} : { scope }),
  });

  it("mute their namespace, with all windows that cover it", () => {
    const windows = [window("all"), window("batch", { namespace: "payments" })];
    expect(below("medium", config(routing(), windows))).toEqual([
      { matchers: ['namespace="payments"'], receiver: "medium", mute_time_intervals: ["all", "batch"] },
    ]);
  });

  it("mute their service on the way to its team, and before the namespace", () => {
    const windows = [
      window("shop", { namespace: "shop" }),
      window("cart", { namespace: "shop", service: "cart" }),
    ];
    expect(below("medium", config(routing(CHECKOUT, CART), windows))).toEqual([
      {
        matchers: ['namespace="shop"', 'service="cart"'],
        receiver: "shop/medium",
        mute_time_intervals: ["shop", "cart"],
      },
      {
        matchers: ['namespace="shop"', 'service="checkout"'],
        receiver: "shop/medium",
        mute_time_intervals: ["shop"],
      },
      { matchers: ['namespace="shop"'], receiver: "medium", mute_time_intervals: ["shop"] },
    ]);
  });

  it("mute nothing that is critical", () => {
    expect(below("critical", config(routing(), [window("batch", { namespace: "payments" })]))).toEqual([]);
  });
});

describe("copies", () => {
  const copies = [{ team: "security", matching: { kind: "security" }, reason: "They watch for attacks." }];
  const teams = [{ team: "security", slackChannel: "#security" }];

  it("go to their team first, and then where the alert goes anyway", () => {
    const { route, receivers } = config({ services: [], teams, copies });
    expect(route.routes?.find(({ receiver }) => receiver === "security/copies")).toEqual({
      matchers: ['kind="security"', 'severity=~"critical|high|medium|low|warning|info"'],
      receiver: "security/copies",
      continue: true,
    });
    expect(receivers.find(({ name }) => name === "security/copies")).toMatchObject({
      slack_configs: [{ channel: "#security" }],
    });
    expect(receivers.find(({ name }) => name === "security/copies")).not.toHaveProperty("email_configs");
  });

  it("are refused for a receiver that is not there", () => {
    expect(said({ teams, copies: [{ ...copies[0], team: "securty" }] as typeof copies }))
      .toBe(`routing.copies[0].team: there is no such receiver
  found:    "securty"
  allowed:  security
  fix:      did you mean security?`);
  });
});

describe("serviceRoutingProblems", () => {
  it("finds nothing wrong with services that depend on others, known or not", () => {
    expect(said({ services: [CHECKOUT, CART] })).toBe("");
  });

  it("refuses dependencies in a circle, told as a way", () => {
    const ledger = { ...LEDGER, dependencies: [{ namespace: "shop", service: "cart" }] };
    const cart = { ...CART, dependencies: [{ namespace: "shop", service: "checkout" }] };
    expect(said({ services: [CHECKOUT, cart, ledger] }))
      .toBe(`routing.services: dependencies go round in a circle
  found:    shop/checkout -> payments/ledger -> shop/cart -> shop/checkout
  fix:      leave out the dependency without which the caller could still answer`);
  });

  it("refuses a service that depends on itself", () => {
    const itself = { ...CART, dependencies: [{ namespace: "shop", service: "cart" }] };
    expect(said({ services: [itself] })).toContain("found:    shop/cart -> shop/cart");
  });

  it("refuses a service twice, a team with two channels, and a name that no receiver can have", () => {
    const services = [CHECKOUT, { ...CHECKOUT, slackChannel: "#other" }, { ...LEDGER, team: "Pay Team" }];
    expect(said({ services })).toBe(`routing.services[1]: this service is listed twice
  found:    shop/checkout
  fix:      join the two entries
routing: a team cannot have this name
  found:    "Pay Team"
  allowed:  lower-case words joined by hyphens
routing: team shop has more than one slackChannel
  found:    #shop, #other
  fix:      settle on one`);
  });
});

describe("alertRelabelings", () => {
  it("name the team of the catalogue as the owner of alerts on its services", () => {
    expect(alertRelabelings(MANDATED, [CHECKOUT]).at(-1)).toEqual({
      source_labels: ["owner", "namespace", "service"],
      separator: ";",
      regex: "service;shop;checkout",
      target_label: "owner",
      replacement: "shop",
      action: "replace",
    });
  });
});
