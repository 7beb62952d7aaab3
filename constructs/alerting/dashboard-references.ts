/** A dashboard, and what is chosen in it. */
export interface DashboardReference {
  readonly uid: string;
  /**
   * Variables of the dashboard with the labels that give their values.
   * @default - the dashboard's own choices
   */
  readonly variables?: Readonly<Record<string, string>>;
}

/** The dashboards that alerts lead to; their uids are those of `constructs/dashboards`. */
export const DASHBOARDS = {
  overview: { uid: "qms-platform-overview" },
  alerting: { uid: "qms-alerting" },
  logs: { uid: "qms-logs", variables: { namespace: "namespace", service: "service" } },
  traces: { uid: "qms-traces", variables: { service: "service" } },
  pipeline: { uid: "qms-telemetry-pipeline" },
} as const satisfies Readonly<Record<string, DashboardReference>>;
