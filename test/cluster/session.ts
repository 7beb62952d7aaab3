import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Artifact } from "../../assurance";
import { realCharts } from "./charts/real-charts";
import { standInCharts } from "./charts/stand-in-chart";
import type { Cluster } from "./lab/cluster";
import { createSecrets, type CreatedSecret } from "./secrets/create-secrets";
import { requiredSecrets } from "./secrets/required-secrets";
import { type ProviderSet, providerSet } from "./terraform/provider-set";
import { Workspace, type WorkspaceOptions } from "./terraform/workspace";

/** The folder that `npm run synth` writes. */
export const ARTIFACTS = join(__dirname, "../../cdktf.out/stacks");

/** A cluster, Terraform with its providers, and charts. */
export class Session {
  public readonly providers: ProviderSet;
  private readonly folder = mkdtempSync(join(tmpdir(), "qms-workspace-"));
  private workspaces = 0;

  public constructor(public readonly cluster: Cluster) {
    this.providers = providerSet(join(this.folder, "providers"));
  }

  /** A workspace of an environment; several of the same one have states of their own unless a backend says otherwise. */
  public workspace(
    environment: string,
    options: Partial<Pick<WorkspaceOptions, "backend" | "charts">> = {},
  ): Workspace {
    this.workspaces += 1;
    return new Workspace({
      artifact: join(ARTIFACTS, environment),
      folder: join(this.folder, `${environment}-${String(this.workspaces)}`),
      kubeconfig: this.cluster.kubeconfig,
      providers: this.providers,
      charts: (artifact) => this.charts(artifact),
      ...options,
    });
  }

  /** Creates what the environment's pods wait for. */
  public createSecrets(artifact: Artifact): Promise<readonly CreatedSecret[]> {
    return createSecrets(this.cluster.api, requiredSecrets(artifact));
  }

  public async end(): Promise<void> {
    await this.cluster.stop();
    if (process.env.KEEP === undefined) rmSync(this.folder, { recursive: true, force: true });
  }

  private charts(artifact: Artifact): Readonly<Record<string, string>> {
    const charts = process.env.CHARTS_DIR;
    if (charts !== undefined && existsSync(charts)) return realCharts(charts, artifact);
    return standInCharts(join(this.folder, `charts-${String(this.workspaces)}`), artifact);
  }
}
