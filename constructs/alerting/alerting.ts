import { Construct } from "constructs";
import {
  ConfigurationError,
  type LeafName,
  type MandateValues,
  type Problem,
  type Quantities,
  quantities,
  strengthen,
  type Stricter,
} from "../../mandate";
import { ManifestBundle } from "../core/manifest-bundle";
import { mandateOf } from "../core/scope-context";
import type { Prometheus } from "../metrics/prometheus";
import { declareEdges } from "../security/edge";
import { platformAlerts, platformRules } from "./alert-catalogue";
import { alertProblems } from "./alert-problems";
import { alertmanagerConfig } from "./alertmanager-config";
import { type Delivery, externalDelivery, sinkDelivery } from "./delivery";
import { channelEdges, sinkEdges } from "./delivery-edges";
import { inhibitionProblems } from "./inhibition-problems";
import type { Inhibition } from "./inhibitions";
import { type MaintenanceWindow, maintenanceWindowProblems } from "./maintenance-window";
import { messageTemplates, TEMPLATE_FILE } from "./message-templates";
import { NotificationSink } from "./notification-sink";
import type { PlannedMaintenance } from "./planned-maintenance";
import { plannedMaintenanceProblems } from "./planned-maintenance-problems";
import { receiverProblems, type Receivers } from "./receivers";
import { prometheusRule } from "./rule-types";
import { type ServiceRouting, teamsOf } from "./service-routes";
import { serviceRoutingProblems } from "./service-routing-problems";
import { alertRelabelings } from "./severity-normalisation";
import type { ThresholdName } from "./threshold";
import { WITHOUT_REPLACED_RULES } from "./upstream-rules";
import type { WatchedStack } from "./workload-alerts";

/** Thresholds, response times and the grouping window, under the mandate's own names and in its units. */
export type StricterAlerting = Pick<
  Stricter,
  | ThresholdName
  | Extract<LeafName & keyof MandateValues["alerting_configuration"], `${string}_${"time" | "window"}`>
>;

/** Properties of `Alerting`. */
export interface AlertingProps {
  /** The Prometheus that evaluates the rules, with its Alertmanager. */
  readonly prometheus: Prometheus;
  readonly receivers: Receivers;
  /** Start of every runbook link; component, alert and `.md` are appended. */
  readonly runbookBaseUrl: string;
  /** Where people reach Grafana; dashboard and query links begin with it. */
  readonly grafanaUrl: string;
  /**
   * Planned, recurring quiet times; critical alerts pass.
   * @default - none
   */
  readonly maintenanceWindows?: readonly MaintenanceWindow[];
  /**
   * Planned work that happens once; critical alerts pass.
   * @default - none
   */
  readonly plannedMaintenance?: readonly PlannedMaintenance[];
  /**
   * Services with their teams and dependencies, teams without services, and copies that teams get.
   * @default - everything goes to the receivers
   */
  readonly routing?: Partial<ServiceRouting>;
  /**
   * Beside ours, which go by severity, kind and dependency.
   * @default - none
   */
  readonly inhibitions?: readonly Inhibition[];
  /**
   * Parts of the stack whose health is watched.
   * @default - Prometheus, Alertmanager and the nodes
   */
  readonly stack?: WatchedStack;
  /**
   * Values that are stricter here than the mandate has them.
   * @default - the mandate's
   */
  readonly stricter?: StricterAlerting;
}

/** Properties with nothing left out. */
interface Settled extends AlertingProps {
  readonly mandated: Quantities;
  readonly maintenanceWindows: readonly MaintenanceWindow[];
  readonly plannedMaintenance: readonly PlannedMaintenance[];
  readonly routing: ServiceRouting;
  readonly inhibitions: readonly Inhibition[];
}

/**
 * The mandated thresholds and the platform's other alerts as rules, and the routing of alerts by severity and team to
 * PagerDuty, Slack and e-mail.
 */
export class Alerting extends Construct {
  private sink: NotificationSink | undefined;

  /** @throws ConfigurationError when a value is weaker than the mandate, or another prop cannot be used. */
  public constructor(scope: Construct, id: string, props: AlertingProps) {
    super(scope, id);
    const { maintenanceWindows = [], plannedMaintenance = [], inhibitions = [], stricter = {} } = props;
    const routing = { services: [], teams: [], copies: [], ...props.routing };
    const mandated = quantities(strengthen(mandateOf(this), stricter, `${this.node.path}: stricter`));
    const settled = { ...props, mandated, maintenanceWindows, plannedMaintenance, routing, inhibitions };
    this.refuse(settled);
    this.route(settled);
    this.placeRules(settled);
  }

  /** Makes Terraform finish everything below the given constructs first; the rules wait for Prometheus in any case. */
  public dependsOn(...others: readonly Construct[]): void {
    this.sink?.dependsOn(...others);
  }

  private refuse(settled: Settled): void {
    const { inhibitions, maintenanceWindows, mandated, plannedMaintenance, receivers, routing } = settled;
    const at = (prop: keyof AlertingProps): string => `${this.node.path}: ${prop}`;
    refuse("receivers cannot be used", receiverProblems(receivers, at("receivers")));
    refuse("maintenance windows cannot be used", [
      ...maintenanceWindowProblems(maintenanceWindows, at("maintenanceWindows")),
      ...plannedMaintenanceProblems(plannedMaintenance, at("plannedMaintenance")),
    ]);
    refuse("services cannot be routed", serviceRoutingProblems(routing, at("routing")));
    refuse("inhibitions cannot be used", inhibitionProblems(inhibitions, at("inhibitions")));
    refuse(
      "alerts cannot be used",
      alertProblems(platformAlerts({ ...settled, quantities: mandated }), mandated),
    );
  }

  private route(settled: Settled): void {
    const { mandated, prometheus, receivers, routing } = settled;
    const delivery = this.deliveryTo(receivers, prometheus, routing);
    const relabelings = alertRelabelings(mandated, routing.services);
    prometheus.application.wire({
      ...WITHOUT_REPLACED_RULES,
      alertmanager: {
        config: alertmanagerConfig({ ...settled, quantities: mandated, delivery }),
        templateFiles: { [TEMPLATE_FILE]: messageTemplates({ ...settled, quantities: mandated }) },
        alertmanagerSpec: { secrets: delivery.secrets },
      },
      prometheus: { prometheusSpec: { additionalAlertRelabelConfigs: relabelings } },
    });
  }

  private placeRules(settled: Settled): void {
    const { mandated, prometheus } = settled;
    const { namespace } = prometheus;
    const rules = Object.entries(platformRules({ ...settled, quantities: mandated }));
    new ManifestBundle(this, "threshold-rules", {
      namespace,
      manifests: Object.fromEntries(
        rules.map(([name, groups]) => [`prometheusrule-${name}`, prometheusRule(name, namespace, groups)]),
      ),
    }).dependsOn(prometheus);
  }

  private deliveryTo(
    receivers: Receivers,
    { alertmanager, namespace }: Prometheus,
    routing: ServiceRouting,
  ): Delivery {
    if (receivers.kind === "external") {
      declareEdges(this, ...channelEdges(alertmanager.workload, receivers));
      return externalDelivery(receivers, teamsOf(routing));
    }
    const sink = new NotificationSink(this, "notification-sink", { namespace });
    this.sink = sink;
    declareEdges(this, ...sinkEdges(alertmanager.workload, sink));
    return sinkDelivery(sink.address);
  }
}

function refuse(headline: string, problems: readonly Problem[]): void {
  if (problems.length > 0) {
    throw new ConfigurationError(headline, problems);
  }
}
