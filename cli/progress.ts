import pc from "picocolors";

/** Says on stderr what a command is doing, so that stdout stays the result alone. */
export function progress(step: string): void {
  process.stderr.write(`${pc.dim("·")} ${step}\n`);
}
