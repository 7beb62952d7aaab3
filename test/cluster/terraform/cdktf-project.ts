import { spawn } from "node:child_process";
import { appendFileSync, mkdirSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { tool } from "../../support/tools";

/** CDKTF locks providers by asking their registry, even where Terraform is told of a mirror. */
const ALWAYS = ["--skip-provider-lock", "--no-color"];
const PRODUCT = join(__dirname, "../../..");

/** What `npx cdktf` ended with. */
export interface CdktfRun {
  readonly code: number | null;
  readonly output: string;
}

export interface CdktfProjectOptions {
  /** Folder that takes the project. */
  readonly folder: string;
  readonly environment: string;
  /** File that is laid beside the artifact. */
  readonly override: string;
  /** File for `TF_CLI_CONFIG_FILE`. */
  readonly configuration: string;
}

/**
 * A project folder beside ours. The gate objects to override files, so ours is away while it judges and comes before
 * Terraform is started.
 */
export class CdktfProject {
  /** Shell command that synthesizes into `$CDKTF_OUTDIR`. */
  public readonly app: string;

  public constructor(private readonly options: CdktfProjectOptions) {
    const { environment, folder, override } = options;
    mkdirSync(folder, { recursive: true });
    const synthesis = `node ${JSON.stringify(join(PRODUCT, "dist/main.js"))} ${environment}`;
    const target = `"$CDKTF_OUTDIR/stacks/${environment}/${basename(override)}"`;
    this.app = `rm -f ${target} && ${synthesis} && cp ${JSON.stringify(override)} ${target}`;
    const settings = {
      language: "typescript",
      app: this.app,
      projectId: "cluster-test",
      sendCrashReports: "false",
    };
    writeFileSync(join(folder, "cdktf.json"), JSON.stringify(settings));
  }

  /** @param command - such as `deploy`, for the one environment */
  public run(command: string, ...flags: readonly string[]): Promise<CdktfRun> {
    const { configuration, environment, folder } = this.options;
    const child = spawn(
      join(PRODUCT, "node_modules/.bin/cdktf"),
      [command, environment, ...ALWAYS, ...flags],
      {
        cwd: folder,
        env: {
          ...process.env,
          KUBECONFIG: undefined,
          TF_CLI_CONFIG_FILE: configuration,
          TERRAFORM_BINARY_NAME: tool("terraform"),
          CHECKPOINT_DISABLE: "1",
          DISABLE_VERSION_CHECK: "1",
          CI: "1",
          FORCE_COLOR: "0",
        },
        stdio: ["ignore", "pipe", "pipe"],
      },
    );
    const chunks: string[] = [];
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding("utf8").on("data", (text: string) => {
        chunks.push(text);
        appendFileSync(join(folder, "cdktf.log"), text);
      });
    }
    return new Promise((resolve, reject) => {
      child.once("error", reject).once("close", (code) => {
        resolve({ code, output: chunks.join("") });
      });
    });
  }
}
