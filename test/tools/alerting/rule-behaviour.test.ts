import { itemsOf, valueAt } from "../../../assurance/artifact/json";
import type { Environment } from "../../../stacks/environments/environment";
import { production } from "../../../stacks/environments/production";
import { nativeOf, withFiles } from "../../support/native-files";
import { runTool } from "../../support/tools";
import { type RuleGroup, rulesFor } from "./promtool-test";

interface Expectation {
  readonly at: string;
  readonly expr: string;
  /** Labels with values; none where nothing must come. */
  readonly gives: Readonly<Record<string, number>>;
}

interface Behaviour {
  /** Rules that are tried, by an alert that reads them. */
  readonly alert: string;
  readonly input: Readonly<Record<string, string>>;
  readonly expect: readonly Expectation[];
  /** @default production */
  readonly environment?: Environment;
  /** When the first sample is. @default 1970 */
  readonly begin?: string;
}

function groupsOf(environment: Environment): readonly RuleGroup[] {
  return nativeOf(environment, "prometheus-rules").flatMap(({ data }) =>
    itemsOf(valueAt(data, "groups")),
  ) as unknown as readonly RuleGroup[];
}

/** What promtool says; nothing when all is as expected. */
function complaints({ alert, begin, environment = production, expect: expected, input }: Behaviour): string {
  const test = {
    rule_files: ["rules.yaml"],
    evaluation_interval: "1m",
    tests: [
      {
        interval: "1m",
        ...(begin === undefined ? {} : { start_timestamp: begin }),
        input_series: Object.entries(input).map(([series, values]) => ({ series, values })),
        promql_expr_test: expected.map(({ at, expr, gives }) => ({
          expr,
          eval_time: at,
          exp_samples: Object.entries(gives).map(([labels, value]) => ({ labels, value })),
        })),
      },
    ],
  };
  const files = {
    "rules.yaml": JSON.stringify({ groups: rulesFor(alert, groupsOf(environment)) }),
    "test.yaml": JSON.stringify(test),
  };
  return withFiles(files, (folder) => {
    const { status, stderr } = runTool("promtool", ["test", "rules", `${folder}/test.yaml`]);
    return status === 0 ? "" : stderr;
  });
}

function firing(alert: string, by = ""): string {
  return `count by (${by}) (ALERTS{alertname="${alert}",alertstate="firing"})`;
}

const POOL = "platform:db_pool_utilization:ratio";
const QUEUE = "platform:queue_depth:max";
const CACHE = "platform:cache_hit_ratio:ratio_rate5m";
const PUSHED = 'k8s_namespace_name="shop",service_name="checkout"';

