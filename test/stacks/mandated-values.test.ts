import { textsOf } from "../../assurance/artifact/json";
import { valueAt } from "../../assurance";
import { ENVIRONMENTS, artifactOf } from "../support/environments";
import {
  alertsOf,
  native,
  readingsOf,
  routeOf,
  samplingPolicies,
  seconds,
  secondsUntilRepeat,
  topRoute,
  valuesOf,
} from "../support/mandated-readings";
import { mandatedNumber, type NumberName } from "../support/mandate-variants";

/** Every place where an artifact must show a number of the mandate. A place that is gone is a value that is gone. */
const PLACES: Readonly<Record<NumberName, readonly string[]>> = {
  metrics_retention_days: ["retention"],
  log_retention_days: [
    "delete phase",
    "failure store of collectors",
    "failure store of Logstash",
    "failure stores that exist",
    "proof of the set-up",
  ],
  trace_retention_days: ["index cleaner", "span age"],
  trace_sampling_rate: ["baseline policy", "dashboard: Traces kept"],
  response_time_p95_ms: [
    "alert HTTPLatencyP95High",
    "dashboard: Response time, 95th percentile",
    "buckets 1",
    "buckets 2",
    "dashboard: Response time of spans",
  ],
  response_time_p99_ms: [
    "alert HTTPLatencyP99High",
    "dashboard: Response time, 99th percentile",
    "buckets 1",
    "buckets 2",
    "policy for slow traces",
  ],
  error_rate_threshold: ["alert HTTPErrorRateHigh", "dashboard: Failed requests"],
  availability_threshold: ["alert HTTPAvailabilityLow", "dashboard: Availability over one day"],
  cpu_utilization_threshold: [
    "alert NodeCPUHigh",
    "alert ContainerCPUHigh",
    "dashboard: CPU of nodes",
    "dashboard: CPU of containers, by limit",
  ],
  memory_utilization_threshold: [
    "alert NodeMemoryHigh",
    "alert ContainerMemoryHigh",
    "dashboard: Memory of nodes",
    "dashboard: Memory of containers, by limit",
  ],
  disk_utilization_threshold: [
    "alert NodeDiskHigh",
    "alert VolumeDiskHigh",
    "dashboard: Disks of nodes",
    "dashboard: Volumes",
  ],
  network_errors_threshold: [
    "alert NodeNetworkErrorsHigh",
    "dashboard: Network errors of nodes in five minutes",
  ],
  request_rate_anomaly_threshold: [
    "alert RequestRateAnomaly",
    "dashboard: Request rate, deviations from other days",
  ],
  database_connection_pool_threshold: [
    "alert DatabaseConnectionPoolHigh",
    "dashboard: Connection pools in use",
  ],
  queue_depth_threshold: ["alert QueueDepthHigh", "dashboard: Messages waiting"],
  cache_hit_ratio_minimum: ["alert CacheHitRatioLow", "dashboard: Cache hits"],
  critical_response_time: ["label of other alerts", "dashboard: Age of alerts"],
  high_response_time: [
    "label of NodeDiskHigh",
    "label of VolumeDiskHigh",
    "label of HTTPErrorRateHigh",
    "label of DatabaseConnectionPoolHigh",
    "label of QueueDepthHigh",
    "label of other alerts",
    "dashboard: Age of alerts",
  ],
  medium_response_time: [
    "label of NodeCPUHigh",
    "label of NodeMemoryHigh",
    "label of ContainerMemoryHigh",
    "label of NodeNetworkErrorsHigh",
    "label of HTTPLatencyP95High",
    "label of HTTPLatencyP99High",
    "label of HTTPAvailabilityLow",
    "label of RequestRateAnomaly",
    "label of other alerts",
    "dashboard: Age of alerts",
  ],
  low_response_time: [
    "label of ContainerCPUHigh",
    "label of CacheHitRatioLow",
    "label of other alerts",
    "dashboard: Age of alerts",
  ],
  alert_grouping_window: ["longest wait"],
};

const RESPONSE_TIMES = [
  ["critical", "critical_response_time"],
  ["high", "high_response_time"],
  ["medium", "medium_response_time"],
  ["low", "low_response_time"],
] as const;

