import {
  describeAllowed,
  isWeaker,
  type Mandate,
  type MandateKey,
  type Problem,
  renderQuantity,
  valueAt,
} from "../../mandate";

/** A prop that may only be stricter than the mandate, in the mandate's own unit. */
export interface StricterProp {
  /** Construct path and prop. */
  readonly where: string;
  readonly key: MandateKey;
  readonly value: unknown;
}

/** What is wrong with props that carry mandated values. */
export function weakerProblems(mandate: Mandate, props: readonly StricterProp[]): readonly Problem[] {
  return props.flatMap(({ where, key, value }) => {
    const mandated = valueAt(mandate.values, key);
    return isWeaker(key, mandated, value)
      ? [
          {
            where,
            what: "weaker than the mandate",
            found: renderQuantity(key, value),
            allowed: describeAllowed(key, mandated),
            mandate: key,
          },
        ]
      : [];
  });
}