describe("adapters bring the same signal from", () => {
  it.each([
    [
      "OpenTelemetry with today's names",
      `db_client_connection_count{${PUSHED},db_client_connection_pool_name="p",db_client_connection_state="used"}`,
      `db_client_connection_max{${PUSHED},db_client_connection_pool_name="p"}`,
      'service="checkout", pool="p"',
    ],
    [
      "OpenTelemetry with the names of before 1.26",
      `db_client_connections_usage{${PUSHED},pool_name="p",state="used"}`,
      `db_client_connections_max{${PUSHED},pool_name="p"}`,
      'service="checkout", pool="p"',
    ],
    [
      "HikariCP",
      'hikaricp_connections_active{namespace="shop",service="checkout",pool="p"}',
      'hikaricp_connections_max{namespace="shop",service="checkout",pool="p"}',
      'service="checkout", pool="p"',
    ],
    [
      "PostgreSQL",
      'pg_stat_activity_count{namespace="shop",service="pg",instance="pg-0",state="active"}',
      'pg_settings_max_connections{namespace="shop",service="pg",instance="pg-0"}',
      'service="pg", pool="pg-0"',
    ],
  ])("pools of %s", (_source, used, most, labels) => {
    const gives = { [`${POOL}{namespace="shop", ${labels}}`]: 0.81 };
    expect(
      complaints({
        alert: "DatabaseConnectionPoolHigh",
        input: { [used]: "81x10", [most]: "100x10" },
        expect: [{ at: "5m", expr: POOL, gives }],
      }),
    ).toBe("");
  });

  it.each([
    [
      "RabbitMQ",
      { 'rabbitmq_queue_messages_ready{namespace="shop",queue="orders",pod="rabbit-0"}': "1200x10" },
      "orders",
    ],
    [
      "Kafka, over all partitions",
      {
        'kafka_consumergroup_lag{namespace="shop",consumergroup="g",topic="t",partition="0"}': "700x10",
        'kafka_consumergroup_lag{namespace="shop",consumergroup="g",topic="t",partition="1"}': "500x10",
      },
      "g/t",
    ],
  ] as const)("queues of %s", (_source, input, queue) => {
    const gives = { [`${QUEUE}{namespace="shop", queue="${queue}"}`]: 1200 };
    expect(
      complaints({
        alert: "QueueDepthHigh",
        input: { ...input },
        expect: [{ at: "5m", expr: QUEUE, gives }],
      }),
    ).toBe("");
  });

  it.each([
    ["Redis", "redis_keyspace_hits_total", "redis_keyspace_misses_total"],
    ["PostgreSQL", "pg_stat_database_blks_hit", "pg_stat_database_blks_read"],
  ])("caches of %s", (_source, hits, misses) => {
    const labels = '{namespace="shop",instance="i"}';
    const gives = { '{namespace="shop", cache="i"}': 0.75 };
    const input = { [`${hits}${labels}`]: "0+300x20", [`${misses}${labels}`]: "0+100x20" };
    expect(
      complaints({
        alert: "CacheHitRatioLow",
        input,
        expect: [{ at: "10m", expr: `round(${CACHE}, 0.001)`, gives }],
      }),
    ).toBe("");
  });

  it.each(["1", "1.0"])("histograms whose bound of a second is written %s", (le) => {
    const bucket = (bound: string): string =>
      `http_server_request_duration_seconds_bucket{${PUSHED},le="${bound}"}`;
    const input = {
      [bucket("0.5")]: "0+500x20",
      [bucket(le)]: "0+595x20",
      [bucket("2.5")]: "0+600x20",
      [bucket("+Inf")]: "0+600x20",
    };
    // 95 % of 600 is 570: 70 of the 95 between half a second and a second.
    const gives = { '{namespace="shop", service="checkout"}': 0.868 };
    const expected = [{ at: "10m", expr: "round(platform:http_latency:p95, 0.001)", gives }];
    expect(complaints({ alert: "HTTPLatencyP95High", input, expect: expected })).toBe("");
  });
});

const SCRAPE = 'job="observability-agents/otel-agent-agent",instance="10.0.0.1:8889"';
const LOGGER = `${SCRAPE},k8s_namespace_name="shop",service_name="checkout",log_format="structured"`;

describe("counters of logs", () => {
  it("count the first records of a service, which an increase does not see", () => {
    const input = {
      [`up{${SCRAPE}}`]: "1x60",
      [`log_security_auth_failures_total{${LOGGER}}`]: "_x30 150x30",
    };
    const expected = [
      { at: "29m", expr: firing("LogAuthenticationFailuresHigh", "service"), gives: {} },
      {
        at: "33m",
        expr: firing("LogAuthenticationFailuresHigh", "service"),
        gives: { '{service="checkout"}': 1 },
      },
      { at: "48m", expr: firing("LogAuthenticationFailuresHigh", "service"), gives: {} },
    ];
    expect(complaints({ alert: "LogAuthenticationFailuresHigh", input, expect: expected })).toBe("");
  });

  it("do not take the whole past of a counter for news when Prometheus begins to scrape", () => {
    const input = {
      [`up{${SCRAPE}}`]: "_x30 1x30",
      [`log_security_auth_failures_total{${LOGGER}}`]: "_x30 9000x30",
    };
    const expected = [{ at: "40m", expr: firing("LogAuthenticationFailuresHigh", "service"), gives: {} }];
    expect(complaints({ alert: "LogAuthenticationFailuresHigh", input, expect: expected })).toBe("");
  });

  it("add up what several nodes count, also across a restart of an agent", () => {
    const other = LOGGER.replace("10.0.0.1", "10.0.0.2");
    const input = {
      [`up{${SCRAPE}}`]: "1x60",
      [`log_records_pii_masked_total{${LOGGER}}`]: "1000+4x30 0+4x30",
      [`log_records_pii_masked_total{${other}}`]: "500+4x60",
    };
    const expected = [
      {
        at: "55m",
        expr: "round(platform:log_masked:increase15m)",
        gives: { '{namespace="shop", service="checkout"}': 120 },
      },
    ];
    expect(complaints({ alert: "LogPersonalDataBurst", input, expect: expected })).toBe("");
  });

  it("take what is as usual at this time of day for no burst", () => {
    const input = { [`up{${SCRAPE}}`]: "1x1600", [`log_records_pii_masked_total{${LOGGER}}`]: "0+20x1600" };
    const expected = [
      { at: "60m", expr: firing("LogPersonalDataBurst", "service"), gives: { '{service="checkout"}': 1 } },
      { at: "1500m", expr: firing("LogPersonalDataBurst", "service"), gives: {} },
    ];
    expect(complaints({ alert: "LogPersonalDataBurst", input, expect: expected })).toBe("");
  });
});