describe.each(ENVIRONMENTS)("the artifact of %s", (name, environment) => {
  const artifact = artifactOf(environment);
  const agent = native(artifact, "otel-agent.yaml");
  const processorsOf = (pipeline: string): readonly string[] =>
    valueAt(agent, `service.pipelines.${pipeline}.processors`) as readonly string[];

  it.each(Object.entries(PLACES) as [NumberName, readonly string[]][])(
    "shows %s everywhere",
    (number, places) => {
      const expected = Object.fromEntries(places.map((place) => [place, mandatedNumber(number)]));
      expect(readingsOf(number, artifact)).toEqual(expected);
    },
  );

  it("deletes no metric by size, and keeps them on volumes", () => {
    const spec = valueAt(valuesOf(artifact, "kps"), "prometheus.prometheusSpec");
    expect(valueAt(spec, "retentionSize")).toBeUndefined();
    expect(Object.keys(valueAt(spec, "storageSpec") ?? {})).toEqual(["volumeClaimTemplate"]);
  });

  it("counts the age of logs from a rollover by age, under a policy that their templates name", () => {
    const policy = native(artifact, "ilm-qms-logs.json");
    expect(valueAt(policy, "policy.phases.hot.actions.rollover.max_age")).toBe("1d");
    for (const file of [
      "component-template-logs-otel-custom.json",
      "component-template-logs-legacy-custom.json",
    ]) {
      expect(valueAt(native(artifact, file), "template.settings.index.lifecycle.name")).toBe("qms-logs");
    }
  });

  it("runs the cleaner of traces, on indices of a day each", () => {
    const values = valuesOf(artifact, "jaeger");
    expect(valueAt(values, "esIndexCleaner.enabled")).toBe(true);
    const spans = "userconfig.extensions.jaeger_storage.backends.elasticsearch.elasticsearch.indices.spans";
    expect(valueAt(values, `${spans}.rollover_frequency`)).toBe("day");
  });

  it("keeps every trace with an error and every slow one, and caps no ordinary one", () => {
    const conditions = samplingPolicies(artifact).map(({ name: policy, type }) => `${policy}: ${type}`);
    expect(conditions).toEqual([
      "errors: status_code",
      "slow: latency",
      "forced: boolean_attribute",
      "baseline: probabilistic",
      "critical: and",
    ]);
  });

  it("lets applications send every trace, with W3C trace context ahead of any other format", () => {
    const spec = valueAt(native(artifact, "default.yaml"), "spec");
    expect(valueAt(spec, "propagators")).toEqual(["tracecontext", "baggage"]);
    expect(valueAt(spec, "sampler")).toEqual({ type: "parentbased_always_on" });
  });

  it("instruments the mandated languages; TypeScript runs as JavaScript", () => {
    const spec = valueAt(native(artifact, "default.yaml"), "spec") as object;
    expect(Object.keys(spec)).toEqual(expect.arrayContaining(["nodejs", "python", "go", "java", "dotnet"]));
  });

  it("runs a collector on every node, tainted ones included", () => {
    const values = valuesOf(artifact, "otel-agent");
    expect(valueAt(values, "mode")).toBe("daemonset");
    expect(valueAt(values, "tolerations")).toEqual([{ operator: "Exists" }]);
    expect(valueAt(values, "nodeSelector")).toBeUndefined();
  });

  it.each(RESPONSE_TIMES)("tells alerts of severity %s, and tells them again, within %s", (severity, key) => {
    const route = routeOf(artifact, severity);
    const pending = alertsOf(artifact)
      .filter(({ labels }) => labels.severity === severity)
      .map((alert) => seconds(alert.for));
    expect(route.receiver).toBe(severity);
    expect(secondsUntilRepeat(route)).toBe(mandatedNumber(key));
    expect(seconds(route.group_wait) + Math.max(0, ...pending)).toBeLessThanOrEqual(mandatedNumber(key));
  });

  it("tells what fits no severity as fast as what is critical", () => {
    expect(secondsUntilRepeat(topRoute(artifact))).toBe(mandatedNumber("critical_response_time"));
  });

  it("leads the severities to PagerDuty, Slack and e-mail", () => {
    const receivers = valueAt(native(artifact, "kps.yaml"), "receivers") as unknown as { name: string }[];
    const channels = RESPONSE_TIMES.map(([severity]) => {
      const receiver = receivers.find((one) => one.name === routeOf(artifact, severity).receiver) ?? {};
      return [
        severity,
        ...Object.keys(receiver)
          .filter((key) => key.endsWith("_configs"))
          .sort(),
      ];
    });
    expect(channels).toEqual([
      ["critical", "email_configs", "pagerduty_configs", "slack_configs"],
      ["high", "pagerduty_configs", "slack_configs"],
      ["medium", "email_configs", "slack_configs"],
      ["low", "email_configs"],
    ]);
  });

  it.each([
    ["an e-mail address", "mail from jane.doe@example.org today"],
    ["a credit card", "paid with 4111 1111 1111 1111"],
    ["an IBAN", "to DE89370400440532013000"],
    ["a phone number", "call +49 151 23456789"],
    ["a social security number", "ssn 123-45-6789"],
    ["a bearer token", "Authorization: Bearer abcdefghijklmnopqrstuvwxyz"],
    ["an access key", "key AKIAIOSFODNN7EXAMPLE"],
    ["a password", "password=hunter2"],
    ["a public address", "from 93.184.216.34"],
  ])("masks %s in logs and traces before they leave the node", (_, text) => {
    for (const pipeline of ["logs", "traces"]) {
      const blocked = processorsOf(pipeline).flatMap((one) =>
        textsOf(valueAt(agent, `processors.${one}.blocked_values`)),
      );
      expect(blocked.filter((pattern) => expression(pattern).test(text))).not.toEqual([]);
    }
  });

  it("masks before it reads, drops or counts records", () => {
    expect(processorsOf("logs").slice(-4)).toEqual([
      "transform/masked_network",
      "transform/normalise",
      "filter/log_policy",
      "transform/document_id",
    ]);
  });

  it("drops records below the level of the environment, whatever a workload says", () => {
    const [floor] = valueAt(agent, "processors.filter/log_policy.log_conditions") as readonly string[];
    const level = { local: "DEBUG", development: "DEBUG", staging: "INFO", production: "INFO" }[name];
    expect(floor).toBe(`log.severity_number > 0 and log.severity_number < SEVERITY_NUMBER_${level}`);
    expect(processorsOf("logs")).toContain("filter/log_policy");
  });
});

/** A pattern of Go's regular expressions as one of JavaScript. */
function expression(pattern: string): RegExp {
  const [, flags = "", body = ""] = /^(?:\(\?([is]+)\))?([\s\S]*)$/.exec(pattern) ?? [];
  return new RegExp(body.replaceAll("\\z", "$").replaceAll("$$", "$"), flags);
}
