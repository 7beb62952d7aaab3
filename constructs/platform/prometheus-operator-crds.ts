import { Construct } from "constructs";
import { HelmApplication } from "../core/helm-application";
import { TIMEOUT_SECONDS } from "../core/release-settings";
import type { PlatformComponentProps } from "./platform-component";

/**
 * The definitions of ServiceMonitor, PrometheusRule, Prometheus and their kin. A release of their own, because Helm
 * never upgrades what lies in the `crds/` folder of kube-prometheus-stack, and because every later release brings a
 * ServiceMonitor.
 */
export class PrometheusOperatorCrds extends Construct {
  private readonly application?: HelmApplication;

  public constructor(scope: Construct, id: string, props: PlatformComponentProps) {
    super(scope, id);
    const { namespace, profile, existing = false, values = {} } = props;
    if (!existing) {
      this.application = new HelmApplication(this, "prometheus-operator-crds", {
        chart: "prometheus-operator-crds",
        namespace,
        profile,
        timeoutSeconds: TIMEOUT_SECONDS.objects,
        values,
      });
    }
  }

  /** Makes Terraform finish everything below the given constructs first. */
  public dependsOn(...others: readonly Construct[]): void {
    this.application?.dependsOn(...others);
  }
}
