import type { Construct } from "constructs";
import { ConfigurationError, type Mandate } from "../../mandate";

const MANDATE = "qms-observability/mandate";
const MIRRORS = "qms-observability/mirrors";

const SHARED_ZONE = "qms-observability/shared-zone";

/** Where charts and images come from instead of their publishers, for clusters that reach neither. */
export interface Mirrors {
  /**
   * Repository of every chart, `https://…` or `oci://…`.
   * @default - each chart's own repository
   */
  readonly charts?: string;
  /**
   * Registry host, with an optional path, that replaces the host of every image; the image's own path is kept.
   * @default - each image's own registry
   */
  readonly images?: string;
}

/** Gives a mandate to all constructs below a scope. Must come before the scope has children. */
export function provideMandate(scope: Construct, mandate: Mandate): void {
  scope.node.setContext(MANDATE, mandate);
}

/**
 * The mandate that holds at a construct: the one of the nearest `ObservabilityStack`, else of the `MandatedApp`.
 * @throws ConfigurationError outside a `MandatedApp`, because nothing would judge the result there.
 */
export function mandateOf(scope: Construct): Mandate {
  const mandate = scope.node.tryGetContext(MANDATE) as Mandate | undefined;
  if (mandate === undefined) {
    throw new ConfigurationError("no mandate holds here", [
      {
        where: scope.node.path || "(root)",
        what: "constructs of qms-observability must stand in a MandatedApp",
        fix: 'build the stack in `new MandatedApp()` from "qms-observability" instead of `new App()` from "cdktf"',
      },
    ]);
  }
  return mandate;
}

/** Gives mirrors to all constructs below a scope. Must come before the scope has children. */
export function provideMirrors(scope: Construct, mirrors: Mirrors): void {
  scope.node.setContext(MIRRORS, mirrors);
}

/** The mirrors that hold at a construct; empty where the publishers' own places are used. */
export function mirrorsOf(scope: Construct): Mirrors {
  return (scope.node.tryGetContext(MIRRORS) as Mirrors | undefined) ?? {};
}

/** Lets pods of the constructs below a scope share a zone. Must come before the scope has children. */
export function provideSharedZone(scope: Construct, isAllowed: boolean): void {
  scope.node.setContext(SHARED_ZONE, isAllowed);
}

/** Whether pods that are spread over zones may share one. */
export function mayShareZone(scope: Construct): boolean {
  return scope.node.tryGetContext(SHARED_ZONE) === true;
}
