import type { KubernetesObject } from "./api-client";

interface Container {
  readonly name: string;
  readonly image: string;
}

interface PodSpec {
  readonly containers: readonly Container[];
  readonly initContainers?: readonly Container[];
}

const CONDITIONS = ["PodReadyToStartContainers", "Initialized", "ContainersReady", "Ready", "PodScheduled"];

/** The status of a pod that waits for something to be there, in the words of a kubelet. */
export function waitingStatus(pod: KubernetesObject, message: string): unknown {
  const waiting = { reason: "CreateContainerConfigError", message };
  return {
    phase: "Pending",
    conditions: conditions((type) => type === "PodScheduled"),
    containerStatuses: statuses(containersOf(pod), { state: { waiting }, ready: false, started: false }),
  };
}

/** The status of a pod whose containers have started; ready or, when held back, not yet. */
export function runningStatus(pod: KubernetesObject, podIP: string, ready: boolean): unknown {
  const running = { startedAt: new Date().toISOString() };
  return {
    phase: "Running",
    podIP,
    podIPs: [{ ip: podIP }],
    conditions: conditions((type) => ready || !type.endsWith("Ready")),
    containerStatuses: statuses(containersOf(pod), { state: { running }, ready, started: true }),
    initContainerStatuses: ended(initContainersOf(pod)),
  };
}

/** The status of a pod that has done its work. */
export function succeededStatus(pod: KubernetesObject, podIP: string): unknown {
  return {
    phase: "Succeeded",
    podIP,
    podIPs: [{ ip: podIP }],
    conditions: conditions((type) => !type.endsWith("Ready")),
    containerStatuses: ended(containersOf(pod)),
    initContainerStatuses: ended(initContainersOf(pod)),
  };
}

function ended(containers: readonly Container[]): unknown {
  const now = new Date().toISOString();
  const terminated = { exitCode: 0, reason: "Completed", startedAt: now, finishedAt: now };
  return statuses(containers, { state: { terminated }, ready: false, started: false });
}

function statuses(containers: readonly Container[], status: object): unknown {
  return containers.map(({ name, image }) => ({ name, image, imageID: "", restartCount: 0, ...status }));
}

function conditions(isTrue: (type: string) => boolean): unknown {
  const lastTransitionTime = new Date().toISOString();
  return CONDITIONS.map((type) => ({ type, status: isTrue(type) ? "True" : "False", lastTransitionTime }));
}

function containersOf(pod: KubernetesObject): readonly Container[] {
  return (pod.spec as PodSpec).containers;
}

function initContainersOf(pod: KubernetesObject): readonly Container[] {
  return (pod.spec as PodSpec).initContainers ?? [];
}
