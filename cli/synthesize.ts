import { relative } from "node:path";
import { TerraformStack } from "cdktf";
import { Command } from "commander";
import { readArtifact, retention } from "../assurance";
import { ConfigurationError } from "../mandate";
import type { Environment } from "../stacks/environments/environment";
import { MandatedApp, type MandatedAppProps } from "../stacks/mandated-app";
import { EXIT, fail } from "./exit-codes";
import { progress } from "./progress";
import { tableOf } from "./table";

/** One line of the closing table. */
export interface SynthesizedEnvironment {
  readonly environment: string;
  readonly releases: number;
  readonly objects: number;
  /** Days per signal, as the artifact says. */
  readonly retentionDays: { readonly metrics: number; readonly logs: number; readonly traces: number };
  readonly output: string;
  readonly seconds: number;
}

interface Selection {
  readonly names: readonly string[];
  readonly json: boolean;
}

/**
 * The main program of a project: builds the stacks of the environments named on the command line (all when none
 * is), writes and judges the artifacts, shows progress on stderr and a table, or JSON with `--json`, on stdout.
 * Sets the process's exit code; see `EXIT`.
 */
export function synthesize(
  environments: readonly Environment[],
  addStacks: (app: MandatedApp, environment: Environment) => void,
  props: MandatedAppProps = {},
): void {
  try {
    const selection = parseArguments(process.argv.slice(2));
    const rows = run(selected(environments, selection.names), addStacks, props);
    console.log(selection.json ? JSON.stringify(rows, null, 2) : table(rows));
    process.exitCode = EXIT.ok;
  } catch (error) {
    fail(error);
  }
}

function parseArguments(argv: readonly string[]): Selection {
  const program = new Command("synth")
    .exitOverride()
    .description("Writes the Terraform of the environments to cdktf.out and judges it against the mandate.")
    .argument("[environments...]", "names of environments; all when none is given")
    .option("--json", "print the closing table as JSON", false)
    .parse(argv, { from: "user" });
  return { names: program.args, json: program.opts<{ json: boolean }>().json };
}

function selected(environments: readonly Environment[], names: readonly string[]): readonly Environment[] {
  const known = environments.map((environment) => environment.name);
  const unknown = names.filter((name) => !known.includes(name));
  if (unknown.length > 0) {
    throw new ConfigurationError(
      "no such environment",
      unknown.map((name) => ({
        where: "command line",
        what: "this environment does not exist",
        found: name,
        allowed: known.join(", "),
      })),
    );
  }
  return names.length === 0 ? environments : environments.filter(({ name }) => names.includes(name));
}

function run(
  environments: readonly Environment[],
  addStacks: (app: MandatedApp, environment: Environment) => void,
  props: MandatedAppProps,
): readonly SynthesizedEnvironment[] {
  const app = new MandatedApp(props);
  const seconds = new Map<string, number>();
  for (const environment of environments) {
    progress(`building ${environment.name}`);
    const started = performance.now();
    addStacks(app, environment);
    seconds.set(environment.name, (performance.now() - started) / 1000);
  }
  timeSynthesis(app, seconds);
  app.synth();
  progress("the mandate holds in every environment");
  return environments.map(({ name }) => describe(app, name, seconds.get(name) ?? 0));
}

function timeSynthesis(app: MandatedApp, seconds: Map<string, number>): void {
  for (const stack of app.node.findAll().filter((construct) => TerraformStack.isStack(construct))) {
    const { synthesizer } = stack;
    stack.synthesizer = {
      synthesize: (session) => {
        progress(`writing ${stack.node.id}`);
        const started = performance.now();
        synthesizer.synthesize(session);
        const before = seconds.get(stack.node.id) ?? 0;
        seconds.set(stack.node.id, before + (performance.now() - started) / 1000);
      },
    };
  }
}

function describe(app: MandatedApp, name: string, seconds: number): SynthesizedEnvironment {
  const artifact = readArtifact(`${app.outdir}/stacks/${name}`);
  return {
    environment: name,
    releases: artifact.releases.length,
    objects: artifact.objects.length,
    retentionDays: retention(artifact),
    output: relative(process.cwd(), artifact.file),
    seconds: Math.round(seconds * 100) / 100,
  };
}

function table(rows: readonly SynthesizedEnvironment[]): string {
  const days = (value: number): string => `${value} d`;
  const numbers = ["releases", "objects", "metrics", "logs", "traces"];
  return tableOf(
    ["environment", ...numbers, "output", "seconds"],
    rows.map(({ environment, releases, objects, retentionDays, output, seconds }) => [
      environment,
      String(releases),
      String(objects),
      days(retentionDays.metrics),
      days(retentionDays.logs),
      days(retentionDays.traces),
      output,
      seconds.toFixed(2),
    ]),
    [...numbers, "seconds"],
  );
}
