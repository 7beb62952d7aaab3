import type { JsonObject } from "../../../assurance";
import { CHART_WORKLOADS } from "../../../assurance/workloads/chart-workloads";
import { sumOf, times } from "../../../assurance/workloads/resources";
import { type Workload, workloadsOf } from "../../../assurance/workloads/workloads";
import { CHART_NAMES, chart } from "../../../constructs/core/charts";
import { development } from "../../../stacks/environments/development";
import { local } from "../../../stacks/environments/local";
import { addRelease, artifactWith, bundle, release } from "../../support/artifact-fixture";
import { artifactOf, ENVIRONMENTS } from "../../support/environments";

const GIB = 2 ** 30;

function memoryOf(workloads: readonly Workload[]): number {
  return sumOf(workloads.map(({ pod, replicas }) => times(replicas === "per node" ? 1 : replicas, pod)))
    .requests.memory;
}

describe("the workloads of the environments", () => {
  it.each(ENVIRONMENTS)(
    "of %s are all known, each with a request and a limit of memory",
    (_, environment) => {
      const { uncounted, workloads } = workloadsOf(artifactOf(environment));
      expect(uncounted).toEqual([]);
      const open = workloads.flatMap(({ containers, name }) =>
        containers
          .filter(
            ({ resources: { limits, requests } }) => requests.memory === 0 || limits.memory === Infinity,
          )
          .map((container) => `${name}: ${container.name}`),
      );
      expect(open).toEqual([]);
    },
  );

  it("of local fit a cluster with 8 GiB on one node", () => {
    const memory = memoryOf(workloadsOf(artifactOf(local)).workloads);
    process.stdout.write(`memory that local asks for: ${(memory / GIB).toFixed(2)} GiB of 8\n`);
    expect(memory).toBeLessThanOrEqual(8 * GIB);
  });

  it("count replicas as the profile has them, and one per node for agents", () => {
    const { workloads } = workloadsOf(artifactOf(Object.fromEntries(ENVIRONMENTS).production ?? local));
    const replicas = Object.fromEntries(workloads.map((workload) => [workload.name, workload.replicas]));
    expect(replicas).toMatchObject({
      "elasticsearch-default": 3,
      "kps-alertmanager": 3,
      "kps-prometheus": 2,
      "otel-agent": "per node",
      "otel-gateway": 3,
      grafana: 2,
    });
  });

  it("give Prometheus memory by the declared series, unless the environment says otherwise", () => {
    const memory = (environment: typeof development): number | undefined =>
      workloadsOf(artifactOf(environment))
        .workloads.find(({ name }) => name === "kps-prometheus")
        ?.containers.find(({ name }) => name === "prometheus")?.resources.requests.memory;
    expect(memory(development)).toBe(1536 * 2 ** 20);
    const resources = { requests: { memory: "5Gi" }, limits: { memory: "6Gi" } };
    const values = { kps: { prometheus: { prometheusSpec: { resources } } } };
    expect(memory({ ...development, values })).toBe(5 * GIB);
  });
});

describe("the table of what charts make", () => {
  it.each(CHART_NAMES)("knows %s in the version that is used", (name) => {
    expect(CHART_WORKLOADS[name]?.version).toBe(chart(name).version);
  });
});

describe("workloadsOf", () => {
  const of = (chartName: string, version: string, values: JsonObject): readonly Workload[] =>
    workloadsOf(artifactWith(addRelease("one", release(chartName, version, "one", values)))).workloads.filter(
      (workload) => workload.release === "one",
    );
  const memory = (request: string): JsonObject => ({ requests: { memory: request } });

  it("takes a limit for the request where there is none, as the API server does", () => {
    const [workload] = of("trust-manager", "v0.24.0", { resources: { limits: { cpu: "2", memory: "7Mi" } } });
    expect(workload?.pod.requests).toEqual({ cpu: 2, memory: 7 * 2 ** 20 });
  });

  it("adds up the containers that values switch on", () => {
    const values = (enabled: boolean): JsonObject => ({
      resources: memory("5Mi"),
      sidecar: { resources: memory("3Mi"), dashboards: { enabled }, datasources: { enabled } },
    });
    expect(of("grafana", "12.11.1", values(false))[0]?.pod.requests.memory).toBe(5 * 2 ** 20);
    expect(of("grafana", "12.11.1", values(true))[0]?.pod.requests.memory).toBe(11 * 2 ** 20);
  });

  it("counts a sidecar whose map is there, and leaves out a workload that is switched off", () => {
    const thanos = { prometheus: { prometheusSpec: { thanos: { resources: memory("9Mi") } } } };
    const names = (values: JsonObject): readonly string[] =>
      of("kube-prometheus-stack", "88.5.3", values).flatMap(({ containers }) =>
        containers.map(({ name }) => name),
      );
    expect(names(thanos)).toContain("thanos-sidecar");
    expect(names({})).not.toContain("thanos-sidecar");
    expect(names({ alertmanager: { enabled: false } })).not.toContain("alertmanager");
  });

  it.each([
    ["daemonset", "DaemonSet", "per node"],
    ["statefulset", "StatefulSet", 3],
    ["deployment", "Deployment", 3],
  ])("runs a collector in mode %s as a %s", (mode, kind, replicas) => {
    expect(of("opentelemetry-collector", "0.170.0", { mode, replicaCount: 3 })).toMatchObject([
      { kind, replicas },
    ]);
  });

  it("takes the operator's own figures where a node set says nothing", () => {
    expect(of("eck-elasticsearch", "0.20.0", { nodeSets: [{ name: "hot", count: 5 }] })).toMatchObject([
      { name: "one-hot", replicas: 5, pod: { requests: { memory: 2 * GIB } } },
    ]);
    expect(of("eck-logstash", "0.20.0", { count: 2 })).toMatchObject([
      { replicas: 2, pod: { requests: { memory: 2 * GIB } } },
    ]);
  });

  it("reads manifests as they stand", () => {
    const containers = [{ name: "c", resources: memory("6Mi") }];
    const manifests = {
      deployment: {
        kind: "Deployment",
        metadata: { name: "d" },
        spec: { replicas: 4, template: { spec: { containers } } },
      },
      cron: {
        kind: "CronJob",
        metadata: { name: "j" },
        spec: { jobTemplate: { spec: { template: { spec: { containers } } } } },
      },
      config: { kind: "ConfigMap", metadata: { name: "x" } },
    };
    const { workloads } = workloadsOf(artifactWith(addRelease("two", bundle("two", manifests))));
    expect(workloads.filter((workload) => workload.release === "two")).toMatchObject([
      { name: "d", kind: "Deployment", replicas: 4, pod: { requests: { memory: 6 * 2 ** 20 } } },
      { name: "j", kind: "Job", replicas: 1 },
    ]);
  });

  it("names releases whose chart, or version of it, it does not know", () => {
    const artifact = artifactWith(
      addRelease("one", release("somebodys", "1.0.0", "one", {})),
      addRelease("two", release("grafana", "1.0.0", "two", {})),
    );
    expect(workloadsOf(artifact).uncounted).toEqual(["one (somebodys 1.0.0)", "two (grafana 1.0.0)"]);
  });
});
