import type { Alert } from "./alert";
import { DASHBOARDS } from "./dashboard-references";

/** Sidecars that a Thanos Query has a connection to; without any it has no such series. */
const SEEN =
  '(sum by (namespace, pod) (thanos_store_nodes_grpc_connections{store_type="sidecar"})\n' +
  '  or sum by (namespace, pod) (0 * up{job="thanos-query"}))';

/** The alert on what Thanos Query reads from. @param namespace - of Prometheus. */
export function thanosAlerts(namespace: string): readonly Alert[] {
  const wanted = `max(kube_statefulset_replicas{namespace="${namespace}",statefulset="prometheus-kps-prometheus"})`;
  return [
    {
      alert: "ThanosQueryReplicasMissing",
      component: "thanos-query",
      owner: "platform",
      severity: "medium",
      kind: "fault",
      expr: `${wanted} - on () group_right () ${SEEN} > 0`,
      keeps: ["namespace", "pod"],
      pendingMinutes: 10,
      unit: "count",
      summary: "<namespace>/<pod> does not see <value> replicas of Prometheus",
      description: "Thanos Query reads from fewer replicas of Prometheus than there should be.",
      impact: "dashboards show the gaps of the replicas that are left; with none, they show nothing",
      dashboard: DASHBOARDS.pipeline,
      query: 'thanos_store_nodes_grpc_connections{store_type="sidecar"}',
      diagnosis: [
        {
          text: "See whether a replica is down",
          command: "kubectl -n <namespace> get pods -l app.kubernetes.io/name=prometheus",
        },
        { text: "Read why it gave a replica up", command: "kubectl -n <namespace> logs <pod> --tail=100" },
        {
          text: "Read what the sidecars say",
          command:
            "kubectl -n <namespace> logs -l app.kubernetes.io/name=prometheus -c thanos-sidecar --tail=50",
        },
      ],
      mitigation: [
        { text: "Bring the replica back; see its volume first if it does not start" },
        {
          text: "If a certificate is refused, see those of thanos-query and thanos-sidecar",
          command: "kubectl -n <namespace> get certificates",
        },
      ],
      verification: {
        text: "It sees every replica",
        query: `sum(thanos_store_nodes_grpc_connections{store_type="sidecar",pod="<pod>"}) >= ${wanted}`,
      },
    },
  ];
}
