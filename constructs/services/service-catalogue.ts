import type { Severity } from "../../mandate";
import { dependenciesOf } from "./dependencies";
import { type Service, serviceId, type ServiceContacts } from "./service";

/** A service as alerts name it, by their labels `namespace` and `service`. */
export interface CatalogueEntry {
  readonly namespace: string;
  readonly service: string;
  /** The label `team` of alerts on its objectives. */
  readonly team: string;
  readonly criticality: Severity;
  /** How the team is reached, as far as this service's document says. */
  readonly contacts: ServiceContacts;
}

/** One service calls another: what the callee suffers from explains what the caller shows. */
export interface CatalogueCall {
  readonly caller: CatalogueEntry;
  readonly callee: CatalogueEntry;
}

/** What routes, inhibitions and sampling need to know of services. */
export interface ServiceCatalogue {
  readonly services: readonly CatalogueEntry[];
  /** Direct calls. */
  readonly calls: readonly CatalogueCall[];
}

/** Services as plain data, sorted, so that the order of documents changes no artifact. */
export function serviceCatalogue(services: readonly Service[]): ServiceCatalogue {
  const sorted = [...services].sort(byId);
  const entries = new Map(sorted.map((service) => [serviceId(service), entryOf(service)]));
  return {
    services: [...entries.values()],
    calls: sorted.flatMap((service) => callsOf(service, entries)),
  };
}

function entryOf({ contacts = {}, criticality, name, namespace, owner }: Service): CatalogueEntry {
  return { namespace, service: name, team: owner, criticality, contacts };
}

function callsOf(service: Service, entries: ReadonlyMap<string, CatalogueEntry>): readonly CatalogueCall[] {
  const caller = entryOf(service);
  return [...dependenciesOf(service)].sort().flatMap((name) => {
    const callee = entries.get(name);
    return callee === undefined ? [] : [{ caller, callee }];
  });
}

function byId(one: Service, other: Service): number {
  return serviceId(one) < serviceId(other) ? -1 : 1;
}
