import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import { type JsonObject, type JsonValue, readArtifact } from "../../assurance";
import { entriesOf, itemsOf, locatedTexts, textOf, textsOf, valueAt } from "../../assurance/artifact/json";
import { networkPolicies } from "../../assurance/network/network-policies";
import { environments, filesOf, mapAt, object, objects } from "../support/rendered";

const ROOT = join(__dirname, "../..");

/** A trap of a chart: how it is seen that nobody walked into it. */
type Pitfall = { readonly trap: string } &
  /** What is found, and what is wanted. */
  (
    | { readonly compare: (environment: string) => readonly [found: unknown, wanted: unknown] }
    /** File and title, or its beginning, of a test that is there for another reason as well. */
    | { readonly testedBy: readonly [file: string, title: string] }
    | { readonly notApplicable: string }
  );

/** How many traps are known of each chart. Every number up to it has an entry below. */
const KNOWN = { "kube-prometheus-stack": 7, grafana: 6, jaeger: 7, "opentelemetry-collector": 9 } as const;

const NETWORK = "test/charts/network.test.ts";
const EFFECTIVE = "test/charts/effective-values.test.ts";
const COLLECTORS = {
  "otel-agent": "otel-agent-agent",
  "otel-gateway": "otel-gateway-statefulset",
  "otel-cluster": "otel-cluster",
} as const;

const podOf = (environment: string, release: string, kind: string, name = release): JsonObject =>
  mapAt(object(environment, release, kind, name), "spec.template.spec");
const containersOf = (pod: JsonObject): readonly JsonValue[] =>
  ["initContainers", "containers"].flatMap((list) => itemsOf(pod[list]));
const isHighlyAvailable = (environment: string): boolean =>
  valueAt(object(environment, "kps", "Prometheus", "kps-prometheus"), "spec.replicas") !== 1;

function alertmanagerConfig(environment: string): JsonObject {
  const files = filesOf(object(environment, "kps", "Secret", "alertmanager-kps-alertmanager"));
  return parse(files["alertmanager.yaml"] ?? "") as JsonObject;
}

function collectorConfig(environment: string, release: keyof typeof COLLECTORS): JsonObject {
  const { relay = "" } = filesOf(object(environment, release, "ConfigMap", COLLECTORS[release]));
  return parse(relay) as JsonObject;
}

const collectorConfigs = (environment: string): readonly JsonObject[] =>
  (Object.keys(COLLECTORS) as (keyof typeof COLLECTORS)[]).map((name) => collectorConfig(environment, name));

/** The components of a kind, of all collectors. */
const components = (environment: string, kind: string): readonly (readonly [string, JsonValue])[] =>
  collectorConfigs(environment).flatMap((config) => entriesOf(config[kind]));

function receiversOf(route: JsonValue | undefined): readonly string[] {
  const own = textOf(valueAt(route, "receiver"));
  return [...(own === undefined ? [] : [own]), ...itemsOf(valueAt(route, "routes")).flatMap(receiversOf)];
}

