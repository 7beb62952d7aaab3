import { spawn } from "node:child_process";
import { appendFileSync } from "node:fs";

/** One line of Terraform's machine-readable output, as far as the tests look at it. */
export interface TerraformEvent {
  readonly type: string;
  readonly "@message": string;
  readonly "@timestamp": string;
  readonly hook?: { readonly resource: { readonly addr: string }; readonly action: string };
  readonly change?: { readonly resource: { readonly addr: string }; readonly action: string };
  readonly diagnostic?: {
    readonly severity: "error" | "warning";
    readonly summary: string;
    readonly detail: string;
    readonly address?: string;
  };
}

/** What a run of Terraform ended with. */
export interface TerraformRun {
  readonly code: number;
  readonly seconds: number;
  /** Both output streams. */
  readonly output: string;
  /** None for commands that know no `-json`. */
  readonly events: readonly TerraformEvent[];
}

export interface TerraformOptions {
  readonly program: string;
  readonly folder: string;
  readonly environment: NodeJS.ProcessEnv;
  /** Takes all that Terraform prints. */
  readonly log: string;
}

/** Runs Terraform to its end, whatever the end is. */
export function runTerraform(options: TerraformOptions, args: readonly string[]): StartedRun {
  const started = performance.now();
  const child = spawn(options.program, args, { cwd: options.folder, env: options.environment });
  const chunks: Buffer[] = [];
  const take = (chunk: Buffer): void => {
    chunks.push(chunk);
    appendFileSync(options.log, chunk);
  };
  appendFileSync(options.log, `\n$ terraform ${args.join(" ")}\n`);
  child.stdout.on("data", take);
  child.stderr.on("data", take);
  const end = new Promise<TerraformRun>((resolve, reject) => {
    child.once("error", reject);
    child.once("close", (code) => {
      const output = Buffer.concat(chunks).toString("utf8");
      const seconds = (performance.now() - started) / 1000;
      resolve({ code: code ?? -1, seconds, output, events: eventsIn(output) });
    });
  });
  return { end, soFar: () => eventsIn(Buffer.concat(chunks).toString("utf8")) };
}

/** A run that may still be going on. */
export interface StartedRun {
  readonly end: Promise<TerraformRun>;
  /** What it has told until now. */
  soFar(): readonly TerraformEvent[];
}

function eventsIn(output: string): readonly TerraformEvent[] {
  return output.split("\n").flatMap((line) => {
    if (!line.startsWith('{"@')) return [];
    try {
      return [JSON.parse(line) as TerraformEvent];
    } catch {
      return [];
    }
  });
}

/** The errors of a run, each with its address, or all output of one that tells nothing in JSON. */
export function errorsOf({ code, events, output }: TerraformRun): readonly string[] {
  const errors = events.flatMap(({ diagnostic }) => (diagnostic?.severity === "error" ? [diagnostic] : []));
  if (errors.length === 0) return code === 0 ? [] : [output];
  return errors.map(({ address = "-", detail, summary }) => `${address}: ${summary} ${detail}`.trim());
}
