import type { JsonObject, JsonValue } from "../../assurance";
import { isObject, itemsOf, textOf, valueAt } from "../../assurance/artifact/json";
import { objectsOf, renderedReleases } from "./rendered";

/** Pods of one kind in an environment, whether a chart or an operator makes them. */
export interface RenderedPod {
  readonly release: string;
  readonly namespace: string;
  /** Kind and name of the object behind them. */
  readonly kind: string;
  readonly name: string;
  /** The rendered object. */
  readonly object: JsonObject;
  /** The pods' specification. */
  readonly spec: JsonObject;
}

const TEMPLATES: Readonly<Record<string, string>> = {
  Deployment: "spec.template.spec",
  StatefulSet: "spec.template.spec",
  DaemonSet: "spec.template.spec",
  Job: "spec.template.spec",
  CronJob: "spec.jobTemplate.spec.template.spec",
};

const CONFINED = { allowPrivilegeEscalation: false, capabilities: { drop: ["ALL"] } };
const READ_ONLY = { ...CONFINED, readOnlyRootFilesystem: true };
const SECCOMP = { seccompProfile: { type: "RuntimeDefault" } };

/**
 * What operators make of their resources, as far as security, place and end of the pods go: what they add is written
 * down here, everything else is taken from the rendered resource.
 *
 * Sources: pkg/prometheus/server/statefulset.go, pkg/alertmanager/statefulset.go and pkg/operator/config_reloader.go of
 * prometheus-operator v0.93.1; pkg/controller/elasticsearch/nodespec/podspec.go, pkg/controller/kibana/pod.go and
 * pkg/controller/logstash/pod.go of cloud-on-k8s v3.5.0.
 */
const BY_OPERATORS: Readonly<Record<string, (resource: JsonObject) => readonly JsonObject[]>> = {
  Prometheus: (resource) => [
    prometheusPod(resource, [
      "prometheus",
      ...(valueAt(resource, "spec.thanos") === undefined ? [] : ["thanos-sidecar"]),
    ]),
  ],
  Alertmanager: (resource) => [prometheusPod(resource, ["alertmanager"])],
  Elasticsearch: (resource) =>
    itemsOf(valueAt(resource, "spec.nodeSets")).map((nodeSet) =>
      elasticPod(nodeSet, {
        pod: SECCOMP,
        container: { ...READ_ONLY, runAsNonRoot: true },
        initContainers: ["elastic-internal-init-filesystem"],
      }),
    ),
  Kibana: (resource) => [
    elasticPod(valueAt(resource, "spec"), {
      pod: SECCOMP,
      container: { ...READ_ONLY, runAsUser: 1000, runAsGroup: 1000 },
      initContainers: ["elastic-internal-init-config"],
    }),
  ],
  Logstash: (resource) => [
    elasticPod(valueAt(resource, "spec"), {
      pod: SECCOMP,
      container: undefined,
      initContainers: ["logstash-internal-init-config"],
    }),
  ],
};

/** Every kind of pod of an environment. */
export function renderedPods(environment: string): readonly RenderedPod[] {
  return renderedReleases(environment).flatMap((release) =>
    objectsOf(release).flatMap((object) => {
      const kind = textOf(object.kind) ?? "";
      return specsOf(kind, object).map((spec) => ({
        release: release.name,
        namespace: textOf(valueAt(object, "metadata.namespace")) ?? release.namespace,
        kind,
        name: textOf(valueAt(object, "metadata.name")) ?? "",
        object,
        spec,
      }));
    }),
  );
}

function specsOf(kind: string, object: JsonObject): readonly JsonObject[] {
  const path = TEMPLATES[kind];
  if (path === undefined) return BY_OPERATORS[kind]?.(object) ?? [];
  const spec = valueAt(object, path);
  return isObject(spec) ? [spec] : [];
}

/** Fields of the resources that the operator copies into the pods. */
const COPIED = [
  ...["affinity", "hostNetwork", "priorityClassName", "securityContext", "terminationGracePeriodSeconds"],
  ...["tolerations", "topologySpreadConstraints"],
];

function prometheusPod(resource: JsonObject, names: readonly string[]): JsonObject {
  const { spec } = resource;
  const copied = COPIED.flatMap((field) => {
    const value = valueAt(spec, field);
    return value === undefined ? [] : [[field, value] as const];
  });
  const container = (name: string): JsonObject => ({ name, securityContext: READ_ONLY });
  return {
    ...Object.fromEntries(copied),
    containers: [...names, "config-reloader"].map(container),
    initContainers: [container("init-config-reloader")],
    // Rendered resources may ask for more.
    volumes: itemsOf(valueAt(spec, "volumes")),
  };
}

interface Defaults {
  readonly pod: JsonObject;
  /** Nothing where the operator leaves containers as they are. */
  readonly container: JsonObject | undefined;
  readonly initContainers: readonly string[];
}

/** A default is replaced as a whole by what the resource says in its place. */
function elasticPod(source: JsonValue | undefined, { pod, container, initContainers }: Defaults): JsonObject {
  const template = valueAt(source, "podTemplate.spec");
  const given = isObject(template) ? template : {};
  const withDefaults = (one: JsonValue): JsonObject => ({
    ...(container === undefined ? {} : { securityContext: container }),
    ...(isObject(one) ? one : {}),
  });
  const initial = itemsOf(given.initContainers);
  const names = initial.map((one) => textOf(valueAt(one, "name")));
  const added = initContainers.filter((name) => !names.includes(name)).map((name) => ({ name }));
  return {
    securityContext: pod,
    ...given,
    containers: itemsOf(given.containers).map(withDefaults),
    initContainers: [...added, ...initial].map(withDefaults),
  };
}
