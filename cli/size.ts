import { type Command, InvalidArgumentError } from "commander";
import { environmentRecord } from "../assurance/environment-record";
import { artifactOf } from "./artifacts";
import { sizingOf } from "./size/sizing";
import { sizingTable } from "./size/sizing-table";

interface SizeOptions {
  readonly outdir: string;
  readonly json: boolean;
  readonly nodes?: number;
}

/** Fewer do not take the replicas of a highly available stack. */
const FEWEST_NODES: Readonly<Record<string, number>> = { "high-availability": 3 };

/** Adds `qms size <environment>`. */
export function registerSize(program: Command): void {
  program
    .command("size")
    .description("Tells what an environment asks its cluster for, and which volumes its declared load needs.")
    .argument("<environment>", "name of an environment")
    .option("--outdir <folder>", "folder of the artifacts", "cdktf.out")
    .option("--json", "print the result as JSON", false)
    .option("--nodes <count>", "nodes of the cluster; the fewest that do when it is left out", positive)
    .action((environment: string, options: SizeOptions) => {
      const artifact = artifactOf(options.outdir, environment);
      const { profile = "" } = environmentRecord(artifact) ?? {};
      const sizing = sizingOf(artifact, options.nodes ?? FEWEST_NODES[profile] ?? 1);
      console.log(options.json ? JSON.stringify(sizing, null, 2) : sizingTable(sizing));
    });
}

function positive(text: string): number {
  if (!/^[1-9]\d*$/.test(text)) throw new InvalidArgumentError("a whole number above 0");
  return Number(text);
}
