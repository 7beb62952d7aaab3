import { Construct } from "constructs";
import {
  ConfigurationError,
  type LeafName,
  type MandateValues,
  type Quantities,
  quantities,
  strengthen,
  type Stricter,
} from "../../mandate";
import { ManifestBundle } from "../core/manifest-bundle";
import { mandateOf } from "../core/scope-context";
import type { Prometheus } from "../metrics/prometheus";
import { declareEdges } from "../security/edge";
import { alertmanagerConfig } from "./alertmanager-config";
import { type Delivery, externalDelivery, sinkDelivery } from "./delivery";
import { channelEdges, sinkEdges } from "./delivery-edges";
import { type MaintenanceWindow, maintenanceWindowProblems } from "./maintenance-window";
import { MESSAGE_TEMPLATES, TEMPLATE_FILE } from "./message-templates";
import { NotificationSink } from "./notification-sink";
import type { Receivers } from "./receivers";
import { prometheusRule } from "./rule-types";
import { alertRelabelings } from "./severity-normalisation";
import type { ThresholdName } from "./threshold";
import { thresholdGroups } from "./threshold-rules";

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
  /** Start of every runbook link; the alert's name is appended. */
  readonly runbookBaseUrl: string;
  /** Where people reach Grafana; dashboard and query links begin with it. */
  readonly grafanaUrl: string;
  /**
   * Planned, recurring quiet times; critical alerts pass.
   * @default - none
   */
  readonly maintenanceWindows?: readonly MaintenanceWindow[];
  /**
   * Values that are stricter here than the mandate has them.
   * @default - the mandate's
   */
  readonly stricter?: StricterAlerting;
}

/**
 * The mandated thresholds as rules, and the routing of alerts by severity to PagerDuty, Slack and e-mail.
 */
export class Alerting extends Construct {
  /** @throws ConfigurationError when a value is weaker than the mandate, or a maintenance window cannot be used. */
  public constructor(scope: Construct, id: string, props: AlertingProps) {
    super(scope, id);
    const { prometheus, receivers, maintenanceWindows = [], stricter = {} } = props;
    const mandated = quantities(strengthen(mandateOf(this), stricter, `${this.node.path}: stricter`));
    refuse(maintenanceWindowProblems(maintenanceWindows, `${this.node.path}: maintenanceWindows`));
    const delivery = this.deliveryTo(receivers, prometheus);
    prometheus.application.wire({
      alertmanager: {
        config: alertmanagerConfig({ quantities: mandated, delivery, maintenanceWindows }),
        templateFiles: { [TEMPLATE_FILE]: MESSAGE_TEMPLATES },
        alertmanagerSpec: { secrets: delivery.secrets },
      },
      prometheus: { prometheusSpec: { additionalAlertRelabelConfigs: alertRelabelings(mandated) } },
    });
    this.placeRules(mandated, props);
  }

  private placeRules(mandated: Quantities, { prometheus, ...links }: AlertingProps): void {
    const { namespace } = prometheus;
    const groups = thresholdGroups({ quantities: mandated, ...links });
    new ManifestBundle(this, "threshold-rules", {
      namespace,
      manifests: {
        "prometheusrule-platform-thresholds": prometheusRule("platform-thresholds", namespace, groups),
      },
    }).dependsOn(prometheus);
  }

  private deliveryTo(receivers: Receivers, { alertmanager, namespace }: Prometheus): Delivery {
    if (receivers.kind === "external") {
      declareEdges(this, ...channelEdges(alertmanager.workload, receivers));
      return externalDelivery(receivers);
    }
    const sink = new NotificationSink(this, "notification-sink", { namespace });
    declareEdges(this, ...sinkEdges(alertmanager.workload, sink));
    return sinkDelivery(sink.address);
  }
}

function refuse(problems: ConfigurationError["problems"]): void {
  if (problems.length > 0) {
    throw new ConfigurationError("maintenance windows cannot be used", problems);
  }
}
