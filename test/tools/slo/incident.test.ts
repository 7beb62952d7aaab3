import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { type JsonObject, valueAt } from "../../../assurance";
import { entriesOf, itemsOf, textOf } from "../../../assurance/artifact/json";
import { production } from "../../../stacks/environments/production";
import { artifactOf } from "../../support/environments";
import { valuesOf } from "../../support/mandated-readings";
import { AlertmanagerServer } from "../alerting/alertmanager-server";
import { DeliverySinks } from "../alerting/delivery-sinks";
import { scaledConfiguration } from "../alerting/scaled-configuration";
import { fasterGroups } from "./faster-rules";
import { PrometheusServer } from "./prometheus-server";
import { groupsFor, sloGroups } from "./slo-rules";

/** Times are divided by it: a second of the test is four minutes. */
const SCALE = 240;
const MINUTE = 60 / SCALE;
const HOUR = 60 * MINUTE;

/** Before anything happens, so that every series is there. */
const BEGINNING = 24 * MINUTE;
const FIX = BEGINNING + 70 * MINUTE;
/** A lower tier would tell of the incident again for as long as its short window holds it: six hours, of the slowest. */
const END = FIX + 7.5 * HOUR;

/** Requests since the beginning, answered and failed; per second they are as many as in life. */
type Traffic = (seconds: number) => readonly [answered: number, failed: number];

/** Ten a second, of which a tenth fails for seventy minutes. */
const INCIDENT: Traffic = (seconds) => {
  const bad = Math.min(Math.max(seconds - BEGINNING, 0), FIX - BEGINNING);
  return [10 * seconds - bad, bad];
};

/** Eight an hour, one after the other, of which some fail. */
function sparse(fails: (seconds: number) => boolean): Traffic {
  return (seconds) => {
    const times = Array.from(
      { length: Math.floor(seconds / (HOUR / 8)) },
      (_, index) => (index + 1) * (HOUR / 8),
    );
    const failed = times.filter(fails).length;
    return [(times.length - failed) / SCALE, failed / SCALE];
  };
}

const OUTAGE_END = BEGINNING + 2 * HOUR;
// The first request that fails comes a little after the beginning.
const FIRST_FAILURE = Math.ceil(BEGINNING / (HOUR / 8)) * (HOUR / 8);

const SERVICES: readonly {
  readonly service: string;
  readonly traffic: Traffic;
  readonly perSecond: number;
}[] = [
  { service: "search/catalog", traffic: INCIDENT, perSecond: 10 },
  // One error in eight requests, in the second hour.
  {
    service: "shop/checkout",
    traffic: sparse((time) => Math.abs(time - BEGINNING - HOUR) < HOUR / 16),
    perSecond: 8 / 3600,
  },
  {
    service: "payments/ledger",
    traffic: sparse((time) => time >= FIRST_FAILURE && time < OUTAGE_END),
    perSecond: 8 / 3600,
  },
];

/** The rules of the artifact for the availability of the three services, and those that they share. */
function rules(): readonly JsonObject[] {
  const groups = SERVICES.flatMap(({ service }) =>
    groupsFor(`${service}/availability`, sloGroups(service.replace("/", "--"))),
  );
  return [...new Map(groups.map((group) => [group.name, group])).values()];
}

function metrics(seconds: number): string {
  const counter = "http_server_request_duration_seconds_count";
  const lines = SERVICES.flatMap(({ service, traffic }) => {
    const [namespace = "", name = ""] = service.split("/");
    const [answered, failed] = traffic(seconds);
    const labels = `k8s_namespace_name="${namespace}",service_name="${name}"`;
    return [
      `${counter}{${labels},http_response_status_code="200"} ${answered}`,
      `${counter}{${labels},http_response_status_code="500"} ${failed}`,
    ];
  });
  return `${lines.join("\n")}\n`;
}

