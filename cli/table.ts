import Table from "cli-table3";
import pc from "picocolors";

/** Colours, where somebody looks at a terminal. */
export function colors(stream: NodeJS.WriteStream = process.stdout): ReturnType<typeof pc.createColors> {
  // By itself picocolors also colours what CI writes to a file.
  return pc.createColors(stream.isTTY && pc.isColorSupported);
}

/** A table for people. */
export function tableOf(
  head: readonly string[],
  rows: readonly (readonly string[])[],
  rightAligned: readonly string[] = [],
): string {
  const view = new Table({
    head: head.map((title) => colors().bold(title)),
    style: { head: [], border: [] },
    colAligns: head.map((title) => (rightAligned.includes(title) ? "right" : "left")),
  });
  view.push(...rows.map((row) => [...row]));
  return view.toString();
}
