import { Construct } from "constructs";
import { quantities } from "../../mandate";
import { ManifestBundle } from "../core/manifest-bundle";
import { mandateOf } from "../core/scope-context";
import { alerting } from "./alerting";
import type { Dashboard } from "./dashboard";
import { dashboardConfigMapName, dashboardManifest } from "./dashboard-manifest";
import { logs } from "./logs";
import { platformOverview } from "./platform-overview";
import { telemetryPipeline } from "./telemetry-pipeline";
import { traces } from "./traces";

/** Properties of `Dashboards`. */
export interface DashboardsProps {
  /** A namespace in which Grafana looks for dashboards. */
  readonly namespace: string;
  /**
   * Grafana's folder.
   * @default "Observability"
   */
  readonly folder?: string;
}

/** The dashboards of the stack; the mandated limits in them are those that hold for the environment. */
export class Dashboards extends Construct {
  private readonly bundle: ManifestBundle;
  private readonly namespace: string;
  private readonly folder: string;

  public constructor(scope: Construct, id: string, props: DashboardsProps) {
    super(scope, id);
    const { namespace, folder = "Observability" } = props;
    this.namespace = namespace;
    this.folder = folder;
    this.bundle = new ManifestBundle(this, "dashboards", { namespace });
    const mandated = quantities(mandateOf(this));
    [platformOverview(mandated), alerting(mandated), logs(), traces(mandated), telemetryPipeline()].forEach(
      (dashboard) => {
        this.add(dashboard);
      },
    );
  }

  /**
   * Adds a dashboard of your own.
   * @throws ConfigurationError when its uid is taken.
   */
  public add(dashboard: Dashboard): void {
    this.bundle.add(
      `configmap-${dashboardConfigMapName(dashboard)}`,
      dashboardManifest(dashboard, this.namespace, this.folder),
    );
  }

  /** Makes Terraform finish everything below the given constructs first. */
  public dependsOn(...others: readonly Construct[]): void {
    this.bundle.dependsOn(...others);
  }
}