/** All requests between a tenth and a quarter of a second, then four fifths above it: 242.5 and 484 ms. */
const SLOWER = (from: number, until: number): Readonly<Record<string, string>> => {
  const bucket = (le: string): string => `http_server_request_duration_seconds_bucket{${PUSHED},le="${le}"}`;
  const fast = 600 * from;
  return {
    [bucket("0.1")]: `0x${until}`,
    [bucket("0.25")]: `0+600x${from} ${fast + 120}+120x${until - from}`,
    [bucket("0.5")]: `0+600x${until}`,
    [bucket("+Inf")]: `0+600x${until}`,
    [`http_server_request_duration_seconds_count{${PUSHED},http_response_status_code="200"}`]: `0+600x${until}`,
  };
};

const ROLLED_OUT = (minute: number, until: number): Readonly<Record<string, string>> => {
  const labels = (name: string): string => `{namespace="shop",replicaset="${name}"}`;
  const owner = (name: string): string =>
    `kube_replicaset_owner${labels(name).replace("}", ',owner_kind="Deployment",owner_name="checkout"}')}`;
  return {
    [`kube_replicaset_created${labels("c-1")}`]: `-100000x${until}`,
    [`kube_replicaset_spec_replicas${labels("c-1")}`]: `1x${minute - 1} 0x${until - minute}`,
    [owner("c-1")]: `1x${until}`,
    [`kube_replicaset_created${labels("c-2")}`]: `_x${minute} ${minute * 60}x${until - minute}`,
    [`kube_replicaset_spec_replicas${labels("c-2")}`]: `_x${minute} 1x${until - minute}`,
    [owner("c-2")]: `_x${minute} 1x${until - minute}`,
  };
};

describe("a regression after a rollout", () => {
  const baseline = "round(platform:http_latency:p95_baseline, 0.0001)";
  const known = { '{namespace="shop", service="checkout"}': 0.2425 };

  it("holds for as long as the service is slower, up to a day, and is then the new normal", () => {
    const input = { ...SLOWER(150, 2200), ...ROLLED_OUT(150, 2200) };
    const [alert, by] = ["RolloutLatencyRegression", "service"] as const;
    const expected = [
      { at: "149m", expr: firing(alert, by), gives: {} },
      { at: "165m", expr: firing(alert, by), gives: { '{service="checkout"}': 1 } },
      { at: "165m", expr: baseline, gives: known },
      { at: "600m", expr: firing(alert, by), gives: { '{service="checkout"}': 1 } },
      { at: "600m", expr: baseline, gives: known },
      { at: "1580m", expr: firing(alert, by), gives: { '{service="checkout"}': 1 } },
      { at: "1700m", expr: firing(alert, by), gives: {} },
    ];
    expect(complaints({ alert, input, expect: expected })).toBe("");
  });

  it("is none where nothing was rolled out", () => {
    const expected = [{ at: "200m", expr: firing("RolloutLatencyRegression"), gives: {} }];
    expect(complaints({ alert: "RolloutLatencyRegression", input: SLOWER(150, 300), expect: expected })).toBe(
      "",
    );
  });
});

/** A version at nine requests a second beside one at one a second, which comes at minute 100. */
function versions(
  slowShares: readonly [number, number],
  label: (version: string) => string,
): Readonly<Record<string, string>> {
  return Object.fromEntries(
    (
      [
        ["v1", 540, slowShares[0], ""],
        ["v2", 60, slowShares[1], "_x100 "],
      ] as const
    ).flatMap(([version, rate, slow, before]) => {
      const labels = `${PUSHED},${label(version)}`;
      return [
        [
          `http_server_request_duration_seconds_count{${labels},http_response_status_code="200"}`,
          `${before}0+${rate}x200`,
        ],
        [
          `http_server_request_duration_seconds_bucket{${labels},le="0.5"}`,
          `${before}0+${rate * (1 - slow)}x200`,
        ],
        [`http_server_request_duration_seconds_bucket{${labels},le="+Inf"}`, `${before}0+${rate}x200`],
      ];
    }),
  );
}

