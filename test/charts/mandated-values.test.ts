import { parse } from "yaml";
import { type JsonObject, type JsonValue, valueAt } from "../../assurance";
import { isObject, itemsOf, textOf, textsOf } from "../../assurance/artifact/json";
import { daysOf, secondsOf } from "../../assurance/policy/duration";
import { PII_PATTERNS } from "../../mandate/pii-patterns";
import { loadMandate, quantities, type Quantities, SEVERITIES, type Severity } from "../../mandate";
import { environments, filesOf, mapAt, object, objects } from "../support/rendered";

const MANDATED = quantities(loadMandate());

/** Replicas of Prometheus, Alertmanager and the gateway, by the two profiles. */
const REPLICAS = { single: [1, 1, 1], "high-availability": [2, 3, 3] } as const;
const PROFILES: Readonly<Record<string, keyof typeof REPLICAS>> = {
  local: "single",
  development: "single",
  staging: "high-availability",
  production: "high-availability",
};

/** What each threshold compares with, as Prometheus calculates. */
const THRESHOLDS: Readonly<Record<string, readonly [">" | "<", (mandated: Quantities) => number]>> = {
  response_time_p95_ms: [">", ({ responseTimeP95Seconds }) => responseTimeP95Seconds],
  response_time_p99_ms: [">", ({ responseTimeP99Seconds }) => responseTimeP99Seconds],
  error_rate_threshold: [">", ({ errorRatio }) => errorRatio],
  availability_threshold: ["<", ({ availabilityRatio }) => availabilityRatio],
  cpu_utilization_threshold: [">", ({ cpuUtilizationRatio }) => cpuUtilizationRatio],
  memory_utilization_threshold: [">", ({ memoryUtilizationRatio }) => memoryUtilizationRatio],
  disk_utilization_threshold: [">", ({ diskUtilizationRatio }) => diskUtilizationRatio],
  network_errors_threshold: [">", ({ networkErrorsPerFiveMinutes }) => networkErrorsPerFiveMinutes],
  request_rate_anomaly_threshold: [">", ({ requestRateAnomalyDeviations }) => requestRateAnomalyDeviations],
  database_connection_pool_threshold: [
    ">",
    ({ connectionPoolUtilizationRatio }) => connectionPoolUtilizationRatio,
  ],
  queue_depth_threshold: [">", ({ queueDepthMessages }) => queueDepthMessages],
  cache_hit_ratio_minimum: ["<", ({ cacheHitRatio }) => cacheHitRatio],
};

