import { type ApiClient, type KubernetesObject, messageOf } from "../lab/api-client";
import { ResourcePaths } from "./resource-paths";

/** What the API server said of one object. */
export interface Verdict {
  readonly object: KubernetesObject;
  /** Why it is refused; absent where it is not. */
  readonly fault?: string;
  /** What it takes but warns about. */
  readonly warnings: readonly string[];
}

/**
 * Has the API server judge objects without keeping them, as `kubectl create --dry-run=server --validate=strict` does.
 * Namespaces and custom resource definitions must be there.
 */
export class StrictValidation {
  private readonly paths: ResourcePaths;

  public constructor(private readonly api: ApiClient) {
    this.paths = new ResourcePaths(api);
  }

  /** @param namespace - of objects that name none */
  public async judge(object: KubernetesObject, namespace: string): Promise<Verdict> {
    const collection = await this.paths.collection(object, namespace);
    if (collection === undefined) {
      return { object, fault: `${object.apiVersion} ${object.kind} is not served`, warnings: [] };
    }
    const query = "dryRun=All&fieldValidation=Strict";
    const { body, status, warnings } = await this.api.ask("POST", `${collection}?${query}`, object);
    // What is there already is asked for as a replacement.
    const fault = status < 300 || status === 409 ? {} : { fault: messageOf(body) };
    return { object, ...fault, warnings };
  }

  /** Creates an object, so that others may refer to it. */
  public async create(object: KubernetesObject, namespace: string): Promise<void> {
    const collection = await this.paths.collection(object, namespace);
    if (collection === undefined) throw new Error(`${object.apiVersion} ${object.kind} is not served`);
    await this.api.create(collection, object);
  }
}
