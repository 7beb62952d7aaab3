import type { Backend } from "../../stacks/backend";
import { development } from "../../stacks/environments/development";
import { artifactOf, synthesizeEnvironment } from "../support/environments";

const CLUSTER = { name: "north", context: "north-admin", controlPlane: "managed" } as const;

describe("the backend block", () => {
  it.each<[string, Backend, object]>([
    ["a local file", { type: "local" }, { path: "../../../state/development.tfstate" }],
    [
      "a local file in a folder of choice",
      { type: "local", folder: "terraform/state" },
      { path: "../../../terraform/state/development.tfstate" },
    ],
    [
      "S3, encrypted and locked",
      { type: "s3", bucket: "states", region: "eu-west-3" },
      {
        bucket: "states",
        region: "eu-west-3",
        key: "observability/development.tfstate",
        encrypt: true,
        use_lockfile: true,
      },
    ],
    [
      "S3 with a key of its own",
      { type: "s3", bucket: "states", region: "eu-west-3", key: "a/b.tfstate", kmsKeyId: "alias/states" },
      {
        bucket: "states",
        region: "eu-west-3",
        key: "a/b.tfstate",
        encrypt: true,
        use_lockfile: true,
        kms_key_id: "alias/states",
      },
    ],
    [
      "Google Cloud Storage",
      { type: "gcs", bucket: "states" },
      { bucket: "states", prefix: "observability/development" },
    ],
    [
      "Google Cloud Storage with a prefix",
      { type: "gcs", bucket: "states", prefix: "platform/north" },
      { bucket: "states", prefix: "platform/north" },
    ],
    [
      "Azure Storage, by the identity of whoever runs Terraform",
      { type: "azurerm", resourceGroupName: "rg", storageAccountName: "sa", containerName: "states" },
      {
        resource_group_name: "rg",
        storage_account_name: "sa",
        container_name: "states",
        key: "observability/development.tfstate",
        use_azuread_auth: true,
      },
    ],
    [
      "a Secret of the cluster that the stack is in",
      { type: "kubernetes", namespace: "terraform" },
      {
        secret_suffix: "development",
        namespace: "terraform",
        config_path: "~/.kube/config",
        config_context: "north-admin",
      },
    ],
    [
      "an HTTP service",
      { type: "http", address: "https://state.example.org/north" },
      {
        address: "https://state.example.org/north",
        lock_address: "https://state.example.org/north/lock",
        unlock_address: "https://state.example.org/north/lock",
      },
    ],
    [
      "an HTTP service that locks elsewhere",
      {
        type: "http",
        address: "https://state.example.org/north",
        lockAddress: "https://locks.example.org/n",
      },
      {
        address: "https://state.example.org/north",
        lock_address: "https://locks.example.org/n",
        unlock_address: "https://locks.example.org/n",
      },
    ],
  ])("keeps the state in %s", (_, backend, configuration) => {
    const artifact = artifactOf({ ...development, cluster: CLUSTER, backend });
    expect(artifact.backend).toEqual({ type: backend.type, configuration });
  });
});

describe("the providers", () => {
  it("reach one context of one kubeconfig", () => {
    const cluster = { ...CLUSTER, kubeconfig: "~/.kube/north.yaml" };
    const { providers } = artifactOf({ ...development, cluster });
    const access = { config_path: "~/.kube/north.yaml", config_context: "north-admin" };
    expect(providers).toEqual({ helm: [{ kubernetes: access }], kubernetes: [access] });
  });

  it("and Terraform itself are pinned, with sources that OpenTofu resolves alike", () => {
    const { terraform } = JSON.parse(synthesizeEnvironment(development).text) as {
      terraform: Readonly<Record<string, unknown>>;
    };
    expect(terraform).toMatchObject({
      required_version: ">= 1.10.0",
      required_providers: {
        helm: { source: "hashicorp/helm", version: "3.1.1" },
        kubernetes: { source: "hashicorp/kubernetes", version: "2.38.0" },
      },
    });
  });
});
