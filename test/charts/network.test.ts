import { join } from "node:path";
import { type JsonObject, type JsonValue, readArtifact, valueAt } from "../../assurance";
import { itemsOf, textOf, textsOf } from "../../assurance/artifact/json";
import { type DeclaredEdge, declaredEdges } from "../../assurance/network/declared-edges";
import { type Confinement, networkPolicies } from "../../assurance/network/network-policies";
import { environments, mapAt, objectsOf, renderedReleases } from "../support/rendered";

const ARTIFACTS = join(__dirname, "../../cdktf.out/stacks");
const PROMETHEUS = "observability/kps-prometheus";
const API = "kubernetes-api";

interface Placed {
  readonly kind: string;
  readonly namespace: string;
  readonly name: string;
  readonly body: JsonObject;
}

type Labels = Readonly<Record<string, string>>;

function placed(environment: string): readonly Placed[] {
  return renderedReleases(environment).flatMap((release) =>
    objectsOf(release).map((body) => ({
      kind: textOf(body.kind) ?? "",
      namespace: textOf(valueAt(body, "metadata.namespace")) ?? release.namespace,
      name: textOf(valueAt(body, "metadata.name")) ?? "",
      body,
    })),
  );
}

const labelsAt = (body: JsonValue | undefined, path: string): Labels =>
  (valueAt(body, path) ?? {}) as unknown as Labels;
const includes = (all: Labels, some: Labels): boolean =>
  Object.entries(some).every(([key, value]) => all[key] === value);
const isWorkloadPolicy = ({ name }: Confinement): boolean => !name.endsWith("/default-deny");

/** The pod template of whatever runs pods; nothing for other objects. */
function templateOf({ kind, body }: Placed): JsonValue | undefined {
  if (kind === "CronJob") return valueAt(body, "spec.jobTemplate.spec.template");
  return ["Deployment", "StatefulSet", "DaemonSet", "Job"].includes(kind)
    ? valueAt(body, "spec.template")
    : undefined;
}

/** Ports of pods that only operators make, by their names in Services. */
const OPERATORS_PORTS: Readonly<Record<string, number>> = { "reloader-web": 8080, grpc: 10901, http: 10902 };

