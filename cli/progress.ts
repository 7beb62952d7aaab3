import { colors } from "./table";

/** Says on stderr what a command is doing, so that stdout stays the result alone. */
export function progress(step: string): void {
  process.stderr.write(`${colors(process.stderr).dim("·")} ${step}\n`);
}
