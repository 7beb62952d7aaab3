import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const ROOT = join(__dirname, "..", "..");

/** Folders that no compiled program is made of. */
const NO_SOURCES = [
  "bench",
  "cdktf.out",
  "coverage",
  "dist",
  "docs",
  "node_modules",
  "state",
  "test",
  "tools",
];

const PREFIX = "qms-built-";
const HOUR = 3_600_000;
const LONGEST_BUILD = 180_000;

/**
 * A folder with the project compiled to `dist/`, outside the checkout. It is built once for the sources as they are,
 * whichever test asks first; others wait for it. Takes some seconds: call it in `beforeAll` with a time limit.
 */
export function builtProject(): string {
  const folder = join(tmpdir(), `${PREFIX}${sourceDigest()}`);
  const lock = `${folder}.lock`;
  while (!existsSync(join(folder, "ready"))) {
    if (taken(lock)) {
      pause();
      continue;
    }
    try {
      build(folder);
    } finally {
      rmSync(lock, { recursive: true, force: true });
    }
  }
  return folder;
}

function build(folder: string): void {
  if (existsSync(join(folder, "ready"))) return;
  removeOldBuilds();
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder);
  execFileSync(process.execPath, [join(ROOT, "scripts", "build.mjs"), "--outdir", join(folder, "dist")]);
  symlinkSync(join(ROOT, "node_modules"), join(folder, "node_modules"));
  writeFileSync(join(folder, "ready"), "");
}

/** Whether somebody else builds. Making a folder is atomic, so only one of several asks gets it. */
function taken(lock: string): boolean {
  try {
    mkdirSync(lock);
    return false;
  } catch {
    const since = statSync(lock, { throwIfNoEntry: false })?.mtimeMs;
    if (since !== undefined && Date.now() - since > LONGEST_BUILD) {
      rmSync(lock, { recursive: true, force: true });
    }
    return true;
  }
}

function pause(): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 100);
}

function removeOldBuilds(): void {
  readdirSync(tmpdir())
    .filter((name) => name.startsWith(PREFIX))
    .map((name) => join(tmpdir(), name))
    .filter((path) => Date.now() - (statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? Infinity) > HOUR)
    .forEach((path) => {
      rmSync(path, { recursive: true, force: true });
    });
}

function sourceDigest(): string {
  const entries = readdirSync(ROOT, { withFileTypes: true }).filter(({ name }) => !name.startsWith("."));
  const roots = entries
    .filter((entry) => entry.isFile() && /^(package-lock|tsconfig.*)\.json$|\.ts$/.test(entry.name))
    .map(({ name }) => join(ROOT, name));
  const files = entries
    .filter((entry) => entry.isDirectory() && !NO_SOURCES.includes(entry.name))
    .flatMap(({ name }) => readdirSync(join(ROOT, name), { recursive: true, withFileTypes: true }))
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
  const hash = createHash("sha256").update(ROOT);
  for (const file of [...roots, ...files].sort()) {
    hash.update(`${file}\0`).update(readFileSync(file));
  }
  return hash.digest("hex").slice(0, 16);
}
