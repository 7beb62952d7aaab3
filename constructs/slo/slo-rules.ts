import { Construct } from "constructs";
import { ConfigurationError, quantities } from "../../mandate";
import type { AlertLinks } from "../alerting/alert-links";
import { prometheusRule } from "../alerting/rule-types";
import { writtenPath } from "../core/document-problems";
import { type Manifest, ManifestBundle } from "../core/manifest-bundle";
import { mandateOf } from "../core/scope-context";
import type { Dashboard } from "../dashboards/dashboard";
import { dashboardConfigMapName, dashboardManifest } from "../dashboards/dashboard-manifest";
import { serviceLevels } from "../dashboards/service-levels";
import { servicesOverview } from "../dashboards/services-overview";
import type { Service } from "../services/service";
import { serviceListProblems } from "../services/service-list";
import { serviceManifests } from "../services/service-manifests";
import { LONGEST_RELEASE, serviceName } from "../services/service-names";
import { sharedSloGroups } from "./shared-rules";

/** Properties of `SloRules`. */
export interface SloRulesProps extends AlertLinks {
  /** Namespace of a Prometheus that loads rules from it, and of a Grafana that looks for dashboards in it. */
  readonly namespace: string;
  /**
   * Services of the environment. Rules and dashboards of those that their teams place are left to them.
   * @default - none
   */
  readonly services?: readonly Service[];
  /**
   * Grafana's folder.
   * @default "Services"
   */
  readonly folder?: string;
}

/**
 * What all objectives of a Prometheus share, once, and the rules and dashboards of the services that the platform
 * places itself: a release for each, so that a plan shows whose promises change.
 */
export class SloRules extends Construct {
  private readonly bundles: readonly ManifestBundle[];

  /** @throws ConfigurationError with every objective and dependency that is weaker than the mandate or impossible. */
  public constructor(scope: Construct, id: string, props: SloRulesProps) {
    super(scope, id);
    const { namespace, services = [], folder = "Services" } = props;
    const mandate = mandateOf(this);
    const problems = serviceListProblems(
      services,
      mandate,
      (index) => (path) => `${this.node.path}: services[${index}].${writtenPath(path)}`,
    );
    if (problems.length > 0) throw new ConfigurationError("services cannot be used", problems);
    const shared = new ManifestBundle(this, "slo-rules", {
      namespace,
      manifests: {
        "prometheusrule-slo-shared": prometheusRule(
          "slo-shared",
          namespace,
          sharedSloGroups({ ...props, quantities: quantities(mandate) }),
        ),
        ...dashboards([serviceLevels(), servicesOverview(services)], namespace, folder),
      },
    });
    const own = services
      .filter(({ placedBy }) => placedBy !== "team")
      .map((service) => {
        const manifests = serviceManifests(service, { mandate, namespace, folder });
        return new ManifestBundle(this, serviceName(service, "slo", LONGEST_RELEASE), {
          namespace,
          manifests,
        });
      });
    this.bundles = [shared, ...own];
  }

  /** Makes Terraform finish everything below the given constructs first. */
  public dependsOn(...others: readonly Construct[]): void {
    this.bundles.forEach((bundle) => {
      bundle.dependsOn(...others);
    });
  }
}

function dashboards(
  list: readonly Dashboard[],
  namespace: string,
  folder: string,
): Readonly<Record<string, Manifest>> {
  return Object.fromEntries(
    list
      .filter(({ sections }) => sections.length > 0)
      .map((dashboard) => [
        `configmap-${dashboardConfigMapName(dashboard)}`,
        dashboardManifest(dashboard, namespace, folder),
      ]),
  );
}
