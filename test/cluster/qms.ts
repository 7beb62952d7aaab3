import { spawn } from "node:child_process";
import { join } from "node:path";
import type { Kubeconfig } from "./lab/kubeconfig";

/** What a command ended with. */
export interface QmsRun {
  readonly code: number | null;
  /** Both output streams. */
  readonly output: string;
  /** What programs read, without the progress. */
  readonly answer: string;
}

/**
 * `npx qms <command> <environment>` against a cluster.
 *
 * @param artifact - the stack's folder
 */
export function runQms(
  command: readonly [name: string, ...flags: string[]],
  artifact: string,
  { context, file }: Kubeconfig,
): Promise<QmsRun> {
  const [name, ...flags] = command;
  const program = join(__dirname, "../../dist/cli/qms.js");
  const [outdir, environment] = artifact.split("/stacks/");
  const target = ["--outdir", String(outdir), "--kubeconfig", file, "--context", context];
  const args = [program, name, String(environment), ...target, ...flags];
  const child = spawn(process.execPath, args, { stdio: ["ignore", "pipe", "pipe"] });
  const answer: string[] = [];
  const output: string[] = [];
  child.stdout.setEncoding("utf8").on("data", (text: string) => output.push(text) && answer.push(text));
  child.stderr.setEncoding("utf8").on("data", (text: string) => output.push(text));
  return new Promise((resolve, reject) => {
    child.once("error", reject).once("close", (code) => {
      resolve({ code, output: output.join(""), answer: answer.join("") });
    });
  });
}
