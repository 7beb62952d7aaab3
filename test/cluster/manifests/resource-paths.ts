import type { ApiClient, KubernetesObject } from "../lab/api-client";

interface Resource {
  readonly name: string;
  readonly kind: string;
  readonly namespaced: boolean;
}

/** Where the API server serves kinds; asked once, and again for a kind that was not there. */
export class ResourcePaths {
  private readonly known = new Map<string, readonly Resource[]>();

  public constructor(private readonly api: ApiClient) {}

  /** The collection that an object belongs to, or `undefined` where its kind is not served. */
  public async collection(object: KubernetesObject, namespace: string): Promise<string | undefined> {
    const { apiVersion, kind, metadata } = object;
    const resource = await this.find(apiVersion, kind);
    if (resource === undefined) return undefined;
    const home = resource.namespaced ? `/namespaces/${metadata.namespace ?? namespace}` : "";
    return `${groupPath(apiVersion)}${home}/${resource.name}`;
  }

  private async find(apiVersion: string, kind: string): Promise<Resource | undefined> {
    const is = (resource: Resource): boolean => resource.kind === kind && !resource.name.includes("/");
    const known = this.known.get(apiVersion)?.find(is);
    if (known !== undefined) return known;
    const list = await this.api.get<{ resources: readonly Resource[] }>(groupPath(apiVersion));
    this.known.set(apiVersion, list?.resources ?? []);
    return list?.resources.find(is);
  }
}

function groupPath(apiVersion: string): string {
  return apiVersion.includes("/") ? `/apis/${apiVersion}` : `/api/${apiVersion}`;
}
