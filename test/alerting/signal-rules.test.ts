import { anomalyGroups } from "../../constructs/alerting/anomaly-rules";
import { CACHES, CONNECTION_POOLS, QUEUES, REQUEST_SOURCES } from "../../constructs/alerting/signal-adapters";
import { signalGroups } from "../../constructs/alerting/signal-rules";

function expression(record: string): string {
  const rules = [...signalGroups(), ...anomalyGroups()].flatMap((group) => group.rules);
  return rules.find((rule) => "record" in rule && rule.record === record)?.expr ?? "";
}

describe("signalGroups", () => {
  it("has a branch for every declared source of a signal", () => {
    const branches = (record: string): number => expression(record).split("\nor\n").length;
    expect(branches("platform:http_requests:rate5m")).toBe(REQUEST_SOURCES.length);
    expect(branches("platform:http_latency:p99")).toBe(REQUEST_SOURCES.length);
    expect(branches("platform:db_pool_utilization:ratio")).toBe(CONNECTION_POOLS.length);
    expect(branches("platform:queue_depth:max")).toBe(QUEUES.length);
    expect(branches("platform:cache_hit_ratio:ratio_rate5m")).toBe(CACHES.length);
  });

  it("aggregates pushed metrics before it gives them our labels", () => {
    expect(expression("platform:http_requests:rate5m").split("\nor\n")[0]).toBe(
      "sum by (namespace, service) (label_replace(label_replace(sum by (k8s_namespace_name, service_name) " +
        '(rate(http_server_request_duration_seconds_count{service_name!=""}[5m])), ' +
        '"namespace", "$1", "k8s_namespace_name", "(.+)"), "service", "$1", "service_name", "(.+)"))',
    );
  });

  it("takes the labels of scraped targets as they are", () => {
    expect(expression("platform:queue_depth:max").split("\nor\n")[0]).toBe(
      "max by (namespace, queue) (rabbitmq_queue_messages_ready)",
    );
  });

  it("fills failures with zero from the requests of the same source", () => {
    const [spans] = expression("platform:http_failures:rate5m").split("\nor\n").slice(-1);
    expect(spans).toContain('calls_total{span_kind="SPAN_KIND_SERVER",status_code="STATUS_CODE_ERROR"}[5m]');
    expect(spans).toContain(" or 0 * sum by (namespace, service)");
    expect(spans).not.toContain("http_server_request");
  });

  it("weighs a day's availability by traffic", () => {
    expect(expression("platform:http_availability:ratio_avg1d")).toBe(
      "1 - avg_over_time(platform:http_failures:rate5m[1d]) / (avg_over_time(platform:http_requests:rate5m[1d]) > 0)",
    );
  });
});

describe("anomalyGroups", () => {
  it("compares with the same half hour of five earlier days", () => {
    const offsets = [...expression("anomaly:http_requests:median").matchAll(/offset (\w+)/g)].map(
      ([, offset]) => offset,
    );
    expect(offsets).toEqual(["23h45m", "47h45m", "71h45m", "95h45m", "167h45m"]);
  });

  it("counts a service whose series are gone as zero while earlier days know it", () => {
    expect(expression("anomaly:http_requests:zscore")).toMatch(
      /^\(\(platform:http_requests:rate5m or 0 \* last_over_time\(anomaly:http_requests:median\[10m\]\)\) - /,
    );
  });
});
