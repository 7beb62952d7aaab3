// The leg on cdktn, the community's continuation of cdktf: the same tests, and artifacts that are equal as canonical
// JSON but for the version in their metadata. Works on a copy of the tracked files; the checkout stays as it is.
import { execFileSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const CDKTN = "0.24.0";
const { stringify } = createRequire(import.meta.url)("safe-stable-stringify");
const root = join(dirname(fileURLToPath(import.meta.url)), "..");
const copy = mkdtempSync(join(tmpdir(), "qms-cdktn-"));

try {
  step(`copying the project and installing cdktn ${CDKTN} as cdktf`);
  const tracked = execFileSync("git", ["ls-files", "-z", "--cached", "--others", "--exclude-standard"], {
    cwd: root,
    encoding: "utf8",
  });
  for (const file of tracked.split("\0").filter((name) => name !== "" && name !== "package-lock.json")) {
    mkdirSync(dirname(join(copy, file)), { recursive: true });
    cpSync(join(root, file), join(copy, file));
  }
  writeFileSync(join(copy, "package.json"), JSON.stringify(onCdktn(), null, 2));
  run(copy, "npm", ["install", "--no-audit", "--no-fund", "--loglevel=error"]);
  const installed = JSON.parse(readFileSync(join(copy, "node_modules/cdktf/package.json"), "utf8"));
  if (installed.name !== "cdktn" || installed.version !== CDKTN) {
    throw new Error(
      `expected cdktn ${CDKTN} in place of cdktf, found ${installed.name} ${installed.version}`,
    );
  }

  step("running the tests on cdktn");
  // The package test installs the tarball against the published cdktf, which this leg replaces.
  run(copy, "npx", [
    "jest",
    "--testPathIgnorePatterns",
    "/node_modules/",
    "test/charts/",
    "test/tools/",
    "test/reuse/",
  ]);

  step("comparing the artifacts");
  run(root, "npm", ["run", "--silent", "synth"]);
  run(copy, "npm", ["run", "--silent", "synth"]);
  const { stacks } = JSON.parse(readFileSync(join(root, "cdktf.out/manifest.json"), "utf8"));
  const different = Object.values(stacks).filter(
    ({ synthesizedStackPath: path }) => canonical(root, path) !== canonical(copy, path),
  );
  if (different.length > 0) {
    throw new Error(`artifacts differ on cdktn: ${different.map(({ name }) => name).join(", ")}`);
  }
  console.log(`cdktn ${CDKTN}: tests pass, ${Object.keys(stacks).length} artifacts equal`);
} finally {
  rmSync(copy, { recursive: true, force: true });
}

function onCdktn() {
  const manifest = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
  const devDependencies = { ...manifest.devDependencies };
  delete devDependencies["cdktf-cli"];
  return {
    ...manifest,
    peerDependencies: { ...manifest.peerDependencies, cdktf: `npm:cdktn@${CDKTN}` },
    devDependencies: { ...devDependencies, cdktf: `npm:cdktn@${CDKTN}` },
    overrides: {
      ...manifest.overrides,
      "@cdktf/provider-helm": { cdktf: "$cdktf" },
      "@cdktf/provider-kubernetes": { cdktf: "$cdktf" },
    },
  };
}

function canonical(folder, path) {
  const document = JSON.parse(readFileSync(join(folder, "cdktf.out", path), "utf8"));
  delete document["//"].metadata.version;
  return stringify(document);
}

function run(cwd, command, args) {
  execFileSync(command, args, { cwd, stdio: "inherit" });
}

function step(text) {
  process.stderr.write(`· ${text}\n`);
}
