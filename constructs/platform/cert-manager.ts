import { Construct } from "constructs";
import { HelmApplication } from "../core/helm-application";
import type { HelmValues } from "../core/helm-values";
import type { PlatformComponentProps } from "./platform-component";

/** Properties of `CertManager`; `values` are those of cert-manager's chart. */
export interface CertManagerProps extends PlatformComponentProps {
  /**
   * Values for trust-manager's chart, above ours.
   * @default - none
   */
  readonly trustManagerValues?: HelmValues;
}

/** cert-manager, which issues and renews certificates, and trust-manager, which distributes the CA that signed them. */
export class CertManager extends Construct {
  private readonly certManager?: HelmApplication;

  public constructor(scope: Construct, id: string, props: CertManagerProps) {
    super(scope, id);
    const { namespace, profile, existing = false, values = {}, trustManagerValues = {} } = props;
    if (existing) {
      return;
    }
    this.certManager = new HelmApplication(this, "cert-manager", {
      chart: "cert-manager",
      namespace,
      profile,
      values,
      // The chart's kube-system is closed to tenants on GKE Autopilot and in many hardened clusters.
      wiring: { global: { leaderElection: { namespace } } },
    });
    const trustManager = new HelmApplication(this, "trust-manager", {
      chart: "trust-manager",
      namespace,
      profile,
      values: trustManagerValues,
      // It reads the CA's Secret from this namespace only.
      wiring: { app: { trust: { namespace } } },
    });
    // Its webhook's certificate is an object of cert-manager.
    trustManager.dependsOn(this.certManager);
  }

  /** Makes Terraform finish everything below the given constructs first. */
  public dependsOn(...others: readonly Construct[]): void {
    this.certManager?.dependsOn(...others);
  }
}
