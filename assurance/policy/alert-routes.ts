import { routeMatches, type Labels } from "../artifact/alert-matchers";
import { below, isObject, itemsOf, textOf, textsOf, type JsonObject } from "../artifact/json";

/** A route of Alertmanager with what it inherits. */
export interface AlertRoute {
  /** Path inside the configuration, such as `route.routes[2]`. */
  readonly path: string;
  readonly receiver: string | undefined;
  readonly groupWait: unknown;
  readonly groupInterval: unknown;
  readonly repeatInterval: unknown;
  /** Time intervals that keep it silent; they are not inherited. */
  readonly mutedBy: readonly string[];
  readonly body: JsonObject;
}

/** Every route, each before the routes below it. */
export function allRoutes(config: JsonObject): readonly AlertRoute[] {
  const walk = (route: AlertRoute): readonly AlertRoute[] => [route, ...children(route).flatMap(walk)];
  const root = rootRoute(config);
  return root === undefined ? [] : walk(root);
}

/** The routes at which an alert with these labels ends, as Alertmanager finds them. */
export function routesFor(config: JsonObject, labels: Labels): readonly AlertRoute[] {
  const root = rootRoute(config);
  return root === undefined ? [] : endsBelow(root, labels);
}

function endsBelow(route: AlertRoute, labels: Labels): readonly AlertRoute[] {
  const ends: AlertRoute[] = [];
  for (const child of children(route)) {
    if (!routeMatches(child.body, labels)) continue;
    ends.push(...endsBelow(child, labels));
    if (child.body.continue !== true) break;
  }
  return ends.length === 0 ? [route] : ends;
}

/** @see https://prometheus.io/docs/alerting/latest/configuration/#route-related-settings */
const DEFAULTS = { groupWait: "30s", groupInterval: "5m", repeatInterval: "4h" };

function rootRoute({ route }: JsonObject): AlertRoute | undefined {
  const inherited = { receiver: undefined, ...DEFAULTS };
  return isObject(route) ? routeFrom("route", route, inherited) : undefined;
}

function children(route: AlertRoute): readonly AlertRoute[] {
  return itemsOf(route.body.routes).flatMap((child, index) =>
    isObject(child) ? [routeFrom(below(below(route.path, "routes"), index), child, route)] : [],
  );
}

type Inherited = Pick<AlertRoute, "receiver" | "groupWait" | "groupInterval" | "repeatInterval">;

function routeFrom(path: string, body: JsonObject, inherited: Inherited): AlertRoute {
  return {
    path,
    receiver: textOf(body.receiver) ?? inherited.receiver,
    groupWait: body.group_wait ?? inherited.groupWait,
    groupInterval: body.group_interval ?? inherited.groupInterval,
    repeatInterval: body.repeat_interval ?? inherited.repeatInterval,
    mutedBy: [...textsOf(body.mute_time_intervals), ...textsOf(body.active_time_intervals)],
    body,
  };
}
