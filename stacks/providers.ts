import { HelmProvider } from "@cdktf/provider-helm/lib/provider";
import { KubernetesProvider } from "@cdktf/provider-kubernetes/lib/provider";
import type { TerraformStack } from "cdktf";
import { type ClusterAccess, DEFAULT_KUBECONFIG } from "./environments/environment";

/** The first with a lock file in S3 instead of a DynamoDB table; OpenTofu has it since 1.10 too. */
const TERRAFORM_VERSION = ">= 1.10.0";

/**
 * Ours, not the archived bindings': exact versions whose schemas the bindings emit, with sources in full, because
 * OpenTofu resolves short ones differently.
 */
const PROVIDERS = {
  helm: { source: "hashicorp/helm", version: "3.1.1" },
  kubernetes: { source: "hashicorp/kubernetes", version: "2.38.0" },
} as const;

/** Pins Terraform and the providers, and points both providers at one context of one kubeconfig. */
export function addProviders(stack: TerraformStack, cluster: ClusterAccess): void {
  const { kubeconfig = DEFAULT_KUBECONFIG, context } = cluster;
  const access = { configPath: kubeconfig, configContext: context };
  new HelmProvider(stack, "helm", { kubernetes: access });
  new KubernetesProvider(stack, "kubernetes", access);
  stack.addOverride("terraform.required_version", TERRAFORM_VERSION);
  Object.entries(PROVIDERS).forEach(([name, provider]) => {
    stack.addOverride(`terraform.required_providers.${name}`, provider);
  });
}