describe("a canary", () => {
  const byVersion = (version: string): string => `service_version="${version}"`;
  const alert = "CanaryLatencyRegression";

  it("with 8 % slow requests beside 3 % is found within a quarter of an hour", () => {
    const expected = [
      { at: "99m", expr: firing(alert, "revision"), gives: {} },
      { at: "114m", expr: firing(alert, "revision"), gives: { '{revision="v2"}': 1 } },
    ];
    expect(complaints({ alert, input: versions([0.03, 0.08], byVersion), expect: expected })).toBe("");
  });

  it("with as many slow requests as the other is never accused", () => {
    const score = 'round(platform:revision_slow:zscore{revision="v2"}, 0.01)';
    const none = { '{namespace="shop", service="checkout", revision="v2"}': 0 };
    const expected = ["110m", "130m", "190m"].flatMap((at) => [
      { at, expr: firing(alert), gives: {} },
      { at, expr: score, gives: none },
    ]);
    expect(complaints({ alert, input: versions([0.03, 0.03], byVersion), expect: expected })).toBe("");
  });

  it("is told by its ReplicaSet too where only the configuration was changed", () => {
    const byBoth = (name: string): string => `service_version="7.1",k8s_pod_name="checkout-${name}-abcde"`;
    const expected = [
      { at: "114m", expr: firing(alert, "revision"), gives: { '{revision="7.1@checkout-v2"}': 1 } },
    ];
    expect(complaints({ alert, input: versions([0.03, 0.08], byBoth), expect: expected })).toBe("");
  });

  it("is told by its pods where it states no version", () => {
    const byPod = (version: string): string => `k8s_pod_name="checkout-${version}-abcde"`;
    const expected = [
      { at: "114m", expr: firing(alert, "revision"), gives: { '{revision="checkout-v2"}': 1 } },
    ];
    expect(complaints({ alert, input: versions([0.03, 0.08], byPod), expect: expected })).toBe("");
  });
});

describe("what has no limit", () => {
  it("the heartbeat fires from the first minute on, always", () => {
    const expected = ["0m", "600m"].map((at) => ({ at, expr: firing("Watchdog"), gives: { "{}": 1 } }));
    expect(complaints({ alert: "Watchdog", input: { x: "0x600" }, expect: expected })).toBe("");
  });

  it("a part that is gone is told like one that is down", () => {
    const input = {
      'up{job="kube-state-metrics"}': "1x60",
      'kube_deployment_status_replicas_available{namespace="observability",deployment="grafana"}': "1x20",
    };
    const expected = [
      { at: "20m", expr: firing("GrafanaDown"), gives: {} },
      { at: "40m", expr: firing("GrafanaDown"), gives: { "{}": 1 } },
    ];
    expect(complaints({ alert: "GrafanaDown", input, expect: expected })).toBe("");
  });

  it("nothing is said of pods while nothing is known of them", () => {
    const expected = [{ at: "40m", expr: firing("GrafanaDown"), gives: {} }];
    expect(
      complaints({
        alert: "GrafanaDown",
        input: { 'up{job="kube-state-metrics"}': "0x60" },
        expect: expected,
      }),
    ).toBe("");
  });

  it("planned maintenance begins and ends at the minute, in its own time zone", () => {
    const environment: Environment = {
      ...production,
      plannedMaintenance: [
        {
          name: "depot-move",
          reason: "The depot moves.",
          from: "2027-03-28T01:30",
          until: "2027-03-28T03:30",
          timeZone: "Europe/Berlin",
          scope: { namespace: "shop", service: "depot" },
          severities: ["medium", "low"],
        },
      ],
    };
    const labels =
      'ALERTS{alertname="MaintenanceWindow",alertstate="firing",component="maintenance",kind="marker",owner="platform",' +
      'severity="none",window="depot-move",scope="service",quietens="medium,low",namespace="shop",service="depot"}';
    // Clocks go forward that night: two hours by the clock are one.
    const at = (minutes: number): string => `${minutes}m`;
    const expr = 'ALERTS{alertname="MaintenanceWindow"}';
    const expected = [
      { at: at(29), expr, gives: {} },
      { at: at(30), expr, gives: { [labels]: 1 } },
      { at: at(89), expr, gives: { [labels]: 1 } },
      { at: at(90), expr, gives: {} },
    ];
    const begin = "2027-03-28T00:00:00Z";
    expect(
      complaints({ alert: "MaintenanceWindow", environment, begin, input: { x: "0x120" }, expect: expected }),
    ).toBe("");
  });
});
