import { type ChildProcess, spawn } from "node:child_process";
import { createWriteStream, readFileSync } from "node:fs";
import { once } from "node:events";

/** How a real program is started. */
export interface ProgramOptions {
  readonly path: string;
  readonly args: readonly string[];
  /** Beside what it needs to start at all: proxies and authorities of the machine are no part of a test. @default - nothing */
  readonly environment?: Readonly<Record<string, string>>;
  /** File that keeps what it says, over all its lives. */
  readonly log: string;
  /** Resolves to true once it does its work. */
  readonly ready: () => Promise<boolean>;
}

const { HOME = "", PATH = "" } = process.env;
const KEPT_VARIABLES = { HOME, PATH };

const START_SECONDS = 40;
const STOP_SECONDS = 30;

/** A real program, which can be killed and started again. It never outlives the tests. */
export class Program {
  private child: ChildProcess | undefined;

  public constructor(private readonly options: ProgramOptions) {}

  /** The id of the running process. */
  public get pid(): number {
    if (this.child?.pid === undefined) throw new Error(`${this.options.path} does not run`);
    return this.child.pid;
  }

  /** What it has said in all its lives. */
  public get said(): string {
    return readFileSync(this.options.log, "utf8");
  }

  /**
   * Resolves once it is ready.
   * @throws Error with what it said last
   */
  public async start(): Promise<void> {
    const { args, environment, log, path, ready } = this.options;
    const child = spawn(path, args, {
      env: { ...KEPT_VARIABLES, ...environment },
      stdio: ["ignore", "pipe", "pipe"],
    });
    const file = createWriteStream(log, { flags: "a" });
    child.stdout.pipe(file, { end: false });
    child.stderr.pipe(file, { end: false });
    const end = (): void => void child.kill("SIGKILL");
    process.once("exit", end);
    child.once("close", () => {
      process.off("exit", end);
      file.end();
    });
    this.child = child;
    const running = (): boolean => child.exitCode === null && child.signalCode === null;
    const begin = Date.now();
    while (running() && Date.now() - begin < START_SECONDS * 1000) {
      if (await ready().catch(() => false)) return;
      await pause(50);
    }
    await this.kill();
    throw new Error(`${path} does not start:\n${this.said.slice(-4000)}`);
  }

  /** Ends it as a crash does. */
  public async kill(): Promise<void> {
    await this.end("SIGKILL");
  }

  /** Ends it as Kubernetes does; what does not end in time is killed. */
  public async stop(): Promise<void> {
    const timer = setTimeout(() => this.child?.kill("SIGKILL"), STOP_SECONDS * 1000);
    await this.end("SIGTERM");
    clearTimeout(timer);
  }

  private async end(signal: NodeJS.Signals): Promise<void> {
    const child = this.child;
    this.child = undefined;
    if (child?.exitCode !== null || child.signalCode !== null) return;
    const closed = once(child, "close");
    child.kill(signal);
    await closed;
  }
}

/** Waits. */
export async function pause(milliseconds: number): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve, milliseconds));
}

/**
 * Waits until something holds.
 * @throws Error that says what did not happen
 */
export async function until(
  what: string,
  holds: () => boolean | Promise<boolean>,
  seconds = 60,
): Promise<void> {
  const begin = Date.now();
  while (Date.now() - begin < seconds * 1000) {
    if (await holds()) return;
    await pause(100);
  }
  throw new Error(`${what}: did not happen within ${seconds} s`);
}
