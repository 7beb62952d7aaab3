import type { NamespaceNames } from "../platform/namespace-names";
import type { Alert, Step } from "./alert";
import { COMPONENTS } from "./components";
import { DASHBOARDS } from "./dashboard-references";
import { STACK_WORKLOADS, type StackPart, type StackWorkload } from "./stack-workloads";

/** The parts of a stack that must be there, and where they are. */
export interface WatchedStack {
  readonly namespaces: NamespaceNames;
  readonly parts: readonly StackPart[];
}

/** Series of kube-state-metrics: pods that are ready, and how many there should be. */
const SERIES = {
  Deployment: {
    label: "deployment",
    ready: "kube_deployment_status_replicas_available",
    wanted: "kube_deployment_spec_replicas",
  },
  StatefulSet: {
    label: "statefulset",
    ready: "kube_statefulset_status_replicas_ready",
    wanted: "kube_statefulset_replicas",
  },
  DaemonSet: {
    label: "daemonset",
    ready: "kube_daemonset_status_number_ready",
    wanted: "kube_daemonset_status_desired_number_scheduled",
  },
} as const satisfies Readonly<Record<StackWorkload["kind"], unknown>>;

/** For each part an alert that it is down or gone, and for replicated ones another that some replicas are. */
export function workloadAlerts({ namespaces, parts }: WatchedStack): readonly Alert[] {
  return STACK_WORKLOADS.filter(({ component }) => parts.includes(component)).flatMap(
    (workload: StackWorkload) => {
      const namespace = namespaces[workload.namespace];
      return [
        down(workload, namespace),
        ...(workload.replicated === true ? [degraded(workload, namespace)] : []),
      ];
    },
  );
}

function down(workload: StackWorkload, namespace: string): Alert {
  const { component, impact, name, remedy, severity, subject } = workload;
  const { ready } = selectors(workload, namespace);
  return {
    ...common(workload, namespace),
    alert: `${COMPONENTS[component]}Down`,
    severity,
    kind: "absence",
    // Without kube-state-metrics nothing is known of pods; that has an alert of its own.
    expr: `absent(${ready} > 0)\nand on () up{job="kube-state-metrics"} == 1`,
    pendingMinutes: 3,
    summary: `${subject} is down in <namespace>`,
    description: `No pod of ${name} is ready, or it is not there at all.`,
    impact,
    diagnosis: diagnosis(workload),
    mitigation: [
      { text: remedy },
      { text: "If it was deleted, apply the environment again: Terraform puts it back" },
    ],
    verification: { text: "At least one pod is ready again", query: `${ready} > 0` },
  };
}

function degraded(workload: StackWorkload, namespace: string): Alert {
  const { component, impact, name, remedy, subject } = workload;
  const { ready, wanted } = selectors(workload, namespace);
  const [sumReady, sumWanted] = [`sum(${ready})`, `sum(${wanted})`];
  return {
    ...common(workload, namespace),
    alert: `${COMPONENTS[component]}Degraded`,
    severity: "medium",
    kind: "fault",
    expr: `${sumWanted} - ${sumReady} > 0\nand ${sumReady} > 0`,
    pendingMinutes: 15,
    summary: `<value> of the pods of ${subject} in <namespace> are not ready`,
    description: `Some pods of ${name} are ready and others have not been for a quarter of an hour.`,
    impact: `the next failure may be one too many; then ${impact}`,
    diagnosis: diagnosis(workload),
    mitigation: [
      { text: remedy },
      { text: "If a pod finds no node, see what its events say of room, zones and volumes" },
    ],
    verification: { text: "All pods are ready again", query: `${sumReady} >= ${sumWanted}` },
  };
}

function common({ component, ...workload }: StackWorkload, namespace: string) {
  return {
    component,
    owner: "platform",
    keeps: [],
    // Also for grouping and inhibition: the service is the part itself.
    labels: { namespace, service: component },
    unit: "count",
    dashboard: DASHBOARDS.pipeline,
    query: selectors(workload, namespace).ready,
  } as const;
}

function selectors(
  { kind, name }: Pick<StackWorkload, "kind" | "name">,
  namespace: string,
): { readonly ready: string; readonly wanted: string } {
  const { label, ready, wanted } = SERIES[kind];
  const pattern = /[.+*|]/.test(name) ? "=~" : "=";
  const matchers = `{namespace="${namespace}",${label}${pattern}"${name}"}`;
  return { ready: `${ready}${matchers}`, wanted: `${wanted}${matchers}` };
}

function diagnosis({ kind, name }: StackWorkload): readonly Step[] {
  const object = `${kind.toLowerCase()}${/[.+*|]/.test(name) ? "" : `/${name}`}`;
  return [
    {
      text: "See its pods and why they are not ready",
      command: "kubectl -n <namespace> get pods,events --sort-by=.lastTimestamp",
    },
    { text: "See what it waits for", command: `kubectl -n <namespace> describe ${object}` },
    {
      text: "Read its last words",
      command: `kubectl -n <namespace> logs ${object} --all-pods --previous --tail=50`,
    },
  ];
}
