/** A step of a story: what comes after one that failed is not tried, because it would tell nothing. */
export type Step = (run: () => Promise<void>) => () => Promise<void>;

/** Steps that belong together. */
export function story(): Step {
  let failed = false;
  return (run) => async () => {
    if (failed) throw new Error("not tried, because an earlier step failed");
    try {
      await run();
    } catch (error) {
      failed = true;
      throw error;
    }
  };
}

/** Prints beside Jest's own lines. */
export function print(text: string): void {
  process.stdout.write(`${text}\n`);
}
