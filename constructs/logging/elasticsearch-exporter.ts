import { Construct } from "constructs";
import type { Profile } from "../core/chart-values";
import { HelmApplication } from "../core/helm-application";
import type { HelmValues } from "../core/helm-values";
import { ManifestBundle } from "../core/manifest-bundle";
import type { MetricsPort, Scraped } from "../metrics/scraped";
import { INTERNAL_ISSUER, type IssuerReference } from "../security/certificate";
import { declareEdges, edgeTo } from "../security/edge";
import type { Workload } from "../security/workload";
import type { ElasticsearchEndpoint } from "./elasticsearch-endpoint";
import {
  exporterManifests,
  EXPORTER_PORT,
  EXPORTER_SELECTOR,
  exporterTls,
  exporterTlsMount,
} from "./elasticsearch-exporter-tls";

/** Properties of `ElasticsearchExporter`. */
export interface ElasticsearchExporterProps {
  readonly namespace: string;
  readonly profile: Profile;
  /** What it watches. */
  readonly elasticsearch: ElasticsearchEndpoint;
  /**
   * Signs its certificate.
   * @default INTERNAL_ISSUER
   */
  readonly issuer?: IssuerReference;
  /** @default - none */
  readonly values?: HelmValues;
}

const NAME = "elasticsearch-exporter";
const CA_FOLDER = "/ssl";

/** Metrics of an Elasticsearch cluster for Prometheus: health, disks, indices, and whether the lifecycle goes on. */
export class ElasticsearchExporter extends Construct implements Scraped {
  public readonly application: HelmApplication;
  public readonly metricsPorts: readonly MetricsPort[];
  private readonly manifests: ManifestBundle;

  public constructor(scope: Construct, id: string, props: ElasticsearchExporterProps) {
    super(scope, id);
    const { namespace, profile, elasticsearch, issuer = INTERNAL_ISSUER, values = {} } = props;
    const workload: Workload = { name: NAME, namespace, podLabels: EXPORTER_SELECTOR };
    this.metricsPorts = [{ workload, port: EXPORTER_PORT, tls: "server" }];
    this.manifests = new ManifestBundle(this, `${NAME}-manifests`, {
      namespace,
      manifests: exporterManifests(NAME, namespace, issuer),
    });
    this.application = new HelmApplication(this, NAME, {
      chart: "prometheus-elasticsearch-exporter",
      namespace,
      profile,
      values,
      wiring: exporterWiring(elasticsearch),
    });
    this.application.dependsOn(this.manifests);
    declareEdges(this, edgeTo(workload, elasticsearch, elasticsearch.url, "health, disks, indices"));
    if (elasticsearch.server !== undefined) {
      this.application.dependsOn(elasticsearch.server);
    }
  }

  /** Makes Terraform finish everything below the given constructs first. */
  public dependsOn(...others: readonly Construct[]): void {
    this.manifests.dependsOn(...others);
    this.application.dependsOn(...others);
  }
}

function exporterWiring(elasticsearch: ElasticsearchEndpoint): HelmValues {
  const secret = elasticsearch.userSecretName("exporter");
  return {
    ...exporterTls(NAME),
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
    secretMounts: [
      { name: "elasticsearch-ca", secretName: elasticsearch.caSecretName, path: CA_FOLDER },
      exporterTlsMount(NAME),
    ],
    extraEnvSecrets: {
      ES_USERNAME: { secret, key: "username" },
      ES_PASSWORD: { secret, key: "password" },
    },
  };
}
