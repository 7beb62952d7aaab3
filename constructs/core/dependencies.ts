import { Lazy, TerraformResource } from "cdktf";
import type { Construct } from "constructs";

/**
 * Lets a resource wait for everything below the given constructs (Terraform's `depends_on`). The set is read at
 * synthesis, because verbs may still add to it, and to the constructs, after the call.
 */
export function waitFor(resource: TerraformResource, constructs: ReadonlySet<Construct>): void {
  resource.dependsOn = Lazy.listValue({ produce: () => addressesBelow(constructs) }, { omitEmpty: true });
}

function addressesBelow(constructs: ReadonlySet<Construct>): string[] {
  const addresses = [...constructs]
    .flatMap((construct) => construct.node.findAll())
    .filter((construct) => TerraformResource.isTerraformResource(construct))
    .map((resource) => `${resource.terraformResourceType}.${resource.friendlyUniqueId}`);
  return [...new Set(addresses)].sort();
}
