import type { Alert } from "./alert";
import { DASHBOARDS } from "./dashboard-references";

/** The alert on a node that is gone; it explains what its exporters and pods show. */
export const NODE_NOT_READY: Alert = {
  alert: "NodeNotReady",
  component: "node",
  severity: "high",
  kind: "absence",
  owner: "platform",
  expr: 'max by (node) (kube_node_status_condition{condition="Ready",status="true"}) == 0',
  keeps: ["node"],
  pendingMinutes: 5,
  unit: "count",
  summary: "node <node> is not ready",
  description: "The kubelet of the node has reported nothing, or trouble, for five minutes.",
  impact: "its pods are moved elsewhere, those with volumes only after minutes; telemetry on its disk waits",
  dashboard: DASHBOARDS.overview,
  query: 'kube_node_status_condition{condition="Ready",status="true",node="<node>"}',
  diagnosis: [
    { text: "See what the node last said", command: "kubectl describe node <node>" },
    { text: "See whether the machine is there, at the provider's console" },
  ],
  mitigation: [
    { text: "Reboot or replace the machine" },
    {
      text: "If it will not come back, delete it so that its volumes are freed",
      command: "kubectl delete node <node>",
    },
  ],
  verification: {
    text: "The node is ready",
    query: 'kube_node_status_condition{condition="Ready",status="true",node="<node>"} == 1',
  },
};
