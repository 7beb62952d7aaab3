import type { Severity } from "../../mandate";
import type { HelmValues } from "../core/helm-values";
import { covers, type MaintenanceScope, quietens } from "./maintenance-scope";
import type { MaintenanceWindow } from "./maintenance-window";
import { key, type ServiceName, type ServiceRouting, teamsOf } from "./service-routes";
import { hasContact, teamReceiver } from "./team-receivers";

/** What decides how alerts of one severity go on from there. */
export interface ScopedRoutesOptions {
  readonly severity: Severity;
  readonly routing: ServiceRouting;
  readonly maintenanceWindows: readonly MaintenanceWindow[];
}

/** Names of the windows during which alerts of a scope are not told. */
export function mutedBy(
  severity: Severity,
  scope: MaintenanceScope | undefined,
  windows: readonly MaintenanceWindow[],
): readonly string[] {
  return windows
    .filter((window) => quietens(window, severity) && covers(window.scope, scope))
    .map(({ name }) => name);
}

/**
 * Routes below that of a severity: services whose team has a receiver of its own, and scopes of maintenance windows.
 * A route knows its own intervals only, so each names all windows that cover it; services come before namespaces.
 */
export function scopedRoutes(options: ScopedRoutesOptions): readonly HelmValues[] {
  const { maintenanceWindows, routing, severity } = options;
  const usual = mutedBy(severity, undefined, maintenanceWindows).join();
  const routes = scopesOf(routing, maintenanceWindows).map((scope) => ({
    scope,
    receiver: receiverFor(scope, routing, severity),
    muted: mutedBy(severity, scope, maintenanceWindows),
  }));
  const different = routes.filter(({ muted, receiver }) => receiver !== severity || muted.join() !== usual);
  return joined(different).map(({ muted, receiver, scopes: [first, ...rest] }) => ({
    matchers: matchers(first, rest),
    receiver,
    ...(muted.length === 0 ? {} : { mute_time_intervals: muted }),
  }));
}

interface ScopedRoute {
  readonly scope: MaintenanceScope;
  readonly receiver: string;
  readonly muted: readonly string[];
}

type JoinedRoute = Omit<ScopedRoute, "scope"> & {
  readonly scopes: readonly [MaintenanceScope, ...MaintenanceScope[]];
};

/** Services of one namespace that go the same way share a route. */
function joined(routes: readonly ScopedRoute[]): readonly JoinedRoute[] {
  const groups = new Map<string, JoinedRoute>();
  for (const { scope, ...rest } of routes) {
    const { receiver, muted } = rest;
    const id = JSON.stringify([scope.namespace, scope.service === undefined, receiver, muted]);
    const scopes = groups.get(id)?.scopes;
    groups.set(id, { ...rest, scopes: scopes === undefined ? [scope] : [...scopes, scope] });
  }
  return [...groups.values()];
}

function scopesOf(
  { services }: ServiceRouting,
  windows: readonly MaintenanceWindow[],
): readonly MaintenanceScope[] {
  const ofWindows = windows.flatMap(({ scope }) => scope ?? []);
  const named = [...services, ...ofWindows].filter(
    (scope): scope is ServiceName => scope.service !== undefined,
  );
  const byName = new Map(
    named.map(({ namespace, service }) => [key({ namespace, service }), { namespace, service }]),
  );
  const ofServices = [...byName.entries()]
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .map(([, scope]) => scope);
  const namespaces = ofWindows
    .filter(({ service }) => service === undefined)
    .map(({ namespace }) => namespace);
  return [...ofServices, ...[...new Set(namespaces)].sort().map((namespace) => ({ namespace }))];
}

function receiverFor(
  { namespace, service }: MaintenanceScope,
  routing: ServiceRouting,
  severity: Severity,
): string {
  const entry = routing.services.find((one) => one.namespace === namespace && one.service === service);
  const contact = teamsOf(routing).find(({ team }) => team === entry?.team);
  return contact !== undefined && hasContact(contact) ? teamReceiver(contact.team, severity) : severity;
}

function matchers(first: MaintenanceScope, rest: readonly MaintenanceScope[]): readonly string[] {
  const services = [first, ...rest].flatMap(({ service }) => service ?? []);
  const namespace = `namespace=${JSON.stringify(first.namespace)}`;
  if (services.length === 0) return [namespace];
  return [
    namespace,
    services.length === 1
      ? `service=${JSON.stringify(services[0])}`
      : `service=~${JSON.stringify(services.map((service) => service.replaceAll(".", String.raw`\.`)).join("|"))}`,
  ];
}
