import { Construct } from "constructs";
import { HelmApplication } from "../core/helm-application";
import { type HelmValues, mergeValues } from "../core/helm-values";
import type { MetricsPort, Scraped } from "../metrics/scraped";
import { declareEdges } from "../security/edge";
import { certManagerEdges, certManagerMetrics, certManagerMetricsTls } from "./cert-manager-network";
import type { PlatformComponentProps } from "./platform-component";

/** Properties of `CertManager`; `values` are those of cert-manager's chart. */
export interface CertManagerProps extends PlatformComponentProps {
  /**
   * Values for trust-manager's chart, above ours.
   * @default - none
   */
  readonly trustManagerValues?: HelmValues;
  /**
   * Published hosts get their certificates from an issuer outside the cluster.
   * @default false
   */
  readonly externalIssuers?: boolean;
}

/** cert-manager, which issues and renews certificates, and trust-manager, which distributes the CA that signed them. */
export class CertManager extends Construct implements Scraped {
  public readonly metricsPorts: readonly MetricsPort[];
  /** cert-manager without trust-manager, all that signing needs; absent where the cluster has it already. */
  public readonly application?: HelmApplication;

  public constructor(scope: Construct, id: string, props: CertManagerProps) {
    super(scope, id);
    const { namespace, profile, existing = false, values = {}, trustManagerValues = {} } = props;
    const { externalIssuers = false } = props;
    this.metricsPorts = existing ? [] : certManagerMetrics(namespace);
    if (existing) {
      return;
    }
    this.application = new HelmApplication(this, "cert-manager", {
      chart: "cert-manager",
      namespace,
      profile,
      values,
      wiring: mergeValues(certManagerMetricsTls(namespace), {
        // The chart's kube-system is closed to tenants on GKE Autopilot and in many hardened clusters.
        global: { leaderElection: { namespace } },
      }),
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
    trustManager.dependsOn(this.application);
    declareEdges(this, ...certManagerEdges(namespace, externalIssuers));
  }

  /** Makes Terraform finish everything below the given constructs first. */
  public dependsOn(...others: readonly Construct[]): void {
    this.application?.dependsOn(...others);
  }
}
