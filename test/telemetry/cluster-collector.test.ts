import { ClusterCollector, type ClusterCollectorProps } from "../../constructs/telemetry/cluster-collector";
import { GATEWAY } from "../support/collector-samples";
import { problemsOf } from "../support/problems";
import { synthesize } from "../support/synthesis";

function valuesOf(props: Partial<ClusterCollectorProps> = {}) {
  return synthesize((stack) => {
    new ClusterCollector(stack, "cluster", {
      namespace: "obs",
      profile: "high-availability",
      clusterName: "north",
      environment: "trial",
      ...props,
    }).exportTo(GATEWAY);
  }).values("otel-cluster");
}

test("there is one replica even where everything else has several, and never two during an update", () => {
  expect(valuesOf()).toMatchObject({
    mode: "deployment",
    replicaCount: 1,
    rollout: { strategy: "Recreate" },
    autoscaling: { enabled: false },
  });
  expect(problemsOf(() => valuesOf({ values: { replicaCount: 2 } })).map(({ what }) => what)).toEqual([
    "value replicaCount contradicts what the component sets",
  ]);
});

test("it only reads", () => {
  const rules = (valuesOf().clusterRole as { rules: { resources: string[]; verbs: string[] }[] }).rules;
  expect([...new Set(rules.flatMap(({ verbs }) => verbs))]).toEqual(["get", "list", "watch"]);
  expect(rules.flatMap(({ resources }) => resources)).not.toContain("secrets");
});

test("events are scrubbed and levelled before they leave", () => {
  const values = valuesOf({ logLevel: "WARN" });
  expect(values).toHaveProperty(
    ["config", "processors", "filter/log_policy", "log_conditions", 0],
    "log.severity_number > 0 and log.severity_number < SEVERITY_NUMBER_WARN",
  );
  expect(values).toHaveProperty(
    ["config", "service", "pipelines", "logs/events", "processors"],
    [
      ...["memory_limiter", "resource/cluster", "resource/events"],
      ...["credential", "contact", "financial", "national-id", "network"].flatMap((name) => [
        `redaction/${name}`,
        `transform/masked_${name}`,
      ]),
      "filter/log_policy",
    ],
  );
});

test("it must export somewhere", () => {
  expect(() =>
    synthesize((stack) => {
      new ClusterCollector(stack, "cluster", {
        namespace: "obs",
        profile: "single",
        clusterName: "north",
        environment: "trial",
      });
    }),
  ).toThrow("otel-cluster exports nowhere: call exportTo(gateway)");
});
