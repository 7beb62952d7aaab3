import { spawn } from "node:child_process";
import { join } from "node:path";
import type { Kubeconfig } from "./lab/kubeconfig";

/** What a command ended with. */
export interface QmsRun {
  readonly code: number | null;
  readonly output: string;
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
  const chunks: string[] = [];
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding("utf8").on("data", (text: string) => chunks.push(text));
  }
  return new Promise((resolve, reject) => {
    child.once("error", reject).once("close", (code) => {
      resolve({ code, output: chunks.join("") });
    });
  });
}
