import { spawnSync } from "node:child_process";
import { join } from "node:path";

const SCRIPT = join(__dirname, "../../scripts/tools.mjs");

/** What a program said and how it ended. */
export interface ToolRun {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

const found = new Map<string, string>();

/**
 * The path of a real program in its pinned version; asked once for each program, because a suite runs some of them
 * hundreds of times.
 * @param name as in a `tools/<folder>/tool.json`
 * @throws Error that names the command which brings it; a tool that is missing fails a test and never skips it
 */
export function tool(name: string): string {
  const known = found.get(name);
  if (known !== undefined) return known;
  const { status, stdout, stderr } = spawnSync(process.execPath, [SCRIPT, "--where", name], {
    encoding: "utf8",
  });
  if (status !== 0) throw new Error(stderr.trim());
  found.set(name, stdout.trim());
  return stdout.trim();
}

/** Runs a real program to its end. */
export function runTool(
  name: string,
  args: readonly string[],
  environment: Readonly<Record<string, string>> = {},
): ToolRun {
  const { status, stdout, stderr, error } = spawnSync(tool(name), args, {
    encoding: "utf8",
    env: { ...process.env, ...environment },
    maxBuffer: 64 * 2 ** 20,
  });
  if (error !== undefined) throw error;
  return { status, stdout, stderr };
}
