import type { Artifact } from "../../../assurance";
import type { Kubeconfig } from "../lab/kubeconfig";
import type { ProviderSet } from "./provider-set";

/** What a workspace swaps of an artifact. */
export interface OverrideOptions {
  readonly artifact: Artifact;
  readonly kubeconfig: Kubeconfig;
  readonly providers: ProviderSet;
  /** Seconds after which a release is given up; what is not ready soon in a lab never will be. @default - the artifact's */
  readonly patience?: number;
  /** Folder of the chart of each release that does not bring its own, by the release's id. */
  readonly charts: Readonly<Record<string, string>>;
  /** Backend block, by type; `declared` leaves the artifact's. @default - a file in the workspace */
  readonly backend?: Readonly<Record<string, object>> | "declared";
}

/** What Terraform's override file says: nothing but where cluster, providers, charts and state are. */
export function override(options: OverrideOptions): object {
  const {
    artifact,
    backend = { local: { path: "terraform.tfstate" } },
    kubeconfig,
    patience,
    providers,
  } = options;
  const access = { config_path: kubeconfig.file, config_context: kubeconfig.context };
  const required = Object.entries(providers.versions).map(([name, version]) => [
    name,
    { source: `hashicorp/${name}`, version },
  ]);
  const releases = artifact.releases.map(({ attributes, id }) => [
    id,
    {
      ...chartOf(options.charts[id]),
      ...(patience === undefined ? {} : { timeout: patience }),
      // The double of the Helm provider has no such argument.
      ...(providers.doubles && attributes.wait_for_jobs === true ? { wait_for_jobs: false } : {}),
    },
  ]);
  return {
    terraform: {
      ...(backend === "declared" ? {} : { backend }),
      ...(required.length === 0 ? {} : { required_providers: Object.fromEntries(required) as object }),
    },
    provider: { kubernetes: access, helm: { kubernetes: access } },
    resource: { helm_release: Object.fromEntries(releases) as object },
  };
}

function chartOf(folder: string | undefined): object {
  return folder === undefined ? {} : { chart: folder, repository: null };
}
