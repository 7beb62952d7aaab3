import type { Command } from "commander";
import type { ConnectOptions } from "./connect";

/** Options of every command that talks to a cluster. */
export interface ClusterOptions extends ConnectOptions {
  readonly outdir: string;
  readonly json: boolean;
}

/** Adds them to a command. */
export function withClusterOptions(command: Command): Command {
  return command
    .option("--outdir <folder>", "folder of the artifacts", "cdktf.out")
    .option("--json", "print the result as JSON", false)
    .option("--kubeconfig <file>", "another kubeconfig than the artifact names")
    .option("--context <name>", "another context than the artifact names");
}
