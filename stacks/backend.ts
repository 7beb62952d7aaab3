import { TerraformBackend, type TerraformRemoteState } from "cdktf";
import type { Construct } from "constructs";
import { DEFAULT_KUBECONFIG, type Environment } from "./environments/environment";

/**
 * Where Terraform keeps an environment's state. No credentials: Terraform takes them from the machine that runs it.
 * Options carry Terraform's own names in camel case.
 */
export type Backend =
  | {
      /** A file, for one person and one machine. */
      readonly type: "local";
      /** Folder relative to the project. @default "state" */
      readonly folder?: string;
    }
  | {
      readonly type: "s3";
      readonly bucket: string;
      readonly region: string;
      /** @default "observability/<environment>.tfstate" */
      readonly key?: string;
      /** KMS key that encrypts the state beside the bucket's own encryption. @default - the bucket's */
      readonly kmsKeyId?: string;
    }
  | {
      readonly type: "gcs";
      readonly bucket: string;
      /** @default "observability/<environment>" */
      readonly prefix?: string;
    }
  | {
      readonly type: "azurerm";
      readonly resourceGroupName: string;
      readonly storageAccountName: string;
      readonly containerName: string;
      /** @default "observability/<environment>.tfstate" */
      readonly key?: string;
    }
  | {
      /** A Secret in the cluster itself. */
      readonly type: "kubernetes";
      /** Must exist before the first deployment. */
      readonly namespace: string;
    }
  | {
      readonly type: "http";
      readonly address: string;
      /** @default - `address` with `/lock` appended */
      readonly lockAddress?: string;
    };

/** The backend block of an environment's stack. */
export class StateBackend extends TerraformBackend {
  private readonly attributes: Readonly<Record<string, string | boolean>>;

  public constructor(scope: Construct, environment: Pick<Environment, "name" | "backend" | "cluster">) {
    super(scope, "backend", environment.backend.type);
    this.attributes = backendAttributes(environment);
  }

  /** Stacks of this product share nothing through state. */
  public getRemoteStateDataSource(): TerraformRemoteState {
    throw new Error("an environment's state is not read by other stacks; pass values at synthesis instead");
  }

  protected override synthesizeAttributes(): Record<string, string | boolean> {
    return { ...this.attributes };
  }
}

/** The attributes of the backend block, in Terraform's names; every remote backend locks and encrypts. */
export function backendAttributes({
  name: environment,
  backend,
  cluster,
}: Pick<Environment, "name" | "backend" | "cluster">): Readonly<Record<string, string | boolean>> {
  const file = `observability/${environment}.tfstate`;
  switch (backend.type) {
    case "local":
      // From cdktf.out/stacks/<environment>, where Terraform runs, to the project's folder.
      return { path: `../../../${backend.folder ?? "state"}/${environment}.tfstate` };
    case "s3": {
      const { bucket, region, key = file, kmsKeyId } = backend;
      const kms = kmsKeyId === undefined ? {} : { kms_key_id: kmsKeyId };
      return { bucket, region, key, encrypt: true, use_lockfile: true, ...kms };
    }
    case "gcs":
      return { bucket: backend.bucket, prefix: backend.prefix ?? `observability/${environment}` };
    case "azurerm":
      return {
        resource_group_name: backend.resourceGroupName,
        storage_account_name: backend.storageAccountName,
        container_name: backend.containerName,
        key: backend.key ?? file,
        use_azuread_auth: true,
      };
    case "kubernetes":
      return {
        secret_suffix: environment,
        namespace: backend.namespace,
        config_path: cluster.kubeconfig ?? DEFAULT_KUBECONFIG,
        config_context: cluster.context,
      };
    case "http": {
      const { address, lockAddress = `${address}/lock` } = backend;
      return { address, lock_address: lockAddress, unlock_address: lockAddress };
    }
  }
}
