import type { JsonObject, JsonValue } from "../../assurance";
import { entriesOf, itemsOf, textOf, textsOf, valueAt } from "../../assurance/artifact/json";

/** A control of the Pod Security Standards that a pod breaks, and the field that breaks it. */
export interface PodSecurityProblem {
  readonly control: Control;
  readonly where: string;
}

interface Container {
  readonly where: string;
  readonly body: JsonValue;
}

type Check = (spec: JsonObject, containers: readonly Container[]) => readonly string[];

/** Volumes that `restricted` admits. */
const VOLUMES = [
  ...["configMap", "csi", "downwardAPI", "emptyDir", "ephemeral"],
  ...["persistentVolumeClaim", "projected", "secret"],
];

const LISTS = ["initContainers", "containers", "ephemeralContainers"];

/**
 * The controls of the profiles `baseline` and `restricted` for pods of Linux, by name. Of sysctls and SELinux options
 * the profiles admit a few; the stack needs none, and none pass here.
 * @see https://kubernetes.io/docs/concepts/security/pod-security-standards/
 */
const CONTROLS = {
  "host namespaces": (spec) =>
    ["hostNetwork", "hostPID", "hostIPC"].filter((field) => valueAt(spec, field) === true),
  "host process": (spec, containers) =>
    everywhere(spec, containers, "securityContext.windowsOptions.hostProcess", (value) => value === true),
  privileged: (_, containers) => at(containers, "securityContext.privileged", (value) => value === true),
  "host ports": (_, containers) =>
    containers.flatMap(({ where, body }) =>
      itemsOf(valueAt(body, "ports")).flatMap((port) =>
        Number(valueAt(port, "hostPort") ?? 0) === 0 ? [] : [`${where}.ports.hostPort`],
      ),
    ),
  "volume types": (spec) =>
    itemsOf(valueAt(spec, "volumes")).flatMap((volume) => {
      const name = textOf(valueAt(volume, "name")) ?? "";
      const types = entriesOf(volume).map(([key]) => key);
      return types
        .filter((type) => type !== "name" && !VOLUMES.includes(type))
        .map((type) => `volumes[${name}].${type}`);
    }),
  "privilege escalation": (_, containers) =>
    at(containers, "securityContext.allowPrivilegeEscalation", (value) => value !== false),
  "run as non-root": (spec, containers) => {
    const ofPod = valueAt(spec, "securityContext.runAsNonRoot") === true;
    return at(containers, "securityContext.runAsNonRoot", (value) =>
      value === undefined ? !ofPod : value !== true,
    );
  },
  "run as user": (spec, containers) =>
    everywhere(spec, containers, "securityContext.runAsUser", (value) => value === 0),
  seccomp: (spec, containers) => {
    const path = "securityContext.seccompProfile.type";
    const allowed = (value: JsonValue | undefined): boolean =>
      ["RuntimeDefault", "Localhost"].includes(textOf(value) ?? "");
    const ofPod = valueAt(spec, path);
    return [
      ...(ofPod === undefined || allowed(ofPod) ? [] : [path]),
      ...at(containers, path, (value) => !allowed(value ?? ofPod)),
    ];
  },
  "capabilities dropped": (_, containers) =>
    at(containers, "securityContext.capabilities.drop", (value) => !textsOf(value).includes("ALL")),
  "capabilities added": (_, containers) =>
    at(containers, "securityContext.capabilities.add", (value) =>
      textsOf(value).some((name) => name !== "NET_BIND_SERVICE"),
    ),
  "proc mount": (_, containers) =>
    at(containers, "securityContext.procMount", (value) => ![undefined, "Default"].includes(textOf(value))),
  AppArmor: (spec, containers) =>
    everywhere(
      spec,
      containers,
      "securityContext.appArmorProfile.type",
      (value) => ![undefined, "RuntimeDefault", "Localhost"].includes(textOf(value)),
    ),
  SELinux: (spec, containers) =>
    everywhere(spec, containers, "securityContext.seLinuxOptions", (value) => value !== undefined),
  sysctls: (spec) =>
    itemsOf(valueAt(spec, "securityContext.sysctls")).length > 0 ? ["securityContext.sysctls"] : [],
  "probes of other hosts": (_, containers) =>
    ["livenessProbe", "readinessProbe", "startupProbe"].flatMap((probe) =>
      ["httpGet", "tcpSocket"].flatMap((kind) =>
        at(containers, `${probe}.${kind}.host`, (value) => (textOf(value) ?? "") !== ""),
      ),
    ),
} satisfies Readonly<Record<string, Check>>;

/** Name of a control. */
export type Control = keyof typeof CONTROLS;

/** What of a pod's specification the profile `restricted` refuses. */
export function restrictedProblems(spec: JsonObject): readonly PodSecurityProblem[] {
  const containers = LISTS.flatMap((list) =>
    itemsOf(valueAt(spec, list)).map((body) => ({
      where: `${list}[${textOf(valueAt(body, "name")) ?? ""}]`,
      body,
    })),
  );
  const checks = Object.entries(CONTROLS) as unknown as readonly (readonly [Control, Check])[];
  return checks.flatMap(([control, check]) => check(spec, containers).map((where) => ({ control, where })));
}

function at(
  containers: readonly Container[],
  path: string,
  breaks: (value: JsonValue | undefined) => boolean,
): readonly string[] {
  return containers.filter(({ body }) => breaks(valueAt(body, path))).map(({ where }) => `${where}.${path}`);
}

function everywhere(
  spec: JsonObject,
  containers: readonly Container[],
  path: string,
  breaks: (value: JsonValue | undefined) => boolean,
): readonly string[] {
  return [...(breaks(valueAt(spec, path)) ? [path] : []), ...at(containers, path, breaks)];
}
