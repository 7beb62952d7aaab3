import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Artifact } from "../../assurance";
import type { Environment } from "../../stacks/environments/environment";
import { synthesizeInto } from "./artifacts";
import { realCharts } from "./charts/real-charts";
import { standInCharts } from "./charts/stand-in-chart";
import type { Cluster } from "./lab/cluster";
import { prepare, type Seed } from "./secrets/prepare";
import { override } from "./terraform/override";
import { type ProviderSet, providerSet } from "./terraform/provider-set";
import { Workspace, type WorkspaceOptions } from "./terraform/workspace";

export interface SessionWorkspaceOptions extends Partial<Pick<WorkspaceOptions, "backend">> {
  /** Uses stand-ins for charts even where the real ones are at hand. @default false */
  readonly standIns?: boolean;
}

/** Minutes on a loaded machine; nothing is pulled or started. */
const LAB_SECONDS = 240;

/** A cluster, Terraform with its providers, charts, and folders that go away with it. */
export class Session<Kind extends Cluster = Cluster> {
  public readonly providers: ProviderSet;
  /** Every secret value of what was prepared, by which the tests look for leaks. */
  public seeds: readonly Seed[] = [];
  private readonly folder = mkdtempSync(join(tmpdir(), "qms-workspace-"));
  private readonly patience: { readonly patience?: number };
  private count = 0;

  public constructor(public readonly cluster: Kind) {
    this.providers = providerSet(join(this.folder, "providers"));
    this.patience = cluster.lab === undefined ? {} : { patience: LAB_SECONDS };
  }

  /** An empty workspace; each has a state of its own unless the backend says otherwise. */
  public workspace(options: SessionWorkspaceOptions = {}): Workspace {
    const { standIns = false, ...rest } = options;
    return new Workspace({
      folder: this.subfolder("workspace"),
      kubeconfig: this.cluster.kubeconfig,
      providers: this.providers,
      charts: (artifact) => this.charts(artifact, standIns),
      ...this.patience,
      ...rest,
    });
  }

  /** Synthesizes a changed environment; returns the folder of the artifact. */
  public synthesize(environment: Environment): string {
    return synthesizeInto(this.subfolder("synthesis"), environment);
  }

  /**
   * Makes what an environment expects to find in the cluster.
   * @param folder - of the artifact
   */
  public async prepare(folder: string): Promise<void> {
    const { api, kubeconfig } = this.cluster;
    this.seeds = await prepare(api, kubeconfig, folder);
  }

  public async end(): Promise<void> {
    await this.cluster.stop();
    rmSync(this.folder, { recursive: true, force: true });
  }

  /** Writes the override file of an artifact for those who run Terraform by themselves; returns its path. */
  public overrideFile(artifact: Artifact): string {
    const folder = this.subfolder("override");
    const { kubeconfig } = this.cluster;
    const swapped = override({
      artifact,
      backend: "declared",
      charts: this.charts(artifact),
      kubeconfig,
      providers: this.providers,
      ...this.patience,
    });
    mkdirSync(folder);
    writeFileSync(join(folder, "lab_override.tf.json"), JSON.stringify(swapped));
    return join(folder, "lab_override.tf.json");
  }

  /** An empty folder that goes away with the session. */
  public subfolder(name: string): string {
    this.count += 1;
    return join(this.folder, `${name}-${String(this.count)}`);
  }

  /** In a folder that stays the same for an environment: the path of a chart is part of the plan. */
  private charts(artifact: Artifact, standIns = false): Readonly<Record<string, string>> {
    const charts = process.env.CHARTS_DIR;
    if (!standIns && charts !== undefined && existsSync(charts)) return realCharts(charts, artifact);
    const folder = join(this.folder, "charts", artifact.environment);
    rmSync(folder, { recursive: true, force: true });
    return standInCharts(folder, artifact);
  }
}
