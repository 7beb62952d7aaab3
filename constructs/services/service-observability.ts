import { Construct } from "constructs";
import { ConfigurationError, type Problem, strengthen, type Stricter } from "../../mandate";
import { writtenPath } from "../core/document-problems";
import { ManifestBundle } from "../core/manifest-bundle";
import { mandateOf } from "../core/scope-context";
import type { Service } from "./service";
import { serviceManifests } from "./service-manifests";
import { LONGEST_RELEASE, serviceName } from "./service-names";
import { serviceObjectiveProblems } from "./service-objectives";
import { serviceProblems, type Where } from "./service-problems";
import { type WorkloadMetadata, workloadMetadata, type WorkloadMetadataOptions } from "./workload-metadata";

/** Properties of `ServiceObservability`. */
export interface ServiceObservabilityProps extends WorkloadMetadataOptions {
  /** The service's document, the one that the platform's environments list. */
  readonly service: Service;
  /**
   * What the environment makes stricter, as its file says; the objectives are judged by it.
   * @default - nothing
   */
  readonly stricter?: Stricter;
  /**
   * Grafana's folder.
   * @default "Services"
   */
  readonly folder?: string;
}

/**
 * What a team places in the namespace of its own service, from its own repository: the rules of its objectives and its
 * dashboard. The alerts on them are the platform's. Its pods take {@link ServiceObservability.podTemplate}.
 */
export class ServiceObservability extends Construct {
  /** Labels and annotations for the pod template of the workload. */
  public readonly podTemplate: WorkloadMetadata;
  private readonly bundle: ManifestBundle;

  /** @throws ConfigurationError when the document cannot be used, promises too little, or is the platform's to place. */
  public constructor(scope: Construct, id: string, props: ServiceObservabilityProps) {
    super(scope, id);
    const { service, folder = "Services", stricter = {} } = props;
    const mandate = strengthen(mandateOf(this), stricter, `${this.node.path}: stricter`);
    const where: Where = (path) => `${this.node.path}: service.${writtenPath(path)}`;
    const shape = serviceProblems(service, where);
    const problems =
      shape.length > 0
        ? shape
        : [...serviceObjectiveProblems(service, mandate, where), ...placementProblems(service, where)];
    if (problems.length > 0) throw new ConfigurationError("the service cannot be used", problems);
    this.podTemplate = workloadMetadata(service, props);
    this.bundle = new ManifestBundle(this, "observability", {
      namespace: service.namespace,
      releaseName: serviceName(service, "slo", LONGEST_RELEASE),
      manifests: serviceManifests(service, { mandate, namespace: service.namespace, folder }),
    });
  }

  /** Makes Terraform finish everything below the given constructs first. */
  public dependsOn(...others: readonly Construct[]): void {
    this.bundle.dependsOn(...others);
  }
}

/** Placed twice, each event would be counted by two groups of rules. */
function placementProblems({ placedBy = "platform" }: Service, where: Where): readonly Problem[] {
  if (placedBy === "team") return [];
  return [
    {
      where: where(["placedBy"]),
      what: "the platform places the rules of this service",
      found: JSON.stringify(placedBy),
      allowed: '"team"',
      fix: "change the document, and deploy the platform first",
    },
  ];
}