describe.each(environments())("the rendered objects of %s", (environment) => {
  const prometheus = (): JsonObject => object(environment, "kps", "Prometheus", "kps-prometheus");

  it("keep metrics on every replica for the mandated days, without a size that ends it sooner", () => {
    expect(daysOf(valueAt(prometheus(), "spec.retention"), "prometheus")).toBeGreaterThanOrEqual(
      MANDATED.metricsRetentionDays,
    );
    expect(valueAt(prometheus(), "spec.retentionSize")).toBeUndefined();
  });

  it("run as many replicas as the profile asks for", () => {
    const alertmanager = object(environment, "kps", "Alertmanager", "kps-alertmanager");
    const gateway = object(environment, "otel-gateway", "StatefulSet", "otel-gateway");
    const profile = PROFILES[environment];
    expect([prometheus(), alertmanager, gateway].map((one) => valueAt(one, "spec.replicas"))).toEqual(
      profile && REPLICAS[profile],
    );
  });

  it("store logs in as many Elasticsearch nodes as the profile asks for", () => {
    const elasticsearch = object(environment, "elasticsearch", "Elasticsearch", "elasticsearch");
    const [nodes] = itemsOf(valueAt(elasticsearch, "spec.nodeSets"));
    expect(valueAt(nodes, "count")).toBe(PROFILES[environment] === "single" ? 1 : 3);
  });

  it("repeat alerts of every severity within its response time, and group within the window", () => {
    const secret = object(environment, "kps", "Secret", "alertmanager-kps-alertmanager");
    const config = document(filesOf(secret)["alertmanager.yaml"]);
    expect(SEVERITIES.flatMap((severity) => routeProblems(config, severity))).toEqual([]);
  });

  it("send alerts to PagerDuty, Slack and e-mail, or all of them to the sink inside the cluster", () => {
    const secret = object(environment, "kps", "Secret", "alertmanager-kps-alertmanager");
    const { receivers } = document(filesOf(secret)["alertmanager.yaml"]);
    const channels = new Set(itemsOf(receivers).flatMap((receiver) => Object.keys(receiver as JsonObject)));
    expect([...channels]).toEqual(
      expect.arrayContaining(["pagerduty_configs", "slack_configs", "email_configs"]),
    );
  });

  it.each(Object.entries(THRESHOLDS))(
    "alert on %s at the mandated value or sooner",
    (key, [comparator, of]) => {
      const limits = objects(environment, "PrometheusRule")
        .flatMap((rules) => itemsOf(valueAt(rules, "spec.groups")))
        .flatMap((group) => itemsOf(valueAt(group, "rules")))
        .filter((rule) => valueAt(rule, "labels.threshold") === key)
        .map((rule) => limitIn(textOf(valueAt(rule, "expr")) ?? "", comparator));
      const limit = of(MANDATED);
      expect(limits).not.toHaveLength(0);
      expect(limits.filter((found) => !(comparator === ">" ? found <= limit : found >= limit))).toEqual([]);
    },
  );

  it("let Jaeger look as far back as traces are kept, and delete them no sooner", () => {
    const config = document(
      filesOf(object(environment, "jaeger", "ConfigMap", "user-config"))["user-config.yaml"],
    );
    const storage = valueAt(config, "extensions.jaeger_storage.backends.elasticsearch.elasticsearch");
    expect(daysOf(valueAt(storage, "max_span_age"), "go")).toBeGreaterThanOrEqual(
      MANDATED.traceRetentionDays,
    );
    const cleaner = object(environment, "jaeger", "CronJob", "jaeger-es-index-cleaner");
    const [container] = itemsOf(valueAt(cleaner, "spec.jobTemplate.spec.template.spec.containers"));
    const [days, url] = itemsOf(valueAt(container, "args"));
    // The cleaner counts today as a day.
    expect(Number(days) - 1).toBeGreaterThanOrEqual(MANDATED.traceRetentionDays);
    expect(url).toMatch(/^https:\/\/elasticsearch-es-http\./);
  });

  it("run an agent on every node that scrubs and filters", () => {
    const agent = object(environment, "otel-agent", "DaemonSet", "otel-agent-agent");
    expect(valueAt(agent, "spec.template.spec.tolerations")).toEqual([{ operator: "Exists" }]);
    expect(valueAt(agent, "spec.template.spec.nodeSelector")).toBeUndefined();
    const config = document(
      filesOf(object(environment, "otel-agent", "ConfigMap", "otel-agent-agent")).relay,
    );
    const pipelines = mapAt(config, "service.pipelines");
    expect(valueAt(pipelines.logs, "processors")).toEqual(
      expect.arrayContaining(["redaction/credential", "filter/log_policy"]),
    );
    const missing = [pipelines.logs, pipelines.traces].flatMap((pipeline) => {
      // The collector expands `$$`, as in an environment variable's place.
      const blocked = textsOf(valueAt(pipeline, "processors"))
        .flatMap((name) => textsOf(valueAt(config, `processors.${name}.blocked_values`)))
        .map((pattern) => pattern.replaceAll("$$", "$"));
      return PII_PATTERNS.filter(({ pattern }) => !blocked.includes(pattern)).map(({ name }) => name);
    });
    expect(missing).toEqual([]);
    expect(JSON.stringify(valueAt(config, "processors.filter/log_policy"))).toContain("severity_number <");
  });

  it("run a gateway that keeps the mandated share of traces, and all with errors", () => {
    const map = object(environment, "otel-gateway", "ConfigMap", "otel-gateway-statefulset");
    const policies = itemsOf(valueAt(document(filesOf(map).relay), "processors.tail_sampling.policies"));
    const percentages = policies.flatMap((policy) => sharesIn(policy));
    expect(percentages).not.toHaveLength(0);
    expect(Math.min(...percentages) / 100).toBeGreaterThanOrEqual(MANDATED.traceSamplingRatio);
    expect(JSON.stringify(policies)).toContain('"status_codes":["ERROR"]');
    const volumes = itemsOf(
      valueAt(
        object(environment, "otel-gateway", "StatefulSet", "otel-gateway"),
        "spec.template.spec.volumes",
      ),
    );
    expect(volumes).toContainEqual(
      expect.objectContaining({
        configMap: expect.objectContaining({ name: "otel-gateway-statefulset" }) as unknown,
      }),
    );
  });

  it("delete logs at the mandated age", () => {
    const setup = filesOf(object(environment, "elasticsearch-setup", "ConfigMap", "elasticsearch-setup"));
    const policies = Object.entries(setup).filter(([name]) => name.startsWith("ilm-"));
    const ages = policies.map(([, text]) => valueAt(document(text), "policy.phases.delete.min_age"));
    expect(ages).not.toHaveLength(0);
    expect(ages.filter((age) => (daysOf(age, "elasticsearch") ?? 0) < MANDATED.logRetentionDays)).toEqual([]);
  });

  it("tell applications to pass W3C trace context on", () => {
    const found = objects(environment, "Instrumentation");
    expect(found).not.toHaveLength(0);
    for (const instrumentation of found) {
      expect(itemsOf(valueAt(instrumentation, "spec.propagators"))[0]).toBe("tracecontext");
    }
  });
});

