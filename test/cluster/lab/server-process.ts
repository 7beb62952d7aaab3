import { type ChildProcess, spawn } from "node:child_process";
import { openSync, readFileSync } from "node:fs";
import { setTimeout as pause } from "node:timers/promises";
import { reaper } from "./reaper";

/** What to start and where its output goes. */
export interface ServerProcessOptions {
  readonly name: string;
  readonly program: string;
  readonly arguments: readonly string[];
  /** File that takes both output streams. */
  readonly log: string;
  /** Niceness; what else runs on the machine goes first. @default 5 */
  readonly niceness?: number;
}

const POLL_MILLISECONDS = 100;
const END_SECONDS = 20;

/** A server that this process started, and the only one that it ever stops. */
export class ServerProcess {
  private readonly child: ChildProcess;
  private readonly ended: Promise<void>;

  public constructor(private readonly options: ServerProcessOptions) {
    const log = openSync(options.log, "a");
    const { niceness = 5 } = options;
    this.child = spawn("nice", ["-n", String(niceness), options.program, ...options.arguments], {
      stdio: ["ignore", log, log],
    });
    const { pid = 0 } = this.child;
    reaper().add(pid);
    this.ended = new Promise((resolve) => {
      this.child.once("exit", () => {
        reaper().delete(pid);
        resolve();
      });
    });
  }

  /**
   * Asks until the answer is yes.
   * @throws Error with the end of the log when the server dies, or the time is over.
   */
  public async ready(ask: () => Promise<boolean>, seconds: number): Promise<void> {
    const end = Date.now() + seconds * 1000;
    while (!(await ask().catch(() => false))) {
      if (this.hasEnded()) throw new Error(`${this.options.name} ended:\n${this.lastWords()}`);
      if (Date.now() > end) {
        throw new Error(
          `${this.options.name} was not ready after ${String(seconds)} s:\n${this.lastWords()}`,
        );
      }
      await pause(POLL_MILLISECONDS);
    }
  }

  /** Ends the server as the system's service manager would; by force when it does not end in time. */
  public async stop(): Promise<void> {
    await this.end("SIGTERM");
  }

  /** Ends the server as a power failure would. */
  public async kill(): Promise<void> {
    await this.end("SIGKILL");
  }

  private async end(signal: "SIGTERM" | "SIGKILL"): Promise<void> {
    if (this.hasEnded()) return;
    this.child.kill(signal);
    const force = setTimeout(() => this.child.kill("SIGKILL"), END_SECONDS * 1000);
    await this.ended;
    clearTimeout(force);
  }

  private hasEnded(): boolean {
    return this.child.exitCode !== null || this.child.signalCode !== null;
  }

  private lastWords(): string {
    return readFileSync(this.options.log, "utf8").split("\n").slice(-25).join("\n");
  }
}
