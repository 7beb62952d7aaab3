/** How the size of a volume is written, for people. */
export const VOLUME_SIZE_FORM = "a whole number of Mi, Gi or Ti";

const BYTES: Readonly<Record<string, number>> = { Mi: 2 ** 20, Gi: 2 ** 30, Ti: 2 ** 40 };

/** Bytes of a volume's size; nothing where it is not written in the form that we ask for. */
export function volumeBytes(size: string): number | undefined {
  const [, amount, unit] = /^([1-9][0-9]*)(Mi|Gi|Ti)$/.exec(size) ?? [];
  const factor = BYTES[unit ?? ""];
  return amount === undefined || factor === undefined ? undefined : Number(amount) * factor;
}