function document(text: string | undefined): JsonObject {
  const parsed: unknown = parse(text ?? "");
  if (isObject(parsed)) return parsed;
  throw new Error(`no map: ${String(text)}`);
}

/** Alertmanager repeats only when the window of a group ends, so what counts is the next multiple of it. */
function routeProblems(config: JsonObject, severity: Severity): readonly string[] {
  const routes = itemsOf(valueAt(config, "route.routes"));
  const route = routes.find(
    (one) => textOf(itemsOf(valueAt(one, "matchers"))[0]) === `severity="${severity}"`,
  );
  const inherited = (key: string): JsonValue | undefined =>
    valueAt(route, key) ?? valueAt(config, `route.${key}`);
  const repeat = secondsOf(inherited("repeat_interval"), "prometheus") ?? Infinity;
  const window = secondsOf(inherited("group_interval"), "prometheus") ?? Infinity;
  const repeated = Math.ceil(repeat / window) * window;
  return [
    ...(route === undefined ? [`${severity} has no route`] : []),
    ...(repeated <= MANDATED.responseTimeSeconds[severity]
      ? []
      : [`${severity} is repeated after ${repeated} s`]),
    ...(window <= MANDATED.groupingWindowSeconds ? [] : [`${severity} is grouped for ${window} s`]),
  ];
}

/** The number that the first comparison of an alert's expression names. */
function limitIn(expr: string, comparator: ">" | "<"): number {
  const withoutParentheses = outermost(expr);
  const found = new RegExp(`${comparator}\\s*([0-9.e+-]+)`).exec(withoutParentheses);
  return Number(found?.[1]);
}

function outermost(expr: string): string {
  const inner = /[([{][^()[\]{}]*[)\]}]/g;
  const shorter = expr.replace(inner, "");
  return shorter === expr ? expr : outermost(shorter);
}

function sharesIn(value: JsonValue | undefined): readonly number[] {
  if (Array.isArray(value)) return (value as readonly JsonValue[]).flatMap(sharesIn);
  if (!isObject(value)) return [];
  return Object.entries(value).flatMap(([key, child]) =>
    key === "sampling_percentage" ? [Number(child)] : sharesIn(child),
  );
}
