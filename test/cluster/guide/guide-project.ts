import { spawn } from "node:child_process";
import { existsSync, mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { delimiter, join } from "node:path";
import { tool } from "../../support/tools";
import { accessOf, type Kubeconfig, writeKubeconfig } from "../lab/kubeconfig";
import { CdktfProject, type CdktfProjectOptions } from "../terraform/cdktf-project";

const PRODUCT = join(__dirname, "../../..");

/** What a command ended with. */
export interface CommandRun {
  readonly code: number | null;
  readonly output: string;
}

export interface GuideProjectOptions extends CdktfProjectOptions {
  readonly kubeconfig: Kubeconfig;
  /** See the provider set. */
  readonly lockOptions: readonly string[];
}

/**
 * A folder in which the commands of the deploy guide run as they stand there: a home with a kubeconfig, a cdktf.json, the
 * list of charts, and `npm`, `npx` and `terraform` that run this checkout's programs.
 */
export class GuideProject {
  private readonly environment: NodeJS.ProcessEnv;

  public constructor(private readonly options: GuideProjectOptions) {
    const { configuration, environment, folder, kubeconfig } = options;
    const { app } = new CdktfProject(options);
    const home = join(folder, "home");
    mkdirSync(join(home, ".kube"), { recursive: true });
    const context = { file: join(home, ".kube/config"), context: environment };
    writeKubeconfig(context, accessOf(kubeconfig));
    this.writePrograms(join(folder, "bin"), app);
    symlinkSync(join(PRODUCT, "charts-values"), join(folder, "charts-values"));
    this.environment = {
      ...process.env,
      PATH: [join(folder, "bin"), process.env.PATH].join(delimiter),
      HOME: home,
      KUBECONFIG: undefined,
      TF_CLI_CONFIG_FILE: configuration,
      TERRAFORM_BINARY_NAME: tool("terraform"),
      CDKTF_OUTDIR: "cdktf.out",
      // As the guide's first command says, whose shell ends with it.
      CHECKPOINT_DISABLE: "1",
      DISABLE_VERSION_CHECK: "1",
      CI: "1",
      FORCE_COLOR: "0",
    };
  }

  /** Runs a command of the guide, for this project's environment, in the shell. */
  public run(command: string): Promise<CommandRun> {
    const { environment, folder } = this.options;
    const line = command.replaceAll("production", environment);
    const child = spawn("bash", ["-o", "pipefail", "-c", line], {
      cwd: folder,
      env: this.environment,
      stdio: ["ignore", "pipe", "pipe"],
    });
    const chunks: string[] = [];
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding("utf8").on("data", (text: string) => chunks.push(text));
    }
    return new Promise((resolve, reject) => {
      child.once("error", reject).once("close", (code) => {
        resolve({ code, output: chunks.join("") });
      });
    });
  }

  /** True where a program that the guide uses and this project does not bring is on this machine. */
  public has(program: string): boolean {
    const folders = (this.environment.PATH ?? "").split(delimiter);
    return folders.some((folder) => existsSync(join(folder, program)));
  }

  private writePrograms(bin: string, app: string): void {
    const options = this.options.lockOptions.map((option) => JSON.stringify(option)).join(" ");
    const lock = `node ${JSON.stringify(join(PRODUCT, "scripts/provider-lock.mjs"))}`;
    mkdirSync(bin, { recursive: true });
    symlinkSync(tool("terraform"), join(bin, "terraform"));
    const write = (name: string, cases: readonly string[]): void => {
      const text = [
        "#!/bin/sh",
        'case "$*" in',
        ...cases,
        '*) echo "not known here: $0 $*" >&2; exit 64;;',
        "esac",
      ];
      writeFileSync(join(bin, name), `${text.join("\n")}\n`, { mode: 0o755 });
    };
    write("npm", [
      "ci) ;;",
      `"run synth -- "*) ${app};;`,
      `"run lock -- "*" --restore") shift 3; ${lock} "$@";;`,
      `"run lock -- "*) shift 3; ${lock} "$@" -- ${options};;`,
    ]);
    const cdktf = JSON.stringify(join(PRODUCT, "node_modules/.bin/cdktf"));
    write("npx", [
      `"qms "*) shift; exec node ${JSON.stringify(join(PRODUCT, "dist/cli/qms.js"))} "$@";;`,
      // No registry, and no terminal to ask on.
      `"cdktf "*) shift; exec ${cdktf} "$@" --skip-provider-lock --auto-approve --no-color;;`,
    ]);
  }
}
