const UNITS = [
  ["d", 24 * 60 * 60],
  ["h", 60 * 60],
  ["m", 60],
  ["s", 1],
] as const;

/**
 * Whole seconds as Prometheus and Alertmanager write durations: `4m50s`, `23h59m50s`, `0s`.
 * Fractions are cut off, so that a deadline is never moved later.
 */
export function formatDuration(seconds: number): string {
  let rest = Math.floor(seconds);
  const parts = UNITS.map(([unit, size]) => {
    const amount = Math.floor(rest / size);
    rest -= amount * size;
    return amount === 0 ? "" : `${amount}${unit}`;
  });
  return parts.join("") || "0s";
}
