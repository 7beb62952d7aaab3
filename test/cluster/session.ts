import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Artifact } from "../../assurance";
import type { Environment } from "../../stacks/environments/environment";
import { synthesizeInto } from "./artifacts";
import { realCharts } from "./charts/real-charts";
import { standInCharts } from "./charts/stand-in-chart";
import type { Cluster } from "./lab/cluster";
import type { CreatedSecret } from "./secrets/create-secrets";
import { prepare } from "./secrets/prepare";
import { type ProviderSet, providerSet } from "./terraform/provider-set";
import { Workspace, type WorkspaceOptions } from "./terraform/workspace";

/** A cluster, Terraform with its providers, charts, and folders that go away with it. */
export class Session<Kind extends Cluster = Cluster> {
  public readonly providers: ProviderSet;
  /** Every Secret that was made here, by which the tests look for leaks. */
  public readonly secrets: CreatedSecret[] = [];
  private readonly folder = mkdtempSync(join(tmpdir(), "qms-workspace-"));
  private count = 0;

  public constructor(public readonly cluster: Kind) {
    this.providers = providerSet(join(this.folder, "providers"));
  }

  /** An empty workspace; each has a state of its own unless the backend says otherwise. */
  public workspace(options: Partial<Pick<WorkspaceOptions, "backend">> = {}): Workspace {
    return new Workspace({
      folder: this.subfolder("workspace"),
      kubeconfig: this.cluster.kubeconfig,
      providers: this.providers,
      charts: (artifact) => this.charts(artifact),
      ...options,
    });
  }

  /** Synthesizes a changed environment; returns the folder of the artifact. */
  public synthesize(environment: Environment): string {
    return synthesizeInto(this.subfolder("synthesis"), environment);
  }

  /** Makes what an environment expects to find, but for the Secrets of the names given. */
  public async prepare(artifact: Artifact, except: readonly string[] = []): Promise<void> {
    this.secrets.push(...(await prepare(this.cluster.api, artifact, except)));
  }

  public async end(): Promise<void> {
    await this.cluster.stop();
    rmSync(this.folder, { recursive: true, force: true });
  }

  private subfolder(name: string): string {
    this.count += 1;
    return join(this.folder, `${name}-${String(this.count)}`);
  }

  /** In a folder that stays the same for an environment: the path of a chart is part of the plan. */
  private charts(artifact: Artifact): Readonly<Record<string, string>> {
    const charts = process.env.CHARTS_DIR;
    if (charts !== undefined && existsSync(charts)) return realCharts(charts, artifact);
    const folder = join(this.folder, "charts", artifact.environment);
    rmSync(folder, { recursive: true, force: true });
    return standInCharts(folder, artifact);
  }
}
