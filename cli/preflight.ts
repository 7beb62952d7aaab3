import type { Command } from "commander";
import type { Artifact } from "../assurance";
import { artifactOf } from "./artifacts";
import type { Cluster } from "./cluster/cluster";
import { type ClusterOptions, withClusterOptions } from "./cluster/cluster-options";
import { connect } from "./cluster/connect";
import { EXIT } from "./exit-codes";
import type { Check, Finding } from "./preflight/check";
import { checkAccess } from "./preflight/check-access";
import { checkCapacity } from "./preflight/check-capacity";
import { checkNamespaces } from "./preflight/check-namespaces";
import { checkPlatform } from "./preflight/check-platform";
import { checkSecrets } from "./preflight/check-secrets";
import { checkStorage } from "./preflight/check-storage";
import { checkVersion } from "./preflight/check-version";
import { progress } from "./progress";
import { colors, tableOf } from "./table";

/** In the order in which they are told; the first one also tells whether the cluster answers at all. */
const CHECKS: Readonly<Record<string, Check>> = {
  version: checkVersion,
  access: checkAccess,
  namespaces: checkNamespaces,
  secrets: checkSecrets,
  "storage classes": checkStorage,
  "definitions and operators": checkPlatform,
  capacity: checkCapacity,
};

/**
 * Looks at a cluster as the deployment of an artifact would find it; changes nothing.
 * @throws ConfigurationError when the cluster does not answer, or refuses to
 */
export async function preflight(cluster: Cluster, artifact: Artifact): Promise<readonly Finding[]> {
  const findings: Finding[] = [];
  for (const [name, check] of Object.entries(CHECKS)) {
    progress(`checking ${name}`);
    findings.push(...(await check(cluster, artifact)));
  }
  return findings;
}

/** Adds `qms preflight <environment>`. */
export function registerPreflight(program: Command): void {
  withClusterOptions(program.command("preflight"))
    .description("Checks whether a cluster is ready for a deployment; changes nothing.")
    .argument("<environment>", "name of an environment")
    .action(async (environment: string, options: ClusterOptions) => {
      const artifact = artifactOf(options.outdir, environment);
      const findings = await preflight(await connect(artifact, options), artifact);
      console.log(options.json ? JSON.stringify(findings, null, 2) : table(findings));
      if (findings.some(({ verdict }) => verdict === "fail")) process.exitCode = EXIT.input;
    });
}

function table(findings: readonly Finding[]): string {
  const { green, red, yellow } = colors();
  const painted = { ok: green("ok"), warn: yellow("warn"), fail: red("fail") };
  const rows = findings.map(({ area, fix, found, subject, verdict }) => [
    area,
    subject,
    painted[verdict],
    fix === undefined ? found : `${found}\n→ ${fix.replaceAll("\n", "\n→ ")}`,
  ]);
  const count = (wanted: Finding["verdict"]): number =>
    findings.filter(({ verdict }) => verdict === wanted).length;
  return `${tableOf(["area", "subject", "", "found"], rows)}\n${count("fail")} failed, ${count("warn")} warned, ${count("ok")} ok`;
}
