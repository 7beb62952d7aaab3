import { join } from "node:path";
import { readArtifact } from "../../assurance";
import { textOf, valueAt } from "../../assurance/artifact/json";
import { availabilityOf } from "../../assurance/availability";
import { requiredSpread } from "../../assurance/workloads/spread";
import { environments, objectsOf, renderedReleases } from "../support/rendered";
import { type RenderedPod, renderedPods } from "../support/rendered-pods";

const ARTIFACTS = join(__dirname, "../../cdktf.out/stacks");

/** Names of rendered objects, where the table of what charts make has others. */
const TOLD_AS: Readonly<Record<string, string>> = {
  "elastic-operator": "eck-operator",
  elasticsearch: "elasticsearch-default",
  "otel-agent-agent": "otel-agent",
  "kps-prometheus-node-exporter": "kps-node-exporter",
};

/** Pods without a priority, and why. */
const WITHOUT_PRIORITY: Readonly<Record<string, string>> = {
  jaeger: "the chart has no value for it",
  "jaeger-es-index-cleaner": "a job at night; it may wait",
  "elasticsearch-setup": "a job of a deployment; it may wait",
  "notification-sink": "the stand-in of local environments",
};

const isKept = ({ kind }: RenderedPod): boolean => !["Job", "CronJob"].includes(kind);
const toldAs = (name: string): string => TOLD_AS[name] ?? name;

describe.each(environments())("the availability that is told of %s", (environment) => {
  const told = availabilityOf(readArtifact(join(ARTIFACTS, environment)));
  const pods = renderedPods(environment);

  it("is about every pod that is rendered, and apart by what keeps them apart", () => {
    const spread = ({ spec }: RenderedPod) => [
      ...new Set([
        ...requiredSpread(valueAt(spec, "topologySpreadConstraints")),
        ...requiredSpread(valueAt(spec, "affinity")),
      ]),
    ];
    const rendered = pods.filter(isKept).map((pod) => [toldAs(pod.name), spread(pod).sort().join()] as const);
    const ours = told.map(({ workload }) => [workload.name, workload.spread.join()] as const);
    expect(Object.fromEntries(ours)).toEqual(Object.fromEntries(rendered));
  });

  it("counts a disruption budget where one selects the pods", () => {
    const budgets = renderedReleases(environment)
      .flatMap(objectsOf)
      .filter(({ kind }) => kind === "PodDisruptionBudget")
      .map((one) => textOf(valueAt(one, "metadata.name")) ?? "");
    const replicated = told.filter(
      ({ workload: { name, replicas } }) =>
        // The operator of Elasticsearch makes that of its nodes.
        name !== "elasticsearch-default" && replicas !== "per node" && replicas > 1,
    );
    const rendered = budgets.map(toldAs);
    expect(
      replicated.filter(({ workload }) => workload.hasBudget !== rendered.includes(workload.name)),
    ).toEqual([]);
  });

  it("is that of pods with a priority", () => {
    const without = pods
      .filter(({ spec }) => textOf(spec.priorityClassName) === undefined)
      .map(({ name }) => name.replace(/-[0-9a-f]{10}$/, ""))
      .filter((name) => WITHOUT_PRIORITY[name] === undefined);
    // The Job of the chart ends before anything else starts.
    expect(without.filter((name) => name !== "cert-manager-startupapicheck")).toEqual([]);
    const agents = pods.filter(({ spec }) => spec.priorityClassName === "observability-agents");
    expect(agents.map(({ kind }) => kind)).toEqual(["DaemonSet", "DaemonSet"]);
  });
});
