import { join } from "node:path";
import { type JsonObject, readArtifact } from "../../assurance";
import { itemsOf, textOf, valueAt } from "../../assurance/artifact/json";
import { resourcesOf, type Resources, sumOf } from "../../assurance/workloads/resources";
import { type Workload, workloadsOf } from "../../assurance/workloads/workloads";
import type { RenderedRelease } from "../support/chart-rendering";
import { environments, object, objectsOf, renderedReleases } from "../support/rendered";

const ARTIFACTS = join(__dirname, "../../cdktf.out/stacks");

const PODS: Readonly<Record<string, string>> = {
  Deployment: "spec.template.spec",
  StatefulSet: "spec.template.spec",
  DaemonSet: "spec.template.spec",
  Job: "spec.template.spec",
  CronJob: "spec.jobTemplate.spec.template.spec",
};

/** What operators make of custom resources is in no rendered object. */
const BY_OPERATORS = /^(kps-prometheus|kps-alertmanager|elasticsearch-default|kibana|logstash)$/;

/** One workload as both sides write it. */
function line(kind: string, replicas: unknown, { requests, limits }: Resources): string {
  return `${kind} ×${String(replicas)} cpu ${requests.cpu.toFixed(3)} memory ${requests.memory} of ${limits.memory}`;
}

function told(workloads: readonly Workload[], release: string): readonly string[] {
  return workloads
    .filter((workload) => workload.release === release && !BY_OPERATORS.test(workload.name))
    .map(({ kind, pod, replicas }) => line(kind, replicas, pod))
    .sort();
}

function rendered(release: RenderedRelease): readonly string[] {
  return objectsOf(release)
    .flatMap((made) => {
      const kind = textOf(made.kind) ?? "";
      const template = PODS[kind];
      if (template === undefined) return [];
      const resources = sumOf(
        containersOf(made, template).map((one) => resourcesOf(valueAt(one, "resources"))),
      );
      const replicas = kind === "DaemonSet" ? "per node" : (valueAt(made, "spec.replicas") ?? 1);
      return [line(kind === "CronJob" ? "Job" : kind, replicas, resources)];
    })
    .sort();
}

function containersOf(made: JsonObject, template: string) {
  return itemsOf(valueAt(made, `${template}.containers`));
}

describe.each(environments())("the workloads that are told of %s", (environment) => {
  const { workloads } = workloadsOf(readArtifact(join(ARTIFACTS, environment)));

  it.each(renderedReleases(environment).map((release) => [release.name, release] as const))(
    "by %s are what its chart makes",
    (name, release) => {
      expect(told(workloads, name)).toEqual(rendered(release));
    },
  );

  it.each([
    ["Prometheus", "kps-prometheus", "prometheus"],
    ["Alertmanager", "kps-alertmanager", "alertmanager"],
  ])("by the %s resource are what the operator is asked for", (kind, name, container) => {
    const { spec } = object(environment, "kps", kind, name);
    const workload = workloads.find((one) => one.name === name);
    const resources = workload?.containers.find((one) => one.name === container)?.resources;
    expect(resources).toEqual(resourcesOf(valueAt(spec, "resources")));
    expect(workload?.replicas).toBe(valueAt(spec, "replicas"));
    const hasThanos = valueAt(spec, "thanos") !== undefined;
    expect(workload?.containers.some((one) => one.name === "thanos-sidecar")).toBe(hasThanos);
  });

  it("count the reloader that the operator puts beside each", () => {
    const operator = object(environment, "kps", "Deployment", "kps-operator");
    const args = itemsOf(valueAt(containersOf(operator, PODS.Deployment ?? "")[0], "args"));
    const reloader = workloads
      .find((one) => one.name === "kps-prometheus")
      ?.containers.find((one) => one.name === "config-reloader")?.resources.requests;
    expect(args).toContain(`--config-reloader-memory-request=${(reloader?.memory ?? 0) / 2 ** 20}Mi`);
    expect(args).toContain(`--config-reloader-cpu-request=${(reloader?.cpu ?? 0) * 1000}m`);
  });

  it("say no less than init containers ask for", () => {
    const less = renderedReleases(environment)
      .flatMap(objectsOf)
      .flatMap((made) => {
        const template = PODS[textOf(made.kind) ?? ""] ?? "none";
        const memory = (list: string): readonly number[] =>
          itemsOf(valueAt(made, `${template}.${list}`)).map(
            (one) => resourcesOf(valueAt(one, "resources")).requests.memory,
          );
        const most = Math.max(0, ...memory("initContainers"));
        const sum = memory("containers").reduce((all, one) => all + one, 0);
        return most > sum ? [textOf(valueAt(made, "metadata.name"))] : [];
      });
    expect(less).toEqual([]);
  });
});
