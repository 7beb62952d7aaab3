import { type Quantities, SEVERITIES } from "../../mandate";
import { APPLICATION_THRESHOLDS } from "../alerting/application-thresholds";
import { INFRASTRUCTURE_THRESHOLDS } from "../alerting/infrastructure-thresholds";
import { SIGNALS } from "../alerting/signal-adapters";
import type { Threshold } from "../alerting/threshold";
import type { Dashboard } from "./dashboard";
import { TLS_PROBES_JOB } from "../metrics/tls-probe";
import { type Panel, UNITS } from "./panel";
import { stat, timeseries } from "./prometheus-panels";
import { thresholdPanel } from "./threshold-panel";
import { DATA_SOURCES } from "./variables";

/** Where everybody starts: the mandated thresholds, each as a panel with its limit as a line. */
export function platformOverview(quantities: Quantities): Dashboard {
  const panelsOf = (thresholds: readonly Threshold[]): readonly Panel[] =>
    thresholds.map((threshold) => thresholdPanel(threshold, quantities));
  return {
    uid: "qms-platform-overview",
    title: "Platform overview",
    description: "Is everything within the limits that the quality-management system sets?",
    tags: ["overview"],
    variables: [DATA_SOURCES.metrics.declaration],
    sections: [
      { title: "Now", panels: [...SEVERITIES.map(firing), nodesReady(), targetsUp()] },
      { title: "Services", panels: [requestRate(), ...panelsOf(APPLICATION_THRESHOLDS)] },
      { title: "Nodes, containers and volumes", panels: panelsOf(INFRASTRUCTURE_THRESHOLDS) },
      { title: "Servers of the stack", panels: [certificatesServed(), endpointsVerified()] },
    ],
  };
}

function firing(severity: string): Panel {
  return stat({
    title: `Alerts, ${severity}`,
    description: `Alerts of severity ${severity} that fire now.`,
    queries: [
      { expr: `count(ALERTS{alertstate="firing",severity="${severity}"}) or vector(0)`, legend: severity },
    ],
    limit: { value: 1, bad: "above" },
  });
}

function nodesReady(): Panel {
  return stat({
    title: "Nodes ready",
    description: "Share of the nodes that are ready.",
    unit: UNITS.ratio,
    queries: [{ expr: 'avg(kube_node_status_condition{condition="Ready",status="true"})', legend: "ready" }],
    limit: { value: 1, bad: "below" },
  });
}

function targetsUp(): Panel {
  return stat({
    title: "Targets up",
    description: "Share of the scrape targets that answer; what does not answer is not watched.",
    unit: UNITS.ratio,
    queries: [{ expr: "avg(up)", legend: "up" }],
    limit: { value: 1, bad: "below" },
  });
}

function certificatesServed(): Panel {
  return timeseries({
    title: "Certificates, as they are shown",
    description: "Time that is left of the certificate that each server of the stack shows to its callers.",
    unit: UNITS.seconds,
    queries: [
      {
        expr: `min by (instance) (probe_ssl_earliest_cert_expiry{job="${TLS_PROBES_JOB}"}) - time()`,
        legend: "{{instance}}",
      },
    ],
  });
}

function endpointsVerified(): Panel {
  return timeseries({
    title: "Servers that answer and can be verified",
    description: "Share of the probes of each server that end with a verified certificate.",
    unit: UNITS.ratio,
    queries: [
      {
        expr: `avg by (instance) (avg_over_time(probe_success{job="${TLS_PROBES_JOB}"}[15m]))`,
        legend: "{{instance}}",
      },
    ],
  });
}

function requestRate(): Panel {
  return timeseries({
    title: "Requests",
    description: "Requests that each service answers, failed ones included.",
    unit: UNITS.requestsPerSecond,
    queries: [{ expr: SIGNALS.requests, legend: "{{namespace}}/{{service}}" }],
  });
}
