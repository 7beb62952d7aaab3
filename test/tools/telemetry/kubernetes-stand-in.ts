import { createServer, type Server } from "node:http";
import { writeFileSync } from "node:fs";
import type { JsonObject } from "../../../assurance/artifact/json";
import type { LabPod } from "./pods";

const PORT = 8001;

/** Name of the node on which a lab's pods run. */
export const NODE = "node-1";

/** As much of an API server as `k8s_attributes` asks: the list of pods, which never changes, and nothing else. */
export class KubernetesStandIn {
  private readonly server: Server;

  public constructor(
    private readonly address: string,
    pods: readonly LabPod[],
  ) {
    const items = pods.map(podObject);
    this.server = createServer((request, response) => {
      const { pathname, searchParams } = new URL(request.url ?? "", "http://kubernetes");
      // Clients of today first ask for a watch that begins with the list; a refusal makes them ask as ever.
      if (searchParams.has("sendInitialEvents")) {
        response.writeHead(422, { "content-type": "application/json" }).end(JSON.stringify(REFUSAL));
        return;
      }
      response.writeHead(200, { "content-type": "application/json" });
      if (searchParams.has("watch")) {
        response.flushHeaders();
        return;
      }
      response.end(JSON.stringify(listOf(pathname, items)));
    });
  }

  public async start(): Promise<void> {
    await new Promise<void>((resolve) => this.server.listen(PORT, this.address, resolve));
  }

  public async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }

  /** Writes the file by which clients find it. */
  public writeKubeconfig(file: string): void {
    const server = `http://${this.address}:${PORT}`;
    const config = {
      apiVersion: "v1",
      kind: "Config",
      clusters: [{ name: "lab", cluster: { server } }],
      users: [{ name: "lab", user: {} }],
      contexts: [{ name: "lab", context: { cluster: "lab", user: "lab" } }],
      "current-context": "lab",
    };
    writeFileSync(file, JSON.stringify(config));
  }
}

const REFUSAL = { kind: "Status", apiVersion: "v1", status: "Failure", reason: "Invalid", code: 422 };

function listOf(path: string, pods: readonly JsonObject[]): JsonObject {
  const [kind, items] = path.endsWith("/pods") ? ["PodList", pods] : ["List", []];
  return { kind, apiVersion: "v1", metadata: { resourceVersion: "1" }, items };
}

function podObject(pod: LabPod): JsonObject {
  const { address, annotations = {}, container, labels = {}, name, namespace, uid } = pod;
  return {
    metadata: {
      ...{ name, namespace, uid, annotations, resourceVersion: "1" },
      labels: { "app.kubernetes.io/name": container, ...labels },
      creationTimestamp: "2026-01-01T00:00:00Z",
    },
    spec: { nodeName: NODE, containers: [{ name: container, image: `${container}:1.2.3` }] },
    status: {
      phase: "Running",
      ...(address === undefined ? {} : { podIP: address, podIPs: [{ ip: address }] }),
      containerStatuses: [
        { name: container, restartCount: 0, containerID: `containerd://${uid}`, image: `${container}:1.2.3` },
      ],
    },
  };
}