const PITFALLS: Readonly<Record<keyof typeof KNOWN, Readonly<Record<number, Pitfall>>>> = {
  "kube-prometheus-stack": {
    1: {
      trap: "its policy for Prometheus denies everything",
      testedBy: [NETWORK, "stand alone: no chart brings one of its own"],
    },
    2: {
      trap: "its policy for Alertmanager cuts the gossip",
      testedBy: [NETWORK, "leave gossip alone where there is more than one replica"],
    },
    3: {
      trap: "Alertmanager's own address is http://",
      testedBy: [NETWORK, "go with TLS on Prometheus and Alertmanager, their gossip included"],
    },
    4: {
      trap: "receivers of ours replace the chart's, which its routes still name",
      compare: (environment) => {
        const config = alertmanagerConfig(environment);
        const known = itemsOf(config.receivers).map((receiver) => textOf(valueAt(receiver, "name")));
        return [receiversOf(config.route).filter((name) => !known.includes(name)), []];
      },
    },
    5: {
      trap: "what is pushed reaches one of two replicas",
      compare: (environment) => {
        const { spec } = object(environment, "kps", "Prometheus", "kps-prometheus");
        const pushed = ["enableOTLPReceiver", "enableRemoteWriteReceiver"].filter(
          (field) => valueAt(spec, field) === true,
        );
        const pushing = components(environment, "exporters").filter(([name, exporter]) =>
          [name, ...locatedTexts(exporter).map(({ text }) => text)].some((text) =>
            /prometheus_?remote_?write|kps-prometheus|thanos/.test(text),
          ),
        );
        return [[...pushed, ...pushing], []];
      },
    },
    6: {
      trap: "some values are templates of Helm",
      compare: (environment) => {
        const { spec } = object(environment, "kps", "Prometheus", "kps-prometheus");
        const { values } = kps(environment);
        const templated = ["externalLabels", "storageSpec", "remoteWrite", "containers", "secrets"];
        const braces = templated.filter((field) =>
          JSON.stringify(valueAt(values, `prometheus.prometheusSpec.${field}`) ?? "").includes("{{"),
        );
        return [
          [braces, valueAt(spec, "externalLabels")],
          [[], valueAt(values, "prometheus.prometheusSpec.externalLabels")],
        ];
      },
    },
    7: {
      trap: "its image is the one without a distribution",
      compare: (environment) => {
        const { spec } = object(environment, "kps", "Prometheus", "kps-prometheus");
        return [
          /\/prometheus:v[\d.]+-distroless(@sha256:|$)/.test(textOf(valueAt(spec, "image")) ?? ""),
          true,
        ];
      },
    },
  },
  grafana: {
    1: {
      trap: "an init container waits for data sources for ever",
      compare: (environment) => {
        const endless = itemsOf(podOf(environment, "grafana", "Deployment").initContainers).filter(
          (container) =>
            valueAt(container, "restartPolicy") !== "Always" &&
            itemsOf(valueAt(container, "env")).some((one) => valueAt(one, "value") === "WATCH"),
        );
        return [endless, []];
      },
    },
    2: {
      trap: "its sidecar asks Grafana to reload without TLS, as administrator",
      compare: (environment) => {
        const variables = containersOf(podOf(environment, "grafana", "Deployment"))
          .filter((container) => textOf(valueAt(container, "name"))?.startsWith("grafana-sc-"))
          .flatMap((container) => itemsOf(valueAt(container, "env")))
          .map((one) => textOf(valueAt(one, "name")) ?? "");
        return [
          [variables.includes("FOLDER"), variables.filter((name) => name.startsWith("REQ_"))],
          [true, []],
        ];
      },
    },
    3: {
      trap: "its policy cuts the gossip of alerts",
      testedBy: [NETWORK, "leave gossip alone where there is more than one replica"],
    },
    4: {
      trap: "its headless Service has the gossip's port for TCP alone",
      testedBy: [NETWORK, "leave gossip alone where there is more than one replica"],
    },
    5: {
      trap: "sections of its configuration have dots in their names",
      compare: (environment) => {
        const files = filesOf(object(environment, "grafana", "ConfigMap", "grafana"));
        const sections = [...(files["grafana.ini"] ?? "").matchAll(/^\[(.+)\]$/gm)].map(([, name]) => name);
        const asked = Object.keys(mapAt(release(environment, "grafana").values, "grafana\\.ini"));
        return [
          [
            asked.filter((name) => name.includes(".")).length > 0,
            asked.filter((name) => !sections.includes(name)),
          ],
          [true, []],
        ];
      },
    },
    6: {
      trap: "its root file system can be written, and an init container runs as root",
      compare: (environment) => {
        const containers = containersOf(podOf(environment, "grafana", "Deployment"));
        const named = (name: string) => containers.find((one) => valueAt(one, "name") === name);
        return [
          [valueAt(named("grafana"), "securityContext.readOnlyRootFilesystem"), named("init-chown-data")],
          [true, undefined],
        ];
      },
    },
  },
  jaeger: {
    1: {
      trap: "a changed configuration restarts no pod",
      compare: (environment) => {
        const label = "spec.template.metadata.labels.observability\\.qms/config";
        return [
          /^[0-9a-f]{16}$/.test(
            textOf(valueAt(object(environment, "jaeger", "Deployment", "jaeger"), label)) ?? "",
          ),
          true,
        ];
      },
    },
    2: {
      trap: "two releases in a namespace share the names of their ConfigMaps",
      testedBy: ["test/charts/rendering.test.ts", "bring no object twice"],
    },
    3: {
      trap: "some of its values do nothing: policies, spreading under a mistyped name",
      compare: (environment) => {
        const spread = itemsOf(podOf(environment, "jaeger", "Deployment").topologySpreadConstraints);
        return [spread.length > 0, isHighlyAvailable(environment)];
      },
    },
    4: {
      trap: "it brings no disruption budget and no monitor",
      compare: (environment) => {
        const named = (kind: string) =>
          objects(environment, kind).filter((one) => valueAt(one, "metadata.name") === "jaeger").length;
        return [
          [named("PodDisruptionBudget"), named("ServiceMonitor")],
          [1, 1],
        ];
      },
    },
    5: {
      trap: "its Service has many ports that nothing serves",
      compare: (environment) => {
        const policy = networkPolicies(artifact(environment)).find(
          ({ name }) => name === "observability/jaeger",
        );
        const service = object(environment, "jaeger", "Service", "jaeger");
        const served = itemsOf(valueAt(service, "spec.ports")).map((port) => valueAt(port, "port"));
        const admitted = new Set((policy?.ingress ?? []).map(({ port }) => port));
        return [
          [served.filter((port) => !admitted.has(port as number)).length > 0, [...admitted].sort()],
          [true, [16686, 4317, 8888]],
        ];
      },
    },
    6: {
      trap: "it depends on a chart of Bitnami, whose images are no longer kept",
      compare: (environment) => {
        const images = ["Deployment", "CronJob"]
          .flatMap((kind) => objects(environment, kind, "jaeger"))
          .flatMap((one) => locatedTexts(one))
          .filter(({ path, text }) => path.endsWith(".image") && text !== "image");
        return [
          [images.length > 0, images.filter(({ text }) => text.includes("bitnami"))],
          [true, []],
        ];
      },
    },
    7: {
      trap: "the chart is experimental and may break",
      notApplicable: "it is used at one exact version; the tests of this folder say what broke",
    },
  },
  "opentelemetry-collector": {
    1: {
      trap: "it renames components",
      testedBy: [EFFECTIVE, "has the configuration that %s runs, to which the chart adds nothing"],
    },
    2: {
      trap: "a preset wins over what is said of its receiver",
      testedBy: [EFFECTIVE, "has the configuration that %s runs, to which the chart adds nothing"],
    },
    3: {
      trap: "a preset puts a processor before the memory limiter",
      compare: (environment) => {
        const firsts = collectorConfigs(environment)
          .flatMap((config) => entriesOf(valueAt(config, "service.pipelines")))
          .filter(([, pipeline]) => textsOf(valueAt(pipeline, "processors")).includes("memory_limiter"))
          .map(([, pipeline]) => textsOf(valueAt(pipeline, "processors"))[0]);
        return [
          [firsts.length > 6, [...new Set(firsts)]],
          [true, ["memory_limiter"]],
        ];
      },
    },
    4: {
      trap: "with a security context of ours the agent is no longer root, and reads no logs",
      compare: (environment) => {
        const [collector] = containersOf(podOf(environment, "otel-agent", "DaemonSet", "otel-agent-agent"));
        const { runAsUser, runAsGroup } = mapAt(collector as JsonObject, "securityContext");
        return [
          [runAsUser, runAsGroup],
          [0, 0],
        ];
      },
    },
    5: {
      trap: "events are told once by each replica",
      compare: (environment) => {
        const { spec } = object(environment, "otel-cluster", "Deployment", "otel-cluster");
        const telling = (["otel-agent", "otel-gateway"] as const).filter((name) =>
          entriesOf(collectorConfig(environment, name).receivers).some(([receiver]) =>
            /^k8s_?(events|objects)/.test(receiver),
          ),
        );
        return [
          [[valueAt(spec, "replicas"), valueAt(spec, "strategy.type")], telling],
          [[1, "Recreate"], []],
        ];
      },
    },
    6: {
      trap: "most kubelets have a certificate that pods cannot verify",
      compare: (environment) => {
        const kubelets = components(environment, "receivers").filter(([name]) => name.startsWith("kubelet"));
        return [
          [
            kubelets.length,
            kubelets.map(([, one]) => [
              textOf(valueAt(one, "endpoint"))?.slice(0, 8),
              valueAt(one, "insecure_skip_verify"),
            ]),
          ],
          [1, [["https://", true]]],
        ];
      },
    },
    7: {
      trap: "the agents' objects have names of their own",
      testedBy: ["test/charts/pod-security.test.ts", "is broken only where something needs it"],
    },
    8: {
      trap: "agents have no disruption budget",
      compare: (environment) => {
        const agents = object(environment, "otel-agent", "DaemonSet", "otel-agent-agent");
        return [valueAt(agents, "spec.updateStrategy.rollingUpdate.maxUnavailable"), "10%"];
      },
    },
    9: {
      trap: "receivers have no TLS by themselves",
      compare: (environment) => {
        const listening = components(environment, "receivers").flatMap(([name, receiver]) => {
          const protocols = entriesOf(valueAt(receiver, "protocols"));
          const servers = protocols.length > 0 ? protocols : [[name, receiver] as const];
          return servers
            .filter(([, server]) => (textOf(valueAt(server, "endpoint")) ?? "").includes("POD_IP"))
            .map(([, server]) => valueAt(server, "tls.key_file"));
        });
        return [
          [listening.length > 3, [...new Set(listening)]],
          [true, ["/etc/otelcol/tls/tls.key"]],
        ];
      },
    },
  },
};

