import { join } from "node:path";
import { type JsonObject, type JsonValue, readArtifact } from "../../assurance";
import { entriesOf, itemsOf, textOf, valueAt } from "../../assurance/artifact/json";
import { declaredEdges } from "../../assurance/network/declared-edges";
import { networkPolicies } from "../../assurance/network/network-policies";
import { environments } from "../support/rendered";
import { type RenderedPod, renderedPods } from "../support/rendered-pods";

const ARTIFACTS = join(__dirname, "../../cdktf.out/stacks");
const PROBES = ["livenessProbe", "readinessProbe", "startupProbe"];

/** Containers that nothing asks whether they are ready, and why not. */
const UNPROBED: Readonly<Record<string, string>> = {
  "cert-manager-cainjector/cert-manager-cainjector":
    "the chart has none; it serves nobody, and stops where it fails",
  "cert-manager/cert-manager-controller": "serves nobody; its chart asks only whether it lives",
  "elastic-operator/manager": "the chart has none; it ends where it cannot reach the API server",
  "grafana/grafana-sc-dashboard": "serves nobody; it writes files for Grafana, which is asked itself",
};

/** What operators make has the probes that they give it, by the same settings as its TLS. */
const BUILT_IN = ["Deployment", "StatefulSet", "DaemonSet"];

interface Probe {
  readonly at: string;
  readonly scheme: string;
  readonly port: number;
  readonly pod: RenderedPod;
}

function containersOf({ spec }: RenderedPod): readonly JsonValue[] {
  return itemsOf(spec.containers);
}

function portOf(container: JsonValue, port: JsonValue | undefined): number {
  const named = itemsOf(valueAt(container, "ports")).find((one) => valueAt(one, "name") === port);
  return Number(valueAt(named, "containerPort") ?? port);
}

function probesOf(pod: RenderedPod): readonly Probe[] {
  return containersOf(pod).flatMap((container) =>
    PROBES.flatMap((name) => {
      const request = valueAt(container, `${name}.httpGet`);
      if (request === undefined) return [];
      return [
        {
          at: `${pod.name} ${name}`,
          scheme: (textOf(valueAt(request, "scheme")) ?? "HTTP").toUpperCase(),
          port: portOf(container, valueAt(request, "port")),
          pod,
        },
      ];
    }),
  );
}

function labelsOf({ object }: RenderedPod): JsonObject {
  return Object.fromEntries(entriesOf(valueAt(object, "spec.template.metadata.labels")));
}

describe.each(environments())("the probes of %s", (environment) => {
  const artifact = readArtifact(join(ARTIFACTS, environment));
  const policies = networkPolicies(artifact).filter(({ podLabels }) => Object.keys(podLabels).length > 0);
  const edges = declaredEdges(artifact);
  const pods = renderedPods(environment).filter(({ kind }) => BUILT_IN.includes(kind));
  const probes = pods.flatMap(probesOf);

  /** How the port is protected that others reach; nothing where only the node reaches it. */
  function protectionOf({ pod, port }: Probe): string | undefined {
    const labels = labelsOf(pod);
    const policy = policies.find(
      ({ namespace, podLabels }) =>
        namespace === pod.namespace &&
        Object.entries(podLabels).every(([key, value]) => labels[key] === value),
    );
    return edges.find((edge) => edge.to === policy?.name && edge.port === port)?.tls;
  }

  it("ask over TLS where the port has TLS, and in clear text where it has none", () => {
    const wanted: Readonly<Record<string, string>> = { server: "HTTPS", none: "HTTP" };
    const wrong = probes
      // The node exporter is in the nodes' own network, where no policy selects it.
      .filter(({ pod }) => pod.spec.hostNetwork !== true)
      .map((probe) => ({ ...probe, tls: protectionOf(probe) }))
      .filter(({ scheme, tls }) => tls !== undefined && wanted[tls] !== scheme)
      .map(({ at, port, scheme, tls }) => `${at}: ${scheme} on ${String(port)}, whose TLS is ${tls ?? ""}`);
    expect(probes.length).toBeGreaterThan(15);
    expect(wrong).toEqual([]);
  });

  it("ask the node exporter over TLS", () => {
    const schemes = probes.filter(({ pod }) => pod.spec.hostNetwork === true).map(({ scheme }) => scheme);
    expect(schemes).toEqual(["HTTPS", "HTTPS"]);
  });

  it("go to no port that asks for a client certificate, because the kubelet has none", () => {
    expect(probes.filter((probe) => protectionOf(probe) === "mutual").map(({ at }) => at)).toEqual([]);
  });

  it("tell of every container whether it is ready, but for those with a reason", () => {
    const unprobed = pods.flatMap((pod) =>
      containersOf(pod)
        .filter((container) => valueAt(container, "readinessProbe") === undefined)
        .map((container) => `${pod.name}/${textOf(valueAt(container, "name")) ?? ""}`),
    );
    expect(unprobed.sort()).toEqual(Object.keys(UNPROBED).sort());
  });
});
