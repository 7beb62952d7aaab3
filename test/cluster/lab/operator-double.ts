import { ApiError, type ApiClient, type KubernetesObject, type OwnerReference } from "./api-client";

const ROUND_MILLISECONDS = 1000;

/** Objects that an operator makes of one of its custom resources. */
interface Operator {
  /** Path of the custom resources in all namespaces. */
  readonly path: string;
  readonly makes: (resource: KubernetesObject, namespaces: readonly string[]) => readonly KubernetesObject[];
  /** Secrets of the resource's namespace without which it makes nothing. */
  readonly needs?: (resource: KubernetesObject) => readonly string[];
}

/**
 * Plays the operators as far as other releases wait for what they make: cert-manager's Secrets, trust-manager's
 * ConfigMaps, the certificate authorities of Elasticsearch and Kibana.
 */
export class OperatorDouble {
  private readonly timer: NodeJS.Timeout;
  private busy = false;

  public constructor(private readonly api: ApiClient) {
    this.timer = setInterval(() => {
      void this.round();
    }, ROUND_MILLISECONDS);
  }

  public stop(): void {
    clearInterval(this.timer);
  }

  private async round(): Promise<void> {
    if (this.busy) return;
    this.busy = true;
    await this.all().catch(() => undefined);
    this.busy = false;
  }

  private async all(): Promise<void> {
    const active = (await this.api.list("/api/v1/namespaces"))
      .filter(({ metadata }) => metadata.deletionTimestamp === undefined)
      .map(({ metadata }) => metadata.name);
    for (const { makes, needs = () => [], path } of OPERATORS) {
      for (const resource of await this.api.list(path)) {
        if (resource.metadata.deletionTimestamp !== undefined) continue;
        if (!(await this.areThere(resource, needs(resource)))) continue;
        for (const object of makes(resource, active)) await this.make(object);
      }
    }
  }

  private async areThere({ metadata }: KubernetesObject, secrets: readonly string[]): Promise<boolean> {
    const folder = `/api/v1/namespaces/${String(metadata.namespace)}/secrets`;
    for (const name of secrets) {
      if ((await this.api.get(`${folder}/${name}`)) === undefined) return false;
    }
    return true;
  }

  private async make(object: KubernetesObject): Promise<void> {
    const plural = `${object.kind.toLowerCase()}s`;
    const path = `/api/v1/namespaces/${String(object.metadata.namespace)}/${plural}`;
    try {
      await this.api.create(path, object);
    } catch (error) {
      // A namespace that is going away takes nothing more.
      if (!(error instanceof ApiError && error.status === 403)) throw error;
    }
  }
}

const OPERATORS: readonly Operator[] = [
  {
    path: "/apis/cert-manager.io/v1/certificates",
    makes: (certificate) => [
      secret(
        certificate,
        (certificate.spec as { secretName: string }).secretName,
        ["tls.crt", "tls.key", "ca.crt"],
        true,
      ),
    ],
  },
  {
    path: "/apis/trust.cert-manager.io/v1alpha1/bundles",
    makes: (bundle, namespaces) => bundleConfigMaps(bundle, namespaces),
  },
  {
    path: "/apis/elasticsearch.k8s.elastic.co/v1/elasticsearches",
    needs: elasticsearchSecrets,
    makes: (elasticsearch) => [
      secret(elasticsearch, `${elasticsearch.metadata.name}-es-http-certs-public`, ["ca.crt", "tls.crt"]),
      secret(elasticsearch, `${elasticsearch.metadata.name}-es-elastic-user`, ["elastic"]),
    ],
  },
  {
    path: "/apis/kibana.k8s.elastic.co/v1/kibanas",
    makes: (kibana) => [
      secret(kibana, `${kibana.metadata.name}-kb-http-certs-public`, ["ca.crt", "tls.crt"]),
    ],
  },
];

interface BundleSpec {
  readonly target: {
    readonly configMap?: { readonly key: string };
    readonly namespaceSelector?: {
      readonly matchExpressions?: readonly { readonly values: readonly string[] }[];
    };
  };
}

function bundleConfigMaps(bundle: KubernetesObject, all: readonly string[]): readonly KubernetesObject[] {
  const { metadata, spec } = bundle;
  const { configMap, namespaceSelector } = (spec as BundleSpec).target;
  const selected = namespaceSelector?.matchExpressions?.flatMap(({ values }) => values);
  return all
    .filter((namespace) => selected?.includes(namespace) ?? true)
    .map((namespace) => ({
      apiVersion: "v1",
      kind: "ConfigMap",
      metadata: { name: metadata.name, namespace, ownerReferences: [ownedBy(bundle)] },
      data: { [configMap?.key ?? "ca.crt"]: "a double" },
    }));
}

interface ElasticsearchSpec {
  readonly auth?: {
    readonly roles?: readonly { readonly secretName?: string }[];
    readonly fileRealm?: readonly { readonly secretName?: string }[];
  };
}

function elasticsearchSecrets({ spec }: KubernetesObject): readonly string[] {
  const { fileRealm = [], roles = [] } = (spec as ElasticsearchSpec).auth ?? {};
  return [...fileRealm, ...roles].flatMap(({ secretName }) => secretName ?? []);
}

/** What is owned goes when its owner goes; the garbage collector of Kubernetes sees to it. */
function ownedBy({ apiVersion, kind, metadata: { name, uid } }: KubernetesObject): OwnerReference {
  return { apiVersion, kind, name, uid: String(uid) };
}

/** @param keep - leaves it when the owner goes, as cert-manager does with what it has signed */
function secret(
  owner: KubernetesObject,
  name: string,
  keys: readonly string[],
  keep = false,
): KubernetesObject {
  const { namespace = "" } = owner.metadata;
  const data = Object.fromEntries(keys.map((key) => [key, Buffer.from("a double").toString("base64")]));
  const owned = keep ? {} : { ownerReferences: [ownedBy(owner)] };
  return { apiVersion: "v1", kind: "Secret", metadata: { name, namespace, ...owned }, data };
}
