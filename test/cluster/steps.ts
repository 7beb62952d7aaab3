/** Titles of one story; what comes after a step that failed is not tried, because it would tell nothing. */
export function steps(): (title: string, run: () => Promise<void>) => void {
  let failed: string | undefined;
  return (title, run) => {
    it(title, async () => {
      if (failed !== undefined) throw new Error(`not tried, because this failed: ${failed}`);
      try {
        await run();
      } catch (error) {
        failed = title;
        throw error;
      }
    });
  };
}

/** Prints beside Jest's own lines. */
export function print(text: string): void {
  process.stdout.write(`${text}\n`);
}