describe.each(environments())("the network policies of %s, beside what the charts make", (environment) => {
  const artifact = readArtifact(join(ARTIFACTS, environment));
  const policies = networkPolicies(artifact).filter(isWorkloadPolicy);
  const edges = declaredEdges(artifact);
  const all = placed(environment);
  const of = (kind: string): readonly Placed[] => all.filter((one) => one.kind === kind);
  const pods = all.flatMap((one) => {
    const template = templateOf(one);
    const hostNetwork = valueAt(template, "spec.hostNetwork") === true;
    return template === undefined || hostNetwork ? [] : [{ ...one, template }];
  });

  function policyOf(namespace: string, labels: Labels): Confinement | undefined {
    return policies.find((policy) => policy.namespace === namespace && includes(labels, policy.podLabels));
  }

  function edgeTo(policy: Confinement | undefined, from: string, port: number): DeclaredEdge | undefined {
    return edges.find((edge) => edge.to === policy?.name && edge.from === from && edge.port === port);
  }

  /** The port of the pods behind a port of a Service. */
  function podPort({ namespace, body }: Placed, port: JsonValue): number {
    const target = valueAt(port, "targetPort") ?? valueAt(port, "port");
    if (typeof target === "number") return target;
    const selector = labelsAt(body, "spec.selector");
    const containers = pods
      .filter(
        (pod) => pod.namespace === namespace && includes(labelsAt(pod.template, "metadata.labels"), selector),
      )
      .flatMap(({ template }) => itemsOf(valueAt(template, "spec.containers")));
    const named = containers
      .flatMap((container) => itemsOf(valueAt(container, "ports")))
      .find((one) => valueAt(one, "name") === target);
    return Number(valueAt(named, "containerPort") ?? OPERATORS_PORTS[textOf(target) ?? ""]);
  }

  it("select every pod once, and leave out only those in the nodes' own network", () => {
    const selected = pods.map(({ name, namespace, template }) => {
      const labels = labelsAt(template, "metadata.labels");
      const found = policies.filter(
        (policy) => policy.namespace === namespace && includes(labels, policy.podLabels),
      );
      return [`${namespace}/${name}`, found.length] as const;
    });
    expect(selected.filter(([, count]) => count !== 1)).toEqual([]);
    const outside = all.filter((one) => valueAt(templateOf(one), "spec.hostNetwork") === true);
    expect(outside.map(({ name }) => name)).toEqual(["kps-prometheus-node-exporter"]);
  });

  it("stand alone: no chart brings one of its own", () => {
    const names = of("NetworkPolicy").map(({ namespace, name }) => `${namespace}/${name}`);
    expect(names.sort()).toEqual(
      networkPolicies(artifact)
        .map(({ name }) => name)
        .sort(),
    );
  });

  it("name the Services that lead to their pods", () => {
    const services = of("Service").filter(
      ({ name, namespace }) => namespace !== "kube-system" && name !== "kps-prometheus-node-exporter",
    );
    expect(services.length).toBeGreaterThan(10);
    const unnamed = services.filter(({ name, namespace, body }) => {
      const policy = policyOf(namespace, labelsAt(body, "spec.selector"));
      // A headless one for replicas is not called by others.
      return policy === undefined || !(policy.services.includes(name) || name.endsWith("-headless"));
    });
    expect(unnamed.map(({ namespace, name }) => `${namespace}/${name}`)).toEqual([]);
  });

  it("let Prometheus reach every port that a monitor names, over TLS where the monitor says so", () => {
    const scrapes = of("ServiceMonitor").flatMap((monitor) => {
      const into = textsOf(valueAt(monitor.body, "spec.namespaceSelector.matchNames"));
      const services = of("Service").filter(
        ({ namespace, body }) =>
          (into.length === 0 ? [monitor.namespace] : into).includes(namespace) &&
          matches(labelsAt(body, "metadata.labels"), valueAt(monitor.body, "spec.selector")),
      );
      return services.flatMap((service) => scrapesOf(monitor, service));
    });
    expect(scrapes.length).toBeGreaterThan(15);
    expect(scrapes.filter(({ fits }) => !fits)).toEqual([]);
  });

  function matches(labels: Labels, selector: JsonValue | undefined): boolean {
    const expressions = itemsOf(valueAt(selector, "matchExpressions"));
    return (
      includes(labels, labelsAt(selector, "matchLabels")) &&
      expressions.every((one) =>
        textsOf(valueAt(one, "values")).includes(labels[textOf(valueAt(one, "key")) ?? ""] ?? ""),
      )
    );
  }

  interface Scrape {
    readonly target: string;
    readonly fits: boolean;
  }

  function scrapesOf(monitor: Placed, service: Placed): readonly Scrape[] {
    if (service.namespace === "kube-system" || service.name.endsWith("node-exporter")) return [];
    return itemsOf(valueAt(monitor.body, "spec.endpoints")).flatMap((endpoint) => {
      const wanted = textOf(valueAt(endpoint, "port"));
      const target = valueAt(endpoint, "targetPort");
      const ports = itemsOf(valueAt(service.body, "spec.ports")).filter((port) =>
        wanted === undefined
          ? [valueAt(port, "targetPort"), valueAt(port, "port"), valueAt(port, "name")].includes(target ?? "")
          : valueAt(port, "name") === wanted,
      );
      const https = valueAt(endpoint, "scheme") === "https";
      return ports.map((port) => {
        const policy = policyOf(service.namespace, labelsAt(service.body, "spec.selector"));
        const edge = edgeTo(policy, PROMETHEUS, podPort(service, port));
        const target = `${monitor.name}: ${service.name} at ${String(podPort(service, port))}`;
        return { target, fits: edge !== undefined && (edge.tls !== "none") === https };
      });
    });
  }

  it("let Prometheus reach the agents, which a PodMonitor names", () => {
    const [monitor] = of("PodMonitor");
    const endpoints = itemsOf(valueAt(monitor?.body, "spec.podMetricsEndpoints"));
    const agent = policies.find(({ name }) => name === "observability-agents/otel-agent");
    expect(labelsAt(monitor?.body, "spec.selector.matchLabels")).toEqual(agent?.podLabels);
    expect(endpoints.map((one) => [valueAt(one, "port"), valueAt(one, "scheme")])).toEqual([
      ["metrics", undefined],
      ["derived", "https"],
    ]);
    expect([8888, 8889].map((port) => edgeTo(agent, PROMETHEUS, port)?.tls)).toEqual(["none", "server"]);
  });

  it("let the API server reach every webhook", () => {
    const webhooks = [
      ...["MutatingWebhookConfiguration", "ValidatingWebhookConfiguration"].flatMap((kind) =>
        of(kind).flatMap(({ body }) => itemsOf(body.webhooks)),
      ),
      ...of("CustomResourceDefinition").map(({ body }) => valueAt(body, "spec.conversion.webhook") ?? null),
    ];
    const services = webhooks.flatMap((webhook) => valueAt(webhook, "clientConfig.service") ?? []);
    expect(services.length).toBeGreaterThan(20);
    const unreachable = services.filter((reference) => {
      const service = of("Service").find(
        ({ name, namespace }) =>
          name === valueAt(reference, "name") && namespace === valueAt(reference, "namespace"),
      );
      const port = itemsOf(valueAt(service?.body, "spec.ports")).find(
        (one) => valueAt(one, "port") === (valueAt(reference, "port") ?? 443),
      );
      if (service === undefined || port === undefined) return true;
      const policy = policyOf(service.namespace, labelsAt(service.body, "spec.selector"));
      return edgeTo(policy, API, podPort(service, port)) === undefined;
    });
    expect(unreachable).toEqual([]);
  });

  it("find TLS on at every port that is probed and has TLS", () => {
    const probes = pods.flatMap(({ name, namespace, template }) => {
      const policy = policyOf(namespace, labelsAt(template, "metadata.labels"));
      return itemsOf(valueAt(template, "spec.containers")).flatMap((container) =>
        ["livenessProbe", "readinessProbe", "startupProbe"].flatMap((probe) => {
          const request = valueAt(container, `${probe}.httpGet`);
          const port = valueAt(request, "port");
          const number =
            typeof port === "number"
              ? port
              : valueAt(
                  itemsOf(valueAt(container, "ports")).find((one) => valueAt(one, "name") === port),
                  "containerPort",
                );
          const edge = edges.find(
            (one) => one.to === policy?.name && one.port === number && one.protocol === "TCP",
          );
          return request === undefined || edge === undefined
            ? []
            : [{ name, probe, tls: edge.tls !== "none", https: valueAt(request, "scheme") === "HTTPS" }];
        }),
      );
    });
    expect(probes.length).toBeGreaterThan(4);
    expect(probes.filter(({ tls, https }) => tls !== https)).toEqual([]);
  });

  it("go with certificates that hold the names by which Prometheus verifies", () => {
    const names = of("Certificate").flatMap(({ body }) => textsOf(valueAt(body, "spec.dnsNames")));
    const verified = ["ServiceMonitor", "PodMonitor"].flatMap((kind) =>
      of(kind).flatMap(({ body }) =>
        ["endpoints", "podMetricsEndpoints"]
          .flatMap((path) => itemsOf(valueAt(body, `spec.${path}`)))
          .filter((endpoint) => valueAt(endpoint, "tlsConfig.ca.configMap.name") === "observability-ca")
          .map((endpoint) => textOf(valueAt(endpoint, "tlsConfig.serverName")) ?? ""),
      ),
    );
    expect(verified.length).toBeGreaterThan(10);
    expect(verified.filter((name) => !names.includes(name))).toEqual([]);
  });

  it("go with Secrets that a certificate of the same namespace writes, wherever one is mounted for TLS", () => {
    const written = of("Certificate").map(
      ({ namespace, body }) => `${namespace}/${textOf(valueAt(body, "spec.secretName")) ?? ""}`,
    );
    const mounted = pods.flatMap(({ namespace, template }) =>
      itemsOf(valueAt(template, "spec.volumes"))
        .flatMap((volume) => textOf(valueAt(volume, "secret.secretName")) ?? [])
        .filter((name) => name.endsWith("-tls"))
        .map((name) => `${namespace}/${name}`),
    );
    expect(mounted.length).toBeGreaterThan(6);
    expect(mounted.filter((name) => !written.includes(name))).toEqual([]);
  });

  it("leave gossip alone where there is more than one replica", () => {
    const alertmanager = of("Alertmanager")[0]?.body;
    const grafana = all.find(({ kind, name }) => kind === "Deployment" && name === "grafana")?.body;
    const replicated = [
      ["observability/kps-alertmanager", valueAt(alertmanager, "spec.replicas")],
      ["observability/grafana", valueAt(grafana, "spec.replicas")],
    ].filter(([, replicas]) => Number(replicas) > 1);
    const gossip = replicated.map(([name]) => {
      const policy = policies.find((one) => one.name === name);
      return [policy?.ingress, policy?.egress].map((permissions) =>
        (permissions ?? [])
          .filter(({ peer, port }) => peer === name && port === 9094)
          .map(({ protocol }) => protocol),
      );
    });
    expect(gossip).toEqual(
      replicated.map(() => [
        ["TCP", "UDP"],
        ["TCP", "UDP"],
      ]),
    );
  });

  it("go with TLS on Prometheus and Alertmanager, their gossip included", () => {
    const prometheus = mapAt(of("Prometheus")[0]?.body ?? {}, "spec");
    const alertmanager = mapAt(of("Alertmanager")[0]?.body ?? {}, "spec");
    expect(valueAt(prometheus, "web.tlsConfig.keySecret.name")).toBe("prometheus-tls");
    expect(valueAt(alertmanager, "web.tlsConfig.keySecret.name")).toBe("alertmanager-tls");
    expect(valueAt(alertmanager, "clusterTLS.server.clientAuthType")).toBe("RequireAndVerifyClientCert");
    const [receiver] = itemsOf(valueAt(prometheus, "alerting.alertmanagers"));
    expect(valueAt(receiver, "scheme")).toBe("https");
    expect(
      [prometheus, alertmanager].map((spec) => textOf(valueAt(spec, "externalUrl"))?.slice(0, 8)),
    ).toEqual(["https://", "https://"]);
  });

  it.each([
    ["grafana", 3000],
    ["jaeger-proxy", 8443],
    ["kibana-proxy", 8443],
  ] as const)("let the ingress reach %s over verified TLS, where it is published", (name, port) => {
    const ingresses = of("Ingress").filter(({ body }) => valueAt(body, "metadata.name") === name);
    const annotations = ingresses.map(({ body }) => labelsAt(body, "metadata.annotations"));
    const wanted = {
      "nginx.ingress.kubernetes.io/backend-protocol": "HTTPS",
      "nginx.ingress.kubernetes.io/proxy-ssl-verify": "on",
      "nginx.ingress.kubernetes.io/proxy-ssl-secret": `observability/${name}-tls`,
    };
    expect(annotations.filter((one) => !includes(one, wanted))).toEqual([]);
    const policy = policies.find((one) => one.name === `observability/${name}`);
    expect(ingresses.map(() => edgeTo(policy, "ingress-controller", port)?.tls)).toEqual(
      ingresses.map(() => "server"),
    );
  });

  it("publish nothing but these", () => {
    expect(
      of("Ingress")
        .map(({ body }) => textOf(valueAt(body, "metadata.name")) ?? "")
        .filter((name) => !["grafana", "jaeger-proxy", "kibana-proxy"].includes(name)),
    ).toEqual([]);
  });
});
