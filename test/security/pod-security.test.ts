import type { JsonObject } from "../../assurance";
import { type Control, restrictedProblems } from "../support/pod-security";

const CONTAINER = {
  name: "main",
  securityContext: { allowPrivilegeEscalation: false, capabilities: { drop: ["ALL"] } },
};
const POD = {
  securityContext: { runAsNonRoot: true, seccompProfile: { type: "RuntimeDefault" } },
  containers: [CONTAINER],
  volumes: [{ name: "tls", secret: { secretName: "tls" } }],
};

/** The pod with a container whose security context says something more. */
const withContext = (more: JsonObject): JsonObject => ({
  ...POD,
  containers: [{ ...CONTAINER, securityContext: { ...CONTAINER.securityContext, ...more } }],
});
const withPodContext = (more: JsonObject): JsonObject => ({
  ...POD,
  securityContext: { ...POD.securityContext, ...more },
});

const BROKEN: readonly (readonly [Control, JsonObject])[] = [
  ["host namespaces", { ...POD, hostPID: true }],
  ["host process", withPodContext({ windowsOptions: { hostProcess: true } })],
  ["privileged", withContext({ privileged: true })],
  ["host ports", { ...POD, containers: [{ ...CONTAINER, ports: [{ hostPort: 4317 }] }] }],
  ["volume types", { ...POD, volumes: [{ name: "logs", hostPath: { path: "/var/log" } }] }],
  ["privilege escalation", withContext({ allowPrivilegeEscalation: true })],
  ["run as non-root", withContext({ runAsNonRoot: false })],
  ["run as user", withPodContext({ runAsUser: 0 })],
  ["seccomp", withContext({ seccompProfile: { type: "Unconfined" } })],
  ["capabilities dropped", withContext({ capabilities: { drop: ["NET_RAW"] } })],
  ["capabilities added", withContext({ capabilities: { drop: ["ALL"], add: ["SYS_ADMIN"] } })],
  ["proc mount", withContext({ procMount: "Unmasked" })],
  ["AppArmor", withContext({ appArmorProfile: { type: "Unconfined" } })],
  ["SELinux", withPodContext({ seLinuxOptions: { type: "spc_t" } })],
  ["sysctls", withPodContext({ sysctls: [{ name: "kernel.msgmax", value: "1" }] })],
  [
    "probes of other hosts",
    { ...POD, containers: [{ ...CONTAINER, livenessProbe: { httpGet: { host: "a" } } }] },
  ],
];

describe("the profile restricted", () => {
  it("has nothing against a confined pod", () => {
    expect(restrictedProblems(POD)).toEqual([]);
  });

  it.each(BROKEN)("refuses a pod for %s, and for nothing else", (control, pod) => {
    expect(restrictedProblems(pod).map((problem) => problem.control)).toEqual([control]);
  });

  it("looks at init containers as well", () => {
    const pod = { ...POD, initContainers: [{ name: "first", securityContext: {} }] };
    expect(restrictedProblems(pod).map(({ where }) => where)).toEqual([
      "initContainers[first].securityContext.allowPrivilegeEscalation",
      "initContainers[first].securityContext.capabilities.drop",
    ]);
  });

  it("misses what nobody says", () => {
    expect(restrictedProblems({ containers: [{ name: "main" }] }).map(({ control }) => control)).toEqual([
      "privilege escalation",
      "run as non-root",
      "seccomp",
      "capabilities dropped",
    ]);
  });
});
