/** Random numbers that are the same in every run: mulberry32, from a seed. */
export class Random {
  public constructor(private state: number) {}

  /** From 0 up to, but without, 1. */
  public next(): number {
    this.state = (this.state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(this.state ^ (this.state >>> 15), 1 | this.state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  }

  /** A whole number from a range, both ends included. */
  public whole(least: number, most: number): number {
    return least + Math.floor(this.next() * (most - least + 1));
  }

  public chance(share: number): boolean {
    return this.next() < share;
  }

  public pick<Value>(values: readonly Value[]): Value {
    const picked = values[this.whole(0, values.length - 1)];
    if (picked === undefined) throw new Error("nothing to pick from");
    return picked;
  }

  /** Some values of a list, in its order. */
  public some<Value>(values: readonly Value[], share: number): readonly Value[] {
    return values.filter(() => this.chance(share));
  }
}
