import { Construct } from "constructs";
import { stringify } from "yaml";
import { quantities } from "../../mandate";
import type { HelmValue } from "../core/helm-values";
import { ManifestBundle } from "../core/manifest-bundle";
import { mandateOf } from "../core/scope-context";
import type { Relaxation } from "../security/relaxation";
import type { NamespaceDescription } from "./namespaces";

/** Label of the ConfigMap that tells what an environment was declared to be; its value is the environment's name. */
export const ENVIRONMENT_LABEL = "observability.qms/environment";

/** Properties of `EnvironmentRecord`. */
export interface EnvironmentRecordProps {
  readonly namespace: string;
  /** Name of the environment. */
  readonly environment: string;
  readonly clusterName: string;
  readonly profile: string;
  /** What the environment is expected to produce. */
  readonly load: Readonly<Record<string, HelmValue>>;
  readonly namespaces: readonly NamespaceDescription[];
  /** What is weaker than the stack has it by itself. */
  readonly relaxations: readonly Relaxation[];
}

const NAME = "observability-environment";

/**
 * Puts what cannot be read from any component into the artifact and the cluster: the declared load, which mandate was
 * used, what was relaxed, how the namespaces have to be. Commands and reviews read it there.
 */
export class EnvironmentRecord extends Construct {
  private readonly bundle: ManifestBundle;

  public constructor(scope: Construct, id: string, props: EnvironmentRecordProps) {
    super(scope, id);
    const { namespace, environment, clusterName, ...declared } = props;
    const mandate = mandateOf(this);
    const { diskUtilizationRatio, errorRatio, traceSamplingRatio } = quantities(mandate);
    const { file, sha256 } = mandate.source;
    const record = {
      environment,
      cluster: clusterName,
      ...declared,
      mandate: { file, sha256, diskUtilizationRatio, errorRatio, traceSamplingRatio },
    };
    this.bundle = new ManifestBundle(this, NAME, {
      namespace,
      manifests: {
        [`configmap-${NAME}`]: {
          apiVersion: "v1",
          kind: "ConfigMap",
          metadata: { name: NAME, namespace, labels: { [ENVIRONMENT_LABEL]: environment } },
          data: { "environment.yaml": stringify(record, { sortMapEntries: true, lineWidth: 0 }) },
        },
      },
    });
  }

  /** Makes Terraform finish everything below the given constructs first. */
  public dependsOn(...others: readonly Construct[]): void {
    this.bundle.dependsOn(...others);
  }
}
