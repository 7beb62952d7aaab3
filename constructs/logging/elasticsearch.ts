import { Construct } from "constructs";
import type { Profile } from "../core/chart-values";
import { chart } from "../core/charts";
import { HelmApplication } from "../core/helm-application";
import type { HelmValues } from "../core/helm-values";
import { type Image, imageReference } from "../core/images";
import { ManifestBundle } from "../core/manifest-bundle";
import { TIMEOUT_SECONDS } from "../core/release-settings";
import { declareEdges } from "../security/edge";
import { type TlsEndpoint, tlsEndpointAt, type TlsServer } from "../security/tls-endpoint";
import type { Workload } from "../security/workload";
import { elasticsearchEdges, elasticsearchWorkload } from "./elasticsearch-edges";
import type { ManagedElasticsearch } from "./elasticsearch-endpoint";
import { ELASTICSEARCH_SIZES, elasticsearchNodes } from "./elasticsearch-nodes";
import { elasticsearchSetup } from "./elasticsearch-setup";
import { SETUP_DEADLINE_SECONDS } from "./elasticsearch-setup-job";
import { retentionDays } from "./retention-days";
import {
  ELASTICSEARCH_USERS,
  type ElasticsearchUser,
  ROLES_SECRET,
  rolesManifest,
  userSecretName,
} from "./roles";

/** Properties of `Elasticsearch`. */
export interface ElasticsearchProps {
  readonly namespace: string;
  /** One node, or three on nodes of their own with a copy of every shard. */
  readonly profile: Profile;
  /** Volume of each node, a Kubernetes quantity such as `200Gi`. */
  readonly storageSize: string;
  /** @default - the cluster's default storage class */
  readonly storageClassName?: string;
  /**
   * Days that logs are kept; only more than the mandate's.
   * @default - the mandate's log_retention_days
   */
  readonly retentionDays?: number;
  /**
   * Memory of each node, half of it heap.
   * @default "1536Mi" with `single`, "8Gi" with `high-availability`
   */
  readonly memory?: string;
  /**
   * CPU that each node asks for.
   * @default "250m" with `single`, "1" with `high-availability`
   */
  readonly cpu?: string;
  /**
   * Zones over which nodes and copies are spread, values of the label `topology.kubernetes.io/zone`.
   * @default - not told apart
   */
  readonly zones?: readonly string[];
  /**
   * Maps index files into memory, which is faster; every node then needs `vm.max_map_count` of 262144 or more.
   * @default false
   */
  readonly memoryMapping?: boolean;
  /** @default - none */
  readonly values?: HelmValues;
}

/** Name of the Elasticsearch resource, by which the operator names Services and Secrets. */
const NAME = "elasticsearch";

/** What the setup Job calls Elasticsearch with. */
export const CURL: Image = { registry: "docker.io", repository: "curlimages/curl", tag: "8.21.0" };

/**
 * The store of logs and traces, run by the ECK operator on the Basic licence, with its users, roles and lifecycle.
 * Its last part is a Job that proves the lifecycle, so whatever waits for this construct finds it in place.
 */
export class Elasticsearch extends Construct implements ManagedElasticsearch, TlsServer {
  public readonly resourceName = NAME;
  public readonly namespace: string;
  public readonly url: string;
  public readonly caSecretName = `${NAME}-es-http-certs-public`;
  /** Its pods. */
  public readonly workload: Workload;
  public readonly tlsEndpoints: readonly TlsEndpoint[];
  /** Days that logs are kept. */
  public readonly retentionDays: number;
  public readonly application: HelmApplication;
  /** Readers need not wait until the lifecycle is proved. */
  public readonly server: HelmApplication;
  private readonly roles: ManifestBundle;

  /** @throws ConfigurationError when logs would be kept for fewer days than the mandate says. */
  public constructor(scope: Construct, id: string, props: ElasticsearchProps) {
    super(scope, id);
    const { namespace, profile, values = {} } = props;
    this.namespace = namespace;
    this.workload = elasticsearchWorkload(NAME, namespace);
    this.url = `https://${NAME}-es-http.${namespace}.svc:9200`;
    this.retentionDays = retentionDays(
      this,
      "observability_configuration.log_retention_days",
      props.retentionDays,
    );
    this.roles = new ManifestBundle(this, "elasticsearch-roles", {
      namespace,
      manifests: { [`secret-${ROLES_SECRET}`]: rolesManifest(namespace) },
    });
    this.application = new HelmApplication(this, NAME, {
      chart: "eck-elasticsearch",
      namespace,
      profile,
      timeoutSeconds: TIMEOUT_SECONDS.objects,
      values,
      wiring: wiring(props),
      // Their volumes keep the logs.
      mandatedPaths: { nodeSets: "observability_configuration.log_retention_days" },
    });
    this.server = this.application;
    this.tlsEndpoints = [
      {
        ...tlsEndpointAt(this.url, this.workload),
        authority: { secretName: this.caSecretName },
        server: this.server,
      },
    ];
    this.application.dependsOn(this.roles);
    this.createSetup(profile).dependsOn(this.application);
    declareEdges(this, ...elasticsearchEdges(this));
  }

  /** Name of the Secret with the credentials of a user. */
  public userSecretName(user: ElasticsearchUser): string {
    return userSecretName(user);
  }

  /** Makes Terraform finish everything below the given constructs first. */
  public dependsOn(...others: readonly Construct[]): void {
    this.roles.dependsOn(...others);
    this.application.dependsOn(...others);
  }

  private createSetup(profile: Profile): ManifestBundle {
    return new ManifestBundle(this, "elasticsearch-setup", {
      namespace: this.namespace,
      // Helm does not wait for custom resources: the Job, a hook, begins before Elasticsearch runs, and waits for it.
      timeoutSeconds: SETUP_DEADLINE_SECONDS + 300,
      manifests: elasticsearchSetup({
        namespace: this.namespace,
        url: this.url,
        retentionDays: this.retentionDays,
        replicas: ELASTICSEARCH_SIZES[profile].replicas,
        image: imageReference(this, CURL),
        caSecretName: this.caSecretName,
        userSecretName: this.userSecretName("setup"),
      }),
    });
  }
}

function wiring(props: ElasticsearchProps): HelmValues {
  return {
    fullnameOverride: NAME,
    version: chart("eck-elasticsearch").appVersion,
    auth: {
      fileRealm: ELASTICSEARCH_USERS.map((user) => ({ secretName: userSecretName(user) })),
      roles: [{ secretName: ROLES_SECRET }],
    },
    nodeSets: elasticsearchNodes({ clusterName: NAME, ...props }),
  };
}
