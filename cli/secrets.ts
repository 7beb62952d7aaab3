import { Option, type Command } from "commander";
import type { Artifact } from "../assurance";
import { requiredSecrets, type RequiredSecret } from "../assurance/secrets/required-secrets";
import { ConfigurationError } from "../mandate";
import { artifactOf } from "./artifacts";
import { type ClusterOptions, withClusterOptions } from "./cluster/cluster-options";
import { connect } from "./cluster/connect";
import { progress } from "./progress";
import { applyNamespaces, type AppliedNamespace } from "./secrets/apply-namespaces";
import { type AppliedSecret, applySecret } from "./secrets/apply-secrets";
import { type ExternalSecretOptions, externalSecrets, type NamedManifest } from "./secrets/external-secrets";
import { secretTemplates } from "./secrets/sealed-secrets";
import { writeManifests, yamlStream } from "./secrets/secrets-files";
import { appliedTable, secretsTable } from "./secrets/secrets-table";

const FORMATS = ["external-secrets", "sealed-secrets"] as const;

/** Options of `qms secrets`. */
interface SecretsOptions extends ClusterOptions, Omit<ExternalSecretOptions, "environment"> {
  readonly format?: (typeof FORMATS)[number];
  readonly output?: string;
  readonly apply: boolean;
  readonly dryRun: boolean;
}

/** Adds `qms secrets <environment>`. */
export function registerSecrets(program: Command): void {
  withClusterOptions(program.command("secrets"))
    .description(
      "Lists the Secrets that must exist before a deployment, writes manifests for them, or makes them.",
    )
    .argument("<environment>", "name of an environment")
    .addOption(new Option("--format <format>", "write manifests in place of the list").choices(FORMATS))
    .option("--output <folder>", "folder for the manifests, one file each", undefined)
    .option("--store <name>", "secret store of the ExternalSecrets", "observability")
    .addOption(
      new Option("--store-kind <kind>", "kind of the store")
        .choices(["ClusterSecretStore", "SecretStore"])
        .default("ClusterSecretStore"),
    )
    .option("--refresh-interval <duration>", "how often ExternalSecrets are refreshed", "1h")
    .option("--apply", "create missing namespaces and internal credentials in the cluster", false)
    .option("--dry-run", "with --apply: let the server check all and keep nothing", false)
    .action(async (environment: string, options: SecretsOptions) => {
      refuseContradictions(options);
      const artifact = artifactOf(options.outdir, environment);
      const secrets = requiredSecrets(artifact);
      console.log(
        options.apply ? await apply(artifact, secrets, options) : list(environment, secrets, options),
      );
    });
}

function refuseContradictions({ apply: applies, dryRun, format, output }: SecretsOptions): void {
  const contradictions = [
    ...(applies && format !== undefined ? [["--format", "it cannot go with --apply", "choose one"]] : []),
    ...(dryRun && !applies ? [["--dry-run", "it means nothing without --apply", "add --apply"]] : []),
    ...(output !== undefined && format === undefined
      ? [["--output", "it means nothing without --format", `add --format ${FORMATS.join(" or ")}`]]
      : []),
  ];
  if (contradictions.length === 0) return;
  throw new ConfigurationError(
    "nothing was done",
    contradictions.map(([where = "", what = "", fix = ""]) => ({ where, what, fix })),
  );
}

function list(environment: string, secrets: readonly RequiredSecret[], options: SecretsOptions): string {
  const { format, json, output } = options;
  if (format === undefined) return json ? JSON.stringify(secrets, null, 2) : secretsTable(secrets);
  const manifests: readonly NamedManifest[] =
    format === "external-secrets"
      ? externalSecrets(secrets, { environment, ...options })
      : secretTemplates(secrets);
  if (output !== undefined) return writeManifests(output, manifests).join("\n");
  return json ? JSON.stringify(manifests, null, 2) : yamlStream(manifests).trimEnd();
}

async function apply(
  artifact: Artifact,
  secrets: readonly RequiredSecret[],
  options: SecretsOptions,
): Promise<string> {
  const { dryRun, json } = options;
  const cluster = await connect(artifact, options);
  progress(`${dryRun ? "asking" : "writing to"} ${cluster.server}`);
  const names = [...new Set(secrets.map(({ namespace }) => namespace))].sort();
  const namespaces = await applyNamespaces(cluster, artifact, names, dryRun);
  const applied: AppliedSecret[] = [];
  for (const secret of secrets) {
    progress(`secret ${secret.namespace}/${secret.name}`);
    const absentNamespaces = dryRun ? absent(namespaces) : new Set<string>();
    applied.push(
      await applySecret(cluster, secret, { environment: artifact.environment, dryRun, absentNamespaces }),
    );
  }
  return json
    ? JSON.stringify({ dryRun, namespaces, secrets: applied }, null, 2)
    : appliedTable(namespaces, applied, dryRun);
}

function absent(namespaces: readonly AppliedNamespace[]): ReadonlySet<string> {
  return new Set(namespaces.filter(({ action }) => action === "created").map(({ name }) => name));
}
