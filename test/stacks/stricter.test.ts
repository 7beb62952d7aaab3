import type { TerraformStack } from "cdktf";
import { type Artifact, valueAt } from "../../assurance";
import { Alerting } from "../../constructs/alerting/alerting";
import type { HelmValue, HelmValues } from "../../constructs/core/helm-values";
import { valueAt as helmValueAt } from "../../constructs/core/value-path";
import { Elasticsearch } from "../../constructs/logging/elasticsearch";
import { Prometheus } from "../../constructs/metrics/prometheus";
import { AgentCollector } from "../../constructs/telemetry/agent-collector";
import { GatewayCollector } from "../../constructs/telemetry/gateway-collector";
import { Instrumentation } from "../../constructs/telemetry/instrumentation";
import { Jaeger } from "../../constructs/tracing/jaeger";
import { LEAF_NAMES, loadMandate, type Stricter, valueAt as mandatedAt, keyOf } from "../../mandate";
import type { PiiPattern } from "../../mandate/pii-patterns";
import { development } from "../../stacks/environments/development";
import type { Environment, ReleaseName } from "../../stacks/environments/environment";
import { production } from "../../stacks/environments/production";
import { GATEWAY, LOG_BACKEND, TRACE_BACKEND } from "../support/collector-samples";
import { artifactOf } from "../support/environments";
import {
  native,
  readingsOf,
  routeOf,
  seconds,
  secondsUntilRepeat,
  valuesOf,
} from "../support/mandated-readings";
import { mandateWith, NUMBER_NAMES, type NumberName, stricterVariant } from "../support/mandate-variants";
import { synthesize } from "../support/synthesis";

const ALL = Object.fromEntries(NUMBER_NAMES.map((name) => [name, stricterVariant(name)])) as Stricter;

const MEMBER_NUMBER: PiiPattern = {
  name: "member_number",
  class: "national-id",
  pattern: String.raw`\bM-[0-9]{7}\b`,
  examples: ["member M-1234567"],
  counterExamples: ["M-12"],
};

const RESPONSE_TIMES = [
  ["critical", "critical_response_time"],
  ["high", "high_response_time"],
  ["medium", "medium_response_time"],
  ["low", "low_response_time"],
] as const;

/** What an artifact must show once a number has become stricter: the same places, the stricter number in each. */
function stricterReadings(name: NumberName): Readonly<Record<string, number>> {
  const places = Object.keys(readingsOf(name, artifactOf(development)));
  return Object.fromEntries(places.map((place) => [place, stricterVariant(name)]));
}

function expectRepetition(artifact: Artifact, severity: string, limit: number): void {
  const repeat = secondsUntilRepeat(routeOf(artifact, severity));
  // Whole ticks of whole seconds may end up to one second a tick early, never late.
  expect(repeat).toBeLessThanOrEqual(limit);
  expect(repeat).toBeGreaterThan(limit - limit / seconds(routeOf(artifact, severity).group_interval) - 1);
}

describe("a mandate of another organisation", () => {
  it("covers every number of the document", () => {
    const { values } = loadMandate();
    const numbers = LEAF_NAMES.filter((name) => typeof mandatedAt(values, keyOf(name)) === "number");
    expect(numbers).toEqual(NUMBER_NAMES);
  });

  describe.each(NUMBER_NAMES)("with a stricter %s", (name) => {
    const artifact = artifactOf(development, mandateWith({ [name]: stricterVariant(name) }));

    it("shows in the artifact wherever the number stands", () => {
      expect(readingsOf(name, artifact)).toEqual(stricterReadings(name));
    });

    it("leaves every other number as it was", () => {
      // Alerts are never held back longer than the most urgent ones may wait.
      const follows = name === "critical_response_time" ? ["alert_grouping_window"] : [];
      const others = NUMBER_NAMES.filter((other) => other !== name && !follows.includes(other));
      const read = (from: Artifact) => others.map((other) => [other, readingsOf(other, from)]);
      expect(read(artifact)).toEqual(read(artifactOf(development)));
    });
  });

  it.each(RESPONSE_TIMES)("with a stricter time for %s alerts repeats them sooner", (severity, name) => {
    const artifact = artifactOf(development, mandateWith({ [name]: stricterVariant(name) }));
    expectRepetition(artifact, severity, stricterVariant(name));
  });
});

