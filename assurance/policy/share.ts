/** A mandated share, between 0 and 1, as a percentage. Twelve digits hide what binary fractions add. */
export function percent(share: unknown): string {
  return `${Number((Number(share) * 100).toPrecision(12))} %`;
}

/** The share of a percentage; nothing where it is no number. */
export function shareOf(percentage: unknown): number | undefined {
  return typeof percentage === "number" ? Number((percentage / 100).toPrecision(12)) : undefined;
}
