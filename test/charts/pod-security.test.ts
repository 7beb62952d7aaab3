import { type Control, restrictedProblems } from "../support/pod-security";
import { environments } from "../support/rendered";
import { renderedPods } from "../support/rendered-pods";

/** A field of some pods that the profile `restricted` refuses, and what it is needed for. */
interface Exception {
  readonly pod: string;
  readonly control: Control;
  readonly where: string;
  readonly reason: string;
}

const AGENT = "observability-agents/otel-agent-agent";
const NODE_EXPORTER = "observability-agents/kps-prometheus-node-exporter";
const OF_ROOT = "the runtime writes the containers' logs for root alone, and the queue lies beside them";
const OF_THE_NODE = "its figures are the node's, read in the node's own namespaces and files";

const EXCEPTIONS: readonly Exception[] = [
  {
    pod: AGENT,
    control: "volume types",
    where: "volumes[container-logs].hostPath",
    reason: "reads what all containers of its node log",
  },
  {
    pod: AGENT,
    control: "volume types",
    where: "volumes[state].hostPath",
    reason: "its queue and its place in every log file outlive the pod, and belong to the node",
  },
  {
    pod: AGENT,
    control: "run as non-root",
    where: "containers[opentelemetry-collector].securityContext.runAsNonRoot",
    reason: OF_ROOT,
  },
  {
    pod: AGENT,
    control: "run as user",
    where: "containers[opentelemetry-collector].securityContext.runAsUser",
    reason: OF_ROOT,
  },
  ...["hostNetwork", "hostPID"].map((where): Exception => ({
    pod: NODE_EXPORTER,
    control: "host namespaces",
    where,
    reason: OF_THE_NODE,
  })),
  ...["proc", "sys", "root"].map((volume): Exception => ({
    pod: NODE_EXPORTER,
    control: "volume types",
    where: `volumes[${volume}].hostPath`,
    reason: OF_THE_NODE,
  })),
];

const textOf = ({ pod, control, where }: Omit<Exception, "reason">): string => `${pod}: ${control}: ${where}`;

describe.each(environments())(
  "the profile restricted of Pod Security, for the pods of %s,",
  (environment) => {
    const pods = renderedPods(environment);
    const problems = pods.flatMap(({ namespace, name, spec }) =>
      restrictedProblems(spec).map((problem) => ({ pod: `${namespace}/${name}`, ...problem })),
    );
    const allowed = EXCEPTIONS.map(textOf);

    it("is kept by all of them but for what is listed with its reason", () => {
      expect(pods.length).toBeGreaterThan(20);
      expect(problems.map(textOf).filter((problem) => !allowed.includes(problem))).toEqual([]);
    });

    it("is broken only where something needs it: no exception is left over", () => {
      const broken = problems.map(textOf);
      expect(EXCEPTIONS.map(textOf).filter((exception) => !broken.includes(exception))).toEqual([]);
    });

    it("is broken in the agents' namespace alone", () => {
      const namespaces = problems.map(({ pod }) => pod.split("/")[0]);
      expect([...new Set(namespaces)]).toEqual(["observability-agents"]);
    });
  },
);