/** What the rules have recorded in two and a half days in which nothing failed. */
function history(groups: readonly JsonObject[], end: number): string {
  const recorded = groups
    .flatMap((group) => itemsOf(group.rules))
    .filter((rule) => valueAt(rule, "labels.slo") !== undefined && valueAt(rule, "record") !== undefined);
  const families = recorded.flatMap((rule) => {
    const record = textOf(valueAt(rule, "record")) ?? "";
    const labels = entriesOf(valueAt(rule, "labels"));
    const slo = textOf(valueAt(rule, "labels.slo")) ?? "";
    const usual = SERVICES.find(({ service }) => slo.startsWith(`${service}/`))?.perSecond ?? NaN;
    const target = Number(/vector\(([\d.]+)\)/.exec(textOf(valueAt(rule, "expr")) ?? "")?.[1]);
    const value = record.includes("_total") ? usual : record.includes("_bad") ? 0 : target;
    const steps = record.replace("rate5m", "step5m");
    return [
      { name: record, labels, value, every: MINUTE },
      ...(steps === record
        ? []
        : [{ name: steps, labels: [...labels, ["period", "30d"] as const], value, every: 5 * MINUTE }]),
    ];
  });
  const names = [...new Set(families.map(({ name }) => name))];
  const blocks = names.map((name) =>
    [
      `# TYPE ${name} gauge`,
      ...families.filter((one) => one.name === name).flatMap((one) => samples(one, end)),
    ].join("\n"),
  );
  return `${blocks.join("\n")}\n# EOF\n`;
}

function samples(
  {
    every,
    labels,
    name,
    value,
  }: {
    readonly name: string;
    readonly labels: readonly (readonly [string, unknown])[];
    readonly value: number;
    readonly every: number;
  },
  end: number,
): readonly string[] {
  const series = `${name}{${labels.map(([label, text]) => `${label}=${JSON.stringify(text)}`).join(",")}}`;
  const count = Math.floor((60 * HOUR) / every);
  return Array.from(
    { length: count },
    (_, index) => `${series} ${value} ${(end - (count - index) * every).toFixed(3)}`,
  );
}

function configuration(target: string, alertmanager: string): JsonObject {
  const relabelings = valueAt(
    valuesOf(artifactOf(production), "kps"),
    "prometheus.prometheusSpec.additionalAlertRelabelConfigs",
  );
  const every = `${MINUTE * 1000}ms`;
  return {
    global: {
      scrape_interval: every,
      scrape_timeout: every,
      evaluation_interval: every,
      external_labels: { cluster: "production" },
    },
    rule_files: ["rules.json"],
    scrape_configs: [{ job_name: "services", static_configs: [{ targets: [target] }] }],
    alerting: {
      alertmanagers: [{ static_configs: [{ targets: [alertmanager.replace("http://", "")] }] }],
      alert_relabel_configs: relabelings ?? [],
    },
  };
}

const FLAGS = [
  `--query.lookback-delta=${5 * MINUTE * 1000}ms`,
  // Not divided: what is told of in time may be told of again a little later on a busy machine.
  "--rules.alert.resend-delay=1s",
  // In life, five seconds until the first scrape are nothing.
  "--scrape.discovery-reload-interval=100ms",
];

interface Told {
  readonly minute: number;
  readonly text: string;
}

