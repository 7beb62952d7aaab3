import { type Edge, edgeTo } from "../security/edge";
import type { Workload } from "../security/workload";
import { SETUP_NAME } from "./elasticsearch-setup";

/** Port at which the nodes of a cluster speak to each other. */
const TRANSPORT_PORT = 9300;

/** The pods that the operator makes for an Elasticsearch resource of a name. */
export function elasticsearchWorkload(resourceName: string, namespace: string): Workload {
  return {
    name: resourceName,
    namespace,
    podLabels: { "elasticsearch.k8s.elastic.co/cluster-name": resourceName },
    services: ["http", "internal-http", "transport"].map((kind) => `${resourceName}-es-${kind}`),
  };
}

/** Connections among the nodes, and of the Job that sets them up. */
export function elasticsearchEdges(elasticsearch: {
  readonly url: string;
  readonly workload: Workload;
}): readonly Edge[] {
  const { url, workload } = elasticsearch;
  const setup: Workload = {
    name: SETUP_NAME,
    namespace: workload.namespace,
    podLabels: { "app.kubernetes.io/name": SETUP_NAME },
    services: [],
  };
  return [
    {
      from: workload,
      to: workload,
      port: TRANSPORT_PORT,
      tls: "mutual",
      purpose: "the cluster itself: shards, elections",
      note: "with certificates of the operator's own authority",
    },
    edgeTo(workload, elasticsearch, url, "a node that leaves asks the others before it stops"),
    edgeTo(setup, elasticsearch, url, "lifecycle, templates"),
  ];
}
