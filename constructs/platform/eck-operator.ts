import { Construct } from "constructs";
import { HelmApplication } from "../core/helm-application";
import { ManifestBundle } from "../core/manifest-bundle";
import type { MetricsPort, Scraped } from "../metrics/scraped";
import { INTERNAL_ISSUER, type IssuerReference } from "../security/certificate";
import { declareEdges, edgeTo } from "../security/edge";
import type { InNetwork } from "../security/workload";
import {
  ECK_METRICS_SECRET,
  eckEdges,
  eckMetrics,
  eckMetricsManifests,
  eckPeer,
} from "./eck-operator-network";
import type { PlatformComponentProps } from "./platform-component";

/** Properties of `EckOperator`. */
export interface EckOperatorProps extends PlatformComponentProps {
  /** Namespaces whose Elasticsearch, Kibana and Logstash objects it manages; those of others are left to others. */
  readonly managedNamespaces: readonly string[];
  /**
   * Signs the certificate of its metrics.
   * @default INTERNAL_ISSUER
   */
  readonly issuer?: IssuerReference;
}

/** Elastic Cloud on Kubernetes: the operator that runs Elasticsearch, Kibana and Logstash. */
export class EckOperator extends Construct implements Scraped {
  public readonly metricsPorts: readonly MetricsPort[];
  private readonly namespace: string | undefined;
  private readonly application?: HelmApplication;
  private readonly manifests?: ManifestBundle;

  public constructor(scope: Construct, id: string, props: EckOperatorProps) {
    super(scope, id);
    const { namespace, profile, existing = false, managedNamespaces, values = {} } = props;
    const { issuer = INTERNAL_ISSUER } = props;
    this.namespace = existing ? undefined : namespace;
    this.metricsPorts = existing ? [] : eckMetrics(namespace);
    if (!existing) {
      this.manifests = new ManifestBundle(this, "eck-operator-metrics", {
        namespace,
        manifests: eckMetricsManifests(namespace, issuer),
      });
      this.application = new HelmApplication(this, "eck-operator", {
        chart: "eck-operator",
        namespace,
        profile,
        values,
        wiring: {
          managedNamespaces: [...managedNamespaces],
          config: { metrics: { secureMode: { tls: { certificateSecret: ECK_METRICS_SECRET } } } },
        },
      });
      this.application.dependsOn(this.manifests);
      declareEdges(this, ...eckEdges(namespace));
    }
  }

  /** Asks an Elasticsearch how it is, and changes its settings. */
  public manage(elasticsearch: InNetwork & { readonly url: string }): void {
    const operator = eckPeer(this.namespace);
    declareEdges(this, edgeTo(operator, elasticsearch, elasticsearch.url, "health, settings, upgrades"));
  }

  /** Makes Terraform finish everything below the given constructs first. */
  public dependsOn(...others: readonly Construct[]): void {
    this.manifests?.dependsOn(...others);
    this.application?.dependsOn(...others);
  }
}
