import { Construct } from "constructs";
import { HelmApplication } from "../core/helm-application";
import type { PlatformComponentProps } from "./platform-component";

/** Properties of `EckOperator`. */
export interface EckOperatorProps extends PlatformComponentProps {
  /** Namespaces whose Elasticsearch, Kibana and Logstash objects it manages; those of others are left to others. */
  readonly managedNamespaces: readonly string[];
}

/** Elastic Cloud on Kubernetes: the operator that runs Elasticsearch, Kibana and Logstash. */
export class EckOperator extends Construct {
  private readonly application?: HelmApplication;

  public constructor(scope: Construct, id: string, props: EckOperatorProps) {
    super(scope, id);
    const { namespace, profile, existing = false, managedNamespaces, values = {} } = props;
    if (!existing) {
      this.application = new HelmApplication(this, "eck-operator", {
        chart: "eck-operator",
        namespace,
        profile,
        values,
        wiring: { managedNamespaces: [...managedNamespaces] },
      });
    }
  }

  /** Makes Terraform finish everything below the given constructs first. */
  public dependsOn(...others: readonly Construct[]): void {
    this.application?.dependsOn(...others);
  }
}
