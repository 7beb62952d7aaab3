import { PII_CLASSES, type PiiClass } from "../../mandate/pii-patterns";
import type { RECEIVERS, Signal } from "./component-types";

/**
 * What must have been done with data before it leaves a collector: `claims` are taken from senders, `texts` are masked
 * where redaction does not look (keys, names, messages), and values of each class are masked.
 */
export type Treatment = "claims" | "texts" | PiiClass;

/** All treatments, in the order in which they are told. */
export const TREATMENTS: readonly Treatment[] = ["claims", "texts", ...PII_CLASSES];

/** What something still needs that holds claims, records or figures. */
export function needsOf(holds: (typeof RECEIVERS)[keyof typeof RECEIVERS]["holds"]): readonly Treatment[] {
  return { claims: TREATMENTS, records: TREATMENTS.filter((one) => one !== "claims"), figures: [] }[holds];
}

/** Names and labels of metrics are what their sender claims; there are no further texts in them. */
export function neededIn(signal: Signal, needs: readonly Treatment[]): readonly Treatment[] {
  return signal === "metrics" ? needs.filter((one) => one !== "texts") : needs;
}
