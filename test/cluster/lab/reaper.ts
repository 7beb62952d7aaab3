import { type ChildProcess, spawn } from "node:child_process";
import { join } from "node:path";

let process_: ChildProcess | undefined;

/** Tells the process that outlives this one what it has to end should this one die. */
export function reaper(): { add(id: number): void; delete(id: number): void } {
  process_ ??= start();
  const tell =
    (sign: "+" | "-") =>
    (id: number): void => {
      process_?.stdin?.write(`${sign}${String(id)}\n`);
    };
  return { add: tell("+"), delete: tell("-") };
}

function start(): ChildProcess {
  const child = spawn(process.execPath, [join(__dirname, "reaper-process.mjs")], {
    stdio: ["pipe", "ignore", "ignore"],
    detached: true,
  });
  // A handle that is waited for would keep the run from ending.
  child.unref();
  (child.stdin as unknown as { unref(): void }).unref();
  return child;
}
