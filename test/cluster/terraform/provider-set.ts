import { existsSync, mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { tool } from "../../support/tools";

/** Which providers Terraform uses, and where it finds them. */
export interface ProviderSet {
  /** File for `TF_CLI_CONFIG_FILE`. */
  readonly configuration: string;
  /** Versions to ask for instead of the artifact's; none where the artifact's own are to be had. */
  readonly versions: Readonly<Record<string, string>>;
  /** Options by which `terraform providers lock` finds them; none where it may ask their registry. */
  readonly lockOptions: readonly string[];
  /** True for providers that only play the pinned ones; they know less. */
  readonly doubles: boolean;
}

/** Versions that tools/terraform-provider-* build; no registry has them, so nobody takes them for the real ones. */
const DOUBLES = { helm: "1.3.2-double", kubernetes: "1.13.4-double" } as const;

/**
 * The exact pinned providers by the Terraform set-up that `TF_CLI_CONFIG_FILE` names, or else doubles of them.
 *
 * @param folder - takes the mirror of the doubles
 */
export function providerSet(folder: string): ProviderSet {
  const named = process.env.TF_CLI_CONFIG_FILE;
  if (named !== undefined && existsSync(named)) {
    return { configuration: named, versions: {}, lockOptions: [], doubles: false };
  }
  for (const [name, version] of Object.entries(DOUBLES)) {
    const program = `terraform-provider-${name}`;
    const target = join(folder, "registry.terraform.io/hashicorp", name, version, platform());
    mkdirSync(target, { recursive: true });
    symlinkSync(tool(program), join(target, `${program}_v${version}`));
  }
  const configuration = join(folder, "terraform.rc");
  writeFileSync(configuration, mirrorConfiguration(folder));
  // The mirror has the providers of one platform.
  const lockOptions = [`-fs-mirror=${folder}`, `-platform=${platform()}`];
  return { configuration, versions: DOUBLES, lockOptions, doubles: true };
}

function mirrorConfiguration(folder: string): string {
  const mirror = `filesystem_mirror {\n    path = ${JSON.stringify(folder)}\n  }`;
  return `disable_checkpoint = true\nprovider_installation {\n  ${mirror}\n}\n`;
}

function platform(): string {
  return `${process.platform}_${process.arch === "x64" ? "amd64" : process.arch}`;
}
