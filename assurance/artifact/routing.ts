import { type Labels, objectsOf, routeMatches, sourceMatches, targetMatches } from "./alert-matchers";
import { below, isObject, textOf, textsOf, type JsonObject } from "./json";

/** A route at which an alert ends. */
export interface RouteEnd {
  /** Path inside the configuration, such as `route.routes[2]`. */
  readonly path: string;
  readonly receiver: string;
  /** Labels by which alerts are told together, sorted; `...` stands for all of them. */
  readonly groupBy: readonly string[];
  /** Names of time intervals during which nothing is told. */
  readonly mutedDuring: readonly string[];
  /** Names of the only time intervals during which something is told; none means always. */
  readonly activeDuring: readonly string[];
}

/** What becomes of one alert among others that fire at the same time. */
export interface RoutedAlert {
  readonly labels: Labels;
  /** In the order of the configuration; several where a route goes on. */
  readonly ends: readonly RouteEnd[];
  /** The alerts that silence it, as indices of the given list. */
  readonly inhibitedBy: readonly number[];
}

/**
 * Alertmanager's routing and inhibition without Alertmanager: where alerts that fire at the same time end, and which
 * silence which. An alert that is silenced itself silences others all the same.
 * @see https://prometheus.io/docs/alerting/latest/configuration/#routing-related-settings
 */
export function routed(config: JsonObject, alerts: readonly Labels[]): readonly RoutedAlert[] {
  const rules = objectsOf(config.inhibit_rules).map((rule) => ({ rule, sources: sourcesOf(rule, alerts) }));
  return alerts.map((labels) => ({
    labels,
    ends: routeEnds(config, labels),
    inhibitedBy: [...new Set(rules.flatMap(({ rule, sources }) => silencersOf(labels, rule, sources)))].sort(
      (one, other) => one - other,
    ),
  }));
}

/** The routes at which an alert with these labels ends. */
export function routeEnds(config: JsonObject, labels: Labels): readonly RouteEnd[] {
  const { route } = config;
  return isObject(route) ? endsBelow(located("route", route, { receiver: "", groupBy: [] }), labels) : [];
}

interface LocatedRoute extends Pick<RouteEnd, "path" | "receiver" | "groupBy"> {
  readonly body: JsonObject;
}

/** Receiver and grouping are inherited, time intervals are not. */
function located(path: string, body: JsonObject, from: Pick<RouteEnd, "receiver" | "groupBy">): LocatedRoute {
  const groupBy = textsOf(body.group_by);
  const receiver = textOf(body.receiver) ?? "";
  return {
    path,
    body,
    receiver: receiver === "" ? from.receiver : receiver,
    groupBy: groupBy.length === 0 ? from.groupBy : [...groupBy].sort(),
  };
}

function endsBelow(route: LocatedRoute, labels: Labels): readonly RouteEnd[] {
  const ends: RouteEnd[] = [];
  for (const [index, body] of objectsOf(route.body.routes).entries()) {
    if (!routeMatches(body, labels)) continue;
    ends.push(...endsBelow(located(below(below(route.path, "routes"), index), body, route), labels));
    if (body.continue !== true) break;
  }
  return ends.length === 0 ? [endOf(route)] : ends;
}

function endOf({ body, groupBy, path, receiver }: LocatedRoute): RouteEnd {
  return {
    path,
    receiver,
    groupBy,
    mutedDuring: textsOf(body.mute_time_intervals),
    activeDuring: textsOf(body.active_time_intervals),
  };
}

interface Source {
  readonly index: number;
  readonly labels: Labels;
  /** Whether it could be a target of the same rule. */
  readonly twoSided: boolean;
}

function sourcesOf(rule: JsonObject, alerts: readonly Labels[]): readonly Source[] {
  return alerts.flatMap((labels, index) =>
    sourceMatches(rule, labels) ? [{ index, labels, twoSided: targetMatches(rule, labels) }] : [],
  );
}

/**
 * The sources of a rule that silence an alert. An alert that could be a source too is not silenced by its like, or two
 * would silence each other.
 */
function silencersOf(labels: Labels, rule: JsonObject, sources: readonly Source[]): readonly number[] {
  if (sources.length === 0 || !targetMatches(rule, labels)) return [];
  const targetIsSource = sourceMatches(rule, labels);
  const equal = textsOf(rule.equal);
  return sources
    .filter((source) => !(targetIsSource && source.twoSided))
    .filter((source) => equal.every((label) => (source.labels[label] ?? "") === (labels[label] ?? "")))
    .map(({ index }) => index);
}
