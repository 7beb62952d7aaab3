import type { JsonObject } from "../../../assurance";
import { itemsOf, mapTexts, textOf } from "../../../assurance/artifact/json";
import { secondsOf } from "../alerting/promtool-test";

/** A duration in Prometheus' notation, so many times shorter. */
export function shorter(duration: string, scale: number): string {
  return `${Math.round((secondsOf(duration) * 1000) / scale)}ms`;
}

/**
 * Rules in which every duration is so many times shorter: what takes hours takes seconds. Series whose rates are what
 * they are in life then pass every limit as they do in life.
 */
export function fasterGroups(groups: readonly JsonObject[], scale: number): readonly JsonObject[] {
  return groups.map((group) => ({
    ...withShorter(group, ["interval"], scale),
    rules: itemsOf(group.rules).map((rule) => {
      const { expr = "", ...rest } = withShorter(rule as JsonObject, ["for", "keep_firing_for"], scale);
      return { ...rest, expr: fasterExpression(textOf(expr) ?? "", scale) };
    }),
  }));
}

function fasterExpression(expr: string, scale: number): string {
  const all = (durations: string): string =>
    durations
      .split(":")
      .map((duration) => shorter(duration, scale))
      .join(":");
  return expr
    .replaceAll(/\[([^\]]+)\]/g, (_, durations: string) => `[${all(durations)}]`)
    .replaceAll(/offset (\w+)/g, (_, duration: string) => `offset ${shorter(duration, scale)}`);
}

function withShorter(body: JsonObject, keys: readonly string[], scale: number): JsonObject {
  return Object.fromEntries(
    Object.entries(body).map(([key, value]) => [
      key,
      keys.includes(key) ? mapTexts(value, (duration) => shorter(duration, scale)) : value,
    ]),
  );
}
