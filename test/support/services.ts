import type { Service } from "../../constructs/services/service";

/** A service that promises what the mandate asks for. */
export function service(changes: Partial<Service> = {}): Service {
  return {
    apiVersion: "qms-observability/v1",
    kind: "Service",
    name: "checkout",
    namespace: "shop",
    owner: "shop-team",
    criticality: "high",
    languages: ["java"],
    ...changes,
  };
}