const artifact = (environment: string) => readArtifact(join(ROOT, "cdktf.out/stacks", environment));

function release(environment: string, name: string) {
  const found = artifact(environment).releases.find((one) => one.name === name);
  if (found === undefined) throw new Error(`${environment} has no release ${name}`);
  return found;
}

const kps = (environment: string) => release(environment, "kps");

const charts = Object.keys(KNOWN) as (keyof typeof KNOWN)[];

describe.each(charts)("the known traps of %s", (chart) => {
  const entries = Object.entries(PITFALLS[chart]);

  it("are all looked at", () => {
    const numbers = Array.from({ length: KNOWN[chart] }, (_, index) => String(index + 1));
    expect(entries.map(([number]) => number)).toEqual(numbers);
  });

  const elsewhere = entries.flatMap(([, one]) => ("testedBy" in one ? [[one.trap, ...one.testedBy]] : []));
  it.each(elsewhere)("are tested elsewhere: %s", (_, file = "", title = "") => {
    const path = join(ROOT, file);
    expect(existsSync(path) && readFileSync(path, "utf8").includes(title)).toBe(true);
  });

  const here = entries.flatMap(([, one]) => ("compare" in one ? [[one.trap, one.compare] as const] : []));
  it.each(here)("are avoided in every environment: %s", (_, compare) => {
    const compared = environments().map((environment) => [environment, ...compare(environment)] as const);
    expect(compared.map(([environment, found]) => [environment, found])).toEqual(
      compared.map(([environment, , wanted]) => [environment, wanted]),
    );
  });
});
