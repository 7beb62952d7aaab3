import { Construct } from "constructs";
import type { UserInterface } from "../access/authenticating-proxy";
import type { Profile } from "../core/chart-values";
import { chart } from "../core/charts";
import { HelmApplication } from "../core/helm-application";
import type { HelmValues } from "../core/helm-values";
import { TIMEOUT_SECONDS } from "../core/release-settings";
import { ManifestBundle } from "../core/manifest-bundle";
import { disruptionBudget } from "../platform/disruption-budget";
import { declareEdges, edgeTo } from "../security/edge";
import { type TlsEndpoint, tlsEndpointAt, type TlsServer } from "../security/tls-endpoint";
import type { Workload } from "../security/workload";
import type { ManagedElasticsearch } from "./elasticsearch-endpoint";

/** Properties of `Kibana`. */
export interface KibanaProps {
  /** The namespace of its Elasticsearch. */
  readonly namespace: string;
  readonly profile: Profile;
  /**
   * Where people reach it; links that it makes begin with it.
   * @default - reached by port-forward only
   */
  readonly publicBaseUrl?: string;
  /** @default - none */
  readonly values?: HelmValues;
}

const NAME = "kibana";

/** Kibana, run by the ECK operator, which gives it a service account of its own at Elasticsearch. */
export class Kibana extends Construct implements TlsServer {
  /** Base URL inside the cluster; the operator's own authority signs the certificate. */
  public readonly url: string;
  /** Its pods. */
  public readonly workload: Workload;
  /** What people see; it asks them for a user of Elasticsearch. */
  public readonly userInterface: UserInterface;
  public readonly tlsEndpoints: readonly TlsEndpoint[];
  public readonly application: HelmApplication;
  private readonly manifests: ManifestBundle;
  private elasticsearch?: ManagedElasticsearch;

  public constructor(scope: Construct, id: string, props: KibanaProps) {
    super(scope, id);
    const { namespace, profile, publicBaseUrl, values = {} } = props;
    this.workload = {
      name: NAME,
      namespace,
      podLabels: { "kibana.k8s.elastic.co/name": NAME },
      services: [`${NAME}-kb-http`],
    };
    this.url = `https://${NAME}-kb-http.${namespace}.svc:5601`;
    this.application = new HelmApplication(this, NAME, {
      chart: "eck-kibana",
      namespace,
      profile,
      timeoutSeconds: TIMEOUT_SECONDS.objects,
      values,
      wiring: {
        fullnameOverride: NAME,
        version: chart("eck-kibana").appVersion,
        ...(publicBaseUrl === undefined ? {} : { config: { "server.publicBaseUrl": publicBaseUrl } }),
      },
    });
    this.userInterface = {
      url: this.url,
      workload: this.workload,
      authority: { secretName: `${NAME}-kb-http-certs-public` },
      server: this.application,
    };
    const { authority } = this.userInterface;
    this.tlsEndpoints = [{ ...tlsEndpointAt(this.url, this.workload), authority, server: this.application }];
    this.manifests = new ManifestBundle(this, "kibana-manifests", {
      namespace,
      manifests: disruptionBudget(this.workload),
    });
    this.node.addValidation({
      validate: () => (this.elasticsearch === undefined ? ["nothing to read from: call readFrom()"] : []),
    });
  }

  /** Shows what an Elasticsearch holds. */
  public readFrom(elasticsearch: ManagedElasticsearch): void {
    this.elasticsearch = elasticsearch;
    const { resourceName: name, namespace } = elasticsearch;
    this.application.wire({ elasticsearchRef: { name, namespace } });
    declareEdges(this, edgeTo(this.workload, elasticsearch, elasticsearch.url, "searches and saved objects"));
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