describe("an environment that makes every number stricter", () => {
  const artifact = artifactOf({ ...production, stricter: ALL });

  it.each(NUMBER_NAMES)("shows %s in its artifact", (name) => {
    expect(readingsOf(name, artifact)).toEqual(stricterReadings(name));
  });

  it.each(RESPONSE_TIMES)("repeats %s alerts within %s", (severity, name) => {
    expectRepetition(artifact, severity, stricterVariant(name));
  });

  it("may ask for more languages and propagators too", () => {
    const languages = ["javascript", "typescript", "python", "go", "java", "dotnet", "nginx"];
    const stricter = { otel_sdk_languages: languages, trace_context_propagation: "w3c,b3" } as Stricter;
    const spec = valueAt(native(artifactOf({ ...production, stricter }), "default.yaml"), "spec");
    expect(valueAt(spec, "propagators")).toEqual(["tracecontext", "b3", "baggage"]);
    expect(Object.keys(spec as object)).toContain("nginx");
  });

  it("may ask for less talkative logs", () => {
    const agent = native(artifactOf({ ...production, logLevel: "ERROR" }), "otel-agent.yaml");
    const [floor] = valueAt(agent, "processors.filter/log_policy.log_conditions") as readonly string[];
    expect(floor).toBe("log.severity_number > 0 and log.severity_number < SEVERITY_NUMBER_ERROR");
  });
});

describe("an environment's values", () => {
  const spans = "extensions.jaeger_storage.backends.elasticsearch.elasticsearch";

  it.each<[ReleaseName, string, HelmValue, HelmValues]>([
    [
      "kps",
      "prometheus.prometheusSpec.retention",
      "401d",
      { prometheus: { prometheusSpec: { retention: "401d" } } },
    ],
    ["jaeger", "esIndexCleaner.numberOfDays", 402, { esIndexCleaner: { numberOfDays: 402 } }],
    [
      "jaeger",
      `userconfig.${spans}.max_span_age`,
      "9648h",
      {
        userconfig: {
          extensions: {
            jaeger_storage: { backends: { elasticsearch: { elasticsearch: { max_span_age: "9648h" } } } },
          },
        },
      },
    ],
  ])("for %s make %s stricter", (release, path, value, values) => {
    const environment: Environment = { ...development, values: { [release]: values } };
    expect(valueAt(valuesOf(artifactOf(environment), release), path)).toBe(value);
  });
});