describe("three services by a real Prometheus and a real Alertmanager, two hundred and forty times as fast as in life", () => {
  let sinks: DeliverySinks;
  const stops: (() => Promise<void> | void)[] = [];

  beforeAll(async () => {
    let begin = Date.now();
    const seconds = (): number => (Date.now() - begin) / 1000;
    const application = createServer((_, response) => {
      response.writeHead(200, { "content-type": "text/plain; version=0.0.4" });
      response.end(metrics(seconds()));
    });
    await listening(application);
    stops.push(() => {
      application.close();
      application.closeAllConnections();
    });
    sinks = await DeliverySinks.start();
    stops.push(() => {
      sinks.stop();
    });
    const alertmanager = await AlertmanagerServer.start(
      scaledConfiguration(production, sinks, { root: SCALE }),
    );
    stops.push(() => alertmanager.stop());
    const groups = rules();
    begin = Date.now();
    const prometheus = await PrometheusServer.start({
      config: configuration(`127.0.0.1:${(application.address() as AddressInfo).port}`, alertmanager.url),
      rules: { groups: fasterGroups(groups, SCALE) },
      history: history(groups, begin / 1000),
      flags: FLAGS,
    });
    stops.push(() => prometheus.stop());
    begin = Date.now();
    sinks.restart();
    await new Promise((resolve) => setTimeout(resolve, END * 1000));
  }, 300_000);

  afterAll(async () => {
    for (const stop of stops.reverse()) await stop();
  });

  /** Minutes of life after the beginning of what happens. */
  const minuteOf = ({ seconds }: { readonly seconds: number }): number => (seconds - BEGINNING) / MINUTE;

  /** All that people were told of a service, in order of time. */
  const told = (service: string): readonly Told[] =>
    [
      ...sinks.pages.map((page) => ({
        minute: minuteOf(page),
        text: `page ${page.event_action}: ${page.payload.summary}`,
      })),
      ...sinks.chats.map((chat) => ({
        minute: minuteOf(chat),
        text: `chat: ${chat.attachments[0]?.title ?? ""}`,
      })),
      ...sinks.mails.map((mail) => ({ minute: minuteOf(mail), text: `mail: ${mail.subject}` })),
    ]
      .filter(({ text }) => text.includes(service))
      .sort((one, other) => one.minute - other.minute);

  it("tell of an incident of seventy minutes at one tier, by one incident of PagerDuty", () => {
    const messages = told("search/catalog");
    process.stdout.write(
      `search/catalog:\n${messages.map(({ minute, text }) => `  ${minute.toFixed(1)} min ${text}`).join("\n")}\n`,
    );
    expect(new Set(messages.map(({ text }) => text))).toEqual(
      new Set([
        "page trigger: [CRITICAL] SLOErrorBudgetBurn search/catalog",
        "page resolve: [CRITICAL, resolved] SLOErrorBudgetBurn search/catalog",
        "chat: [CRITICAL] SLOErrorBudgetBurn search/catalog",
        "chat: [CRITICAL, resolved] SLOErrorBudgetBurn search/catalog",
        "mail: [CRITICAL] SLOErrorBudgetBurn search/catalog",
        "mail: [CRITICAL, resolved] SLOErrorBudgetBurn search/catalog",
      ]),
    );
    const pages = sinks.pages.filter(({ payload }) => payload.component === "catalog");
    expect(new Set(pages.map(({ dedup_key }) => dedup_key)).size).toBe(1);
    expect(pages.filter(({ event_action }) => event_action === "resolve")).toHaveLength(1);
  });

  it("tell of it in its first twenty minutes, and of its end in the half hour after the fix", () => {
    const messages = told("search/catalog");
    expect(messages[0]?.minute).toBeGreaterThan(0);
    expect(messages[0]?.minute).toBeLessThan(20);
    expect(messages.at(-1)?.text).toContain("resolved");
    expect(messages.at(-1)?.minute).toBeLessThan(70 + 30);
  });

  it("lead to the figures of what they tell of", () => {
    const [page] = sinks.pages.filter(({ payload }) => payload.component === "catalog");
    const { searchParams } = new URL(page?.payload.custom_details.query ?? "");
    expect(searchParams.get("panes")).toContain(
      JSON.stringify('slo:error_ratio:rate1h{slo="search/catalog/availability"}'),
    );
  });

  it("are silent on it in the seven hours after its end", () => {
    const [end] = told("search/catalog").filter(({ text }) => text.startsWith("page resolve"));
    const later = told("search/catalog").filter(
      ({ minute, text }) => minute > (end?.minute ?? NaN) && !text.includes("resolved"),
    );
    expect(end).toBeDefined();
    expect(later).toEqual([]);
  });

  it("tell nobody of one error in eight requests an hour", () => {
    expect(told("shop/checkout")).toEqual([]);
  });

  it("tell of an outage of a service of eight requests an hour within a quarter of an hour of its first failure", () => {
    const messages = told("payments/ledger");
    process.stdout.write(`payments/ledger:\n  ${messages[0]?.minute.toFixed(1)} min ${messages[0]?.text}\n`);
    expect(messages[0]?.text).toContain("[CRITICAL] SLOErrorBudgetBurn");
    const first = (FIRST_FAILURE - BEGINNING) / MINUTE;
    expect(messages[0]?.minute).toBeGreaterThan(first);
    expect(messages[0]?.minute).toBeLessThan(first + 15);
    expect(messages.at(-1)?.text).toContain("resolved");
  });
});

async function listening(server: Server): Promise<void> {
  await new Promise<void>((resolve) => {
    server.listen(0, "127.0.0.1", resolve);
  });
}
