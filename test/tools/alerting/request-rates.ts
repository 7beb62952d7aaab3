import { Random } from "../../support/random";

const MINUTES_A_DAY = 1440;

/** How a service's requests go, minute by minute. */
export interface Traffic {
  readonly days: number;
  /** Share of a weekday's requests on Saturday and Sunday. */
  readonly weekend: number;
  /** Standard deviation, as a share of the rate. */
  readonly noise: number;
}

/** A daily wave with a smaller one on top, and noise that wanders: each minute keeps nine tenths of the last one's. */
export function requestRates(seed: number, { days, noise, weekend }: Traffic): readonly number[] {
  const random = new Random(seed);
  const memory = 0.9;
  let error = 0;
  return Array.from({ length: days * MINUTES_A_DAY }, (_, minute) => {
    const time = (2 * Math.PI * (minute % MINUTES_A_DAY)) / MINUTES_A_DAY;
    const wave = 100 + 55 * Math.sin(time - 1.2) + 12 * Math.sin(2 * time);
    const day = Math.floor(minute / MINUTES_A_DAY) % 7;
    error = memory * error + normal(random) * noise * Math.sqrt(1 - memory * memory);
    return Math.max(0, wave * (day >= 5 ? weekend : 1) * (1 + error));
  });
}

/** By the method of Box and Muller. */
function normal(random: Random): number {
  return Math.sqrt(-2 * Math.log(1 - random.next())) * Math.cos(2 * Math.PI * random.next());
}