describe("a prop", () => {
  const common = { namespace: "obs", profile: "single" } as const;
  const values = (release: string, build: (stack: TerraformStack) => void): HelmValues =>
    synthesize(build).values(release);
  const gateway = (props: { samplingRatio?: number; slowTraceSeconds?: number }): readonly HelmValues[] => {
    const found = values("otel-gateway", (stack) => {
      const collector = new GatewayCollector(stack, "gateway", { ...common, ...props });
      collector.exportTracesTo(TRACE_BACKEND);
      collector.exportLogsTo(LOG_BACKEND);
    });
    return helmValueAt(found, "config.processors.tail_sampling.policies") as readonly HelmValues[];
  };

  it("keeps logs longer", () => {
    const manifests = values("elasticsearch-setup", (stack) => {
      new Elasticsearch(stack, "elasticsearch", { ...common, storageSize: "3Gi", retentionDays: 97 });
    });
    const policy = helmValueAt(manifests, "manifests.configmap-elasticsearch-setup.data.ilm-qms-logs\\.json");
    expect(valueAt(JSON.parse(policy as string) as HelmValues, "policy.phases.delete.min_age")).toBe("97d");
  });

  it("keeps traces longer", () => {
    const jaeger = values("jaeger", (stack) => {
      new Jaeger(stack, "jaeger", { ...common, retentionDays: 19 }).storeIn(LOG_BACKEND);
    });
    expect(helmValueAt(jaeger, "esIndexCleaner.numberOfDays")).toBe(21);
    expect(
      helmValueAt(
        jaeger,
        `userconfig.extensions.jaeger_storage.backends.elasticsearch.elasticsearch.max_span_age`,
      ),
    ).toBe("456h");
  });

  it("keeps a larger share of the traces", () => {
    const baseline = gateway({ samplingRatio: 0.23 }).find(({ name }) => name === "baseline");
    expect(baseline).toEqual({
      name: "baseline",
      type: "probabilistic",
      probabilistic: { sampling_percentage: 23 },
    });
  });

  it("keeps slow traces from a shorter duration on", () => {
    const slow = gateway({ slowTraceSeconds: 0.87 }).find(({ name }) => name === "slow");
    expect(slow).toEqual({ name: "slow", type: "latency", latency: { threshold_ms: 869 } });
  });

  it("drops more logs", () => {
    const agent = values("otel-agent", (stack) => {
      new AgentCollector(stack, "agents", {
        ...common,
        clusterName: "north",
        environment: "trial",
        logLevel: "WARN",
      }).exportTo(GATEWAY);
    });
    const conditions = helmValueAt(agent, "config.processors.filter/log_policy.log_conditions");
    expect((conditions as readonly string[])[0]).toContain("< SEVERITY_NUMBER_WARN");
  });

  it("masks more", () => {
    const agent = values("otel-agent", (stack) => {
      new AgentCollector(stack, "agents", {
        ...common,
        clusterName: "north",
        environment: "trial",
        additionalPiiPatterns: [MEMBER_NUMBER],
      }).exportTo(GATEWAY);
    });
    expect(helmValueAt(agent, "config.processors.redaction/national-id.blocked_values")).toContain(
      MEMBER_NUMBER.pattern,
    );
  });

  it("adds propagators and languages", () => {
    const bundle = values("otel-instrumentation", (stack) => {
      new Instrumentation(stack, "instrumentation", {
        namespace: "obs",
        agent: { otlpGrpcUrl: "http://node:1", otlpHttpUrl: "http://node:2" },
        propagators: ["tracecontext", "b3multi"],
        languages: ["javascript", "typescript", "python", "go", "java", "dotnet", "apache-httpd"],
      });
    });
    const spec = helmValueAt(bundle, "manifests.instrumentation-obs-default.spec") as HelmValues;
    expect(spec.propagators).toEqual(["tracecontext", "b3multi"]);
    expect(Object.keys(spec)).toContain("apacheHttpd");
  });

  it("makes thresholds, response times and the grouping window stricter", () => {
    const { text } = synthesize((stack) => {
      const prometheus = new Prometheus(stack, "prometheus", {
        ...common,
        agentsNamespace: "obs-a",
        clusterName: "north",
        monitoredNamespaces: [],
        controlPlane: "managed",
        storageSize: "11Gi",
        alertmanagerStorageSize: "3Gi",
      });
      new Alerting(stack, "alerting", {
        prometheus,
        receivers: { kind: "in-cluster-sink" },
        runbookBaseUrl: "https://runbooks.example.org",
        grafanaUrl: "https://grafana.example.org",
        stricter: { queue_depth_threshold: 910, high_response_time: 810, alert_grouping_window: 210 },
      });
    });
    expect(text).toContain("platform:queue_depth:max > 910");
    expect(text).toContain(String.raw`\"response_time_seconds\": \"810\"`);
    expect(text).toContain(String.raw`\"group_wait\": \"3m30s\"`);
  });
});
