import { cpSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { type Artifact, readArtifact } from "../../../assurance";
import { tool } from "../../support/tools";
import type { Kubeconfig } from "../lab/kubeconfig";
import { override, type OverrideOptions } from "./override";
import type { ProviderSet } from "./provider-set";
import { errorsOf, runTerraform, type StartedRun, type TerraformRun } from "./terraform-run";

export interface WorkspaceOptions {
  /** Folder that takes the copy and, beside it, the log. */
  readonly folder: string;
  readonly kubeconfig: Kubeconfig;
  readonly providers: ProviderSet;
  /** See the override. */
  readonly patience?: number;
  /** Folder of the chart of each release that does not bring its own, by the release's id. */
  readonly charts: (artifact: Artifact) => Readonly<Record<string, string>>;
  readonly backend?: NonNullable<OverrideOptions["backend"]>;
}

/** A copy of an artifact in which Terraform runs as it does in `cdktf.out/stacks/<environment>`. */
export class Workspace {
  public readonly folder: string;
  public readonly log: string;
  private taken: Artifact | undefined;

  public constructor(private readonly options: WorkspaceOptions) {
    this.folder = join(options.folder, "stack");
    this.log = join(options.folder, "terraform.log");
    mkdirSync(options.folder, { recursive: true });
  }

  /** Copies an artifact over the one that was there, as a synthesis does; state and lock file stay. */
  public take(artifact: string): this {
    cpSync(artifact, this.folder, { recursive: true });
    this.taken = readArtifact(this.folder);
    const charts = this.options.charts(this.taken);
    this.write("lab_override.tf.json", override({ ...this.options, artifact: this.taken, charts }));
    return this;
  }

  /** @throws Error before anything was taken */
  public get artifact(): Artifact {
    if (this.taken === undefined) throw new Error("the workspace is empty");
    return this.taken;
  }

  /** Writes a JSON file of the workspace, such as a further override. */
  public write(name: string, content: object): void {
    writeFileSync(join(this.folder, name), `${JSON.stringify(content, null, 2)}\n`);
  }

  /** Changes attributes of releases by a further override file, which wins over ours; none takes it away. */
  public alter(releases: Readonly<Record<string, object>>): void {
    // Terraform reads override files in the order of their names.
    const some = Object.keys(releases).length > 0;
    this.write("zz_override.tf.json", some ? { resource: { helm_release: releases } } : {});
  }

  /** The bytes of a file of the workspace. */
  public read(name: string): string {
    return readFileSync(join(this.folder, name), "utf8");
  }

  public init(...args: readonly string[]): Promise<TerraformRun> {
    return this.must(["init", "-input=false", "-no-color", ...args]);
  }

  public validate(): Promise<TerraformRun> {
    return this.must(["validate", "-no-color"]);
  }

  /** Exit code 0: nothing to do; 2: something to do. */
  public plan(...args: readonly string[]): Promise<TerraformRun> {
    return this.run(["plan", "-input=false", "-json", "-detailed-exitcode", ...args]);
  }

  public apply(...args: readonly string[]): Promise<TerraformRun> {
    return this.must(["apply", "-input=false", "-json", "-auto-approve", ...args]);
  }

  public destroy(...args: readonly string[]): Promise<TerraformRun> {
    return this.must(["destroy", "-input=false", "-json", "-auto-approve", ...args]);
  }

  /** A run that may end in any way. */
  public run(args: readonly string[]): Promise<TerraformRun> {
    return this.start(args).end;
  }

  public start(args: readonly string[]): StartedRun {
    const environment = {
      ...process.env,
      TF_CLI_CONFIG_FILE: this.options.providers.configuration,
      TF_IN_AUTOMATION: "1",
      CHECKPOINT_DISABLE: "1",
      // The kubeconfig is what the override file says.
      KUBECONFIG: undefined,
    };
    return runTerraform(
      { program: tool("terraform"), folder: this.folder, environment, log: this.log },
      args,
    );
  }

  /** @throws Error with Terraform's errors */
  private async must(args: readonly string[]): Promise<TerraformRun> {
    const run = await this.run(args);
    if (run.code === 0) return run;
    throw new Error(
      `terraform ${args.join(" ")} ended with ${String(run.code)}:\n${errorsOf(run).join("\n")}`,
    );
  }
}
