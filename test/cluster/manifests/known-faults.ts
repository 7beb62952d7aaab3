import type { KubernetesObject } from "../lab/api-client";

/** A fault of a chart that we know and cannot change by values, and why it does no harm. */
export interface KnownFault {
  /** Name of the chart. */
  readonly chart: string;
  readonly kind: string;
  readonly says: RegExp;
  readonly reason: string;
}

/** Everything that the API server says of rendered charts and that nobody has to act on. */
export const KNOWN_FAULTS: readonly KnownFault[] = [];

/** The known fault that a message is about. */
export function knownFault(
  chart: string,
  { kind }: KubernetesObject,
  message: string,
): KnownFault | undefined {
  return KNOWN_FAULTS.find(
    (fault) => fault.chart === chart && fault.kind === kind && fault.says.test(message),
  );
}
