import type { ApiClient, KubernetesObject } from "./api-client";
import { podReferences } from "./pod-references";
import { runningStatus, succeededStatus, waitingStatus } from "./pod-status";
import { Watch } from "./watch";

const NODES = ["node-1", "node-2", "node-3"];
const RETRY_MILLISECONDS = 500;

interface PodSpec {
  readonly nodeName?: string;
  readonly restartPolicy?: string;
}

/**
 * Plays the nodes. A pod is ready once every Secret and ConfigMap that it names is there; a Job's pod ends well at
 * once. Nothing is pulled, run or probed.
 */
export class NodeDouble {
  private readonly secrets: Watch;
  private readonly configMaps: Watch;
  private readonly pods: Watch;
  private readonly timer: NodeJS.Timeout;
  /** Last state that was reported, by the pod's uid. */
  private readonly reported = new Map<string, string>();
  private heldBack: (pod: KubernetesObject) => boolean = () => false;

  private constructor(private readonly api: ApiClient) {
    this.secrets = new Watch(api, "/api/v1/secrets");
    this.configMaps = new Watch(api, "/api/v1/configmaps");
    this.pods = new Watch(api, "/api/v1/pods");
    this.timer = setInterval(() => {
      void this.round();
    }, RETRY_MILLISECONDS);
  }

  public static async start(api: ApiClient): Promise<NodeDouble> {
    for (const name of NODES) await api.create("/api/v1/nodes", node(name));
    return new NodeDouble(api);
  }

  public stop(): void {
    clearInterval(this.timer);
    [this.secrets, this.configMaps, this.pods].forEach((watch) => {
      watch.stop();
    });
  }

  /** Pods that run but never get ready, until the next call. */
  public holdBack(pods: (pod: KubernetesObject) => boolean): void {
    this.heldBack = pods;
  }

  private async round(): Promise<void> {
    // An API server that is away, or a pod that has just gone, is met again in the next round.
    await Promise.all(this.pods.all().map((pod) => this.attend(pod).catch(() => undefined)));
  }

  private async attend(pod: KubernetesObject): Promise<void> {
    const { metadata } = pod;
    const { nodeName } = pod.spec as PodSpec;
    const path = `/api/v1/namespaces/${String(metadata.namespace)}/pods/${metadata.name}`;
    if (nodeName === undefined) return;
    if (metadata.deletionTimestamp !== undefined) {
      await this.api.remove(path, { gracePeriodSeconds: 0, preconditions: { uid: metadata.uid } });
      return;
    }
    const [state, status] = this.stateOf(pod);
    if (this.reported.get(String(metadata.uid)) === state) return;
    await this.api.patch(`${path}/status`, { status });
    this.reported.set(String(metadata.uid), state);
  }

  private stateOf(pod: KubernetesObject): readonly [state: string, status: unknown] {
    const { phase } = (pod.status ?? {}) as { phase?: string };
    if (phase === "Succeeded" || phase === "Failed") return ["ended", undefined];
    const missing = this.missing(pod);
    if (missing !== undefined) return [missing, waitingStatus(pod, missing)];
    const address = addressOf(pod);
    const held = this.heldBack(pod);
    if ((pod.spec as PodSpec).restartPolicy !== "Always" && !held) {
      return ["ended", succeededStatus(pod, address)];
    }
    return [held ? "held back" : "ready", runningStatus(pod, address, !held)];
  }

  private missing(pod: KubernetesObject): string | undefined {
    const namespace = String(pod.metadata.namespace);
    const words = podReferences(pod).flatMap(({ kind, name, keys }) => {
      const found = (kind === "Secret" ? this.secrets : this.configMaps).get(namespace, name);
      if (found === undefined) return [`${kind.toLowerCase()} "${name}" not found`];
      const absent = keys.filter((key) => !hasKey(found, key));
      return absent.map((key) => `couldn't find key ${key} in ${kind} ${namespace}/${name}`);
    });
    return words[0];
  }
}

function hasKey({ data, binaryData, stringData }: KubernetesObject, key: string): boolean {
  return [data, binaryData, stringData].some((map) => Object.hasOwn(map ?? {}, key));
}

function addressOf({ metadata }: KubernetesObject): string {
  const digits = parseInt(String(metadata.uid).replaceAll("-", "").slice(0, 6), 16);
  return `10.244.${String((digits >> 8) & 255)}.${String(digits & 255)}`;
}

function node(name: string): KubernetesObject {
  const resources = { cpu: "64", memory: "512Gi", pods: "250", "ephemeral-storage": "1Ti" };
  const labels = {
    "kubernetes.io/arch": "amd64",
    "kubernetes.io/os": "linux",
    "kubernetes.io/hostname": name,
    "topology.kubernetes.io/zone": name.replace("node", "zone"),
  };
  return {
    apiVersion: "v1",
    kind: "Node",
    metadata: { name, labels },
    status: {
      capacity: resources,
      allocatable: resources,
      conditions: [{ type: "Ready", status: "True", reason: "Lab", message: "a double" }],
      nodeInfo: { operatingSystem: "linux", architecture: "amd64", kubeletVersion: "v1.35.4" },
    },
  };
}
