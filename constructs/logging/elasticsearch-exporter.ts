import { Construct } from "constructs";
import type { Profile } from "../core/chart-values";
import { HelmApplication } from "../core/helm-application";
import type { HelmValues } from "../core/helm-values";
import type { ElasticsearchEndpoint } from "./elasticsearch-endpoint";

/** Properties of `ElasticsearchExporter`. */
export interface ElasticsearchExporterProps {
  readonly namespace: string;
  readonly profile: Profile;
  /** What it watches. */
  readonly elasticsearch: ElasticsearchEndpoint;
  /** @default - none */
  readonly values?: HelmValues;
}

const NAME = "elasticsearch-exporter";
const CA_FOLDER = "/ssl";

/** Metrics of an Elasticsearch cluster for Prometheus: health, disks, indices, and whether the lifecycle goes on. */
export class ElasticsearchExporter extends Construct {
  public readonly application: HelmApplication;

  public constructor(scope: Construct, id: string, props: ElasticsearchExporterProps) {
    super(scope, id);
    const { namespace, profile, elasticsearch, values = {} } = props;
    this.application = new HelmApplication(this, NAME, {
      chart: "prometheus-elasticsearch-exporter",
      namespace,
      profile,
      values,
      wiring: exporterWiring(elasticsearch),
    });
    if (elasticsearch.server !== undefined) {
      this.application.dependsOn(elasticsearch.server);
    }
  }

  /** Makes Terraform finish everything below the given constructs first. */
  public dependsOn(...others: readonly Construct[]): void {
    this.application.dependsOn(...others);
  }
}

function exporterWiring(elasticsearch: ElasticsearchEndpoint): HelmValues {
  const secret = elasticsearch.userSecretName("exporter");
  return {
    fullnameOverride: NAME,
    es: {
      uri: elasticsearch.url,
      ssl: {
        enabled: true,
        useExistingSecrets: true,
        ca: { path: `${CA_FOLDER}/ca.crt` },
        client: { enabled: false },
      },
    },
    secretMounts: [{ name: "elasticsearch-ca", secretName: elasticsearch.caSecretName, path: CA_FOLDER }],
    extraEnvSecrets: {
      ES_USERNAME: { secret, key: "username" },
      ES_PASSWORD: { secret, key: "password" },
    },
  };
}
