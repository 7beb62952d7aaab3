import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { readArtifact } from "../../../assurance";
import { type RenderedRelease, renderEnvironment } from "../../support/chart-rendering";
import { tool } from "../../support/tools";
import { artifactFolder } from "../artifacts";
import { definitions } from "../charts/definitions";
import type { ChartName } from "../../../constructs/core/charts";
import type { KubernetesObject } from "../lab/api-client";

/** The objects of one release. */
export interface ReleaseObjects {
  readonly release: string;
  readonly namespace: string;
  /** Name of the chart; `manifests` for what the project itself writes. */
  readonly chart: string;
  readonly objects: readonly KubernetesObject[];
}

/** Everything that an environment brings into a cluster, as far as it can be known. */
export interface EnvironmentObjects {
  readonly namespaces: readonly KubernetesObject[];
  readonly releases: readonly ReleaseObjects[];
  /** Where custom resource definitions are from, by chart. */
  readonly definitions: Readonly<Record<string, string>>;
}

/** True where the real charts are at hand. */
export function hasCharts(): boolean {
  return process.env.CHARTS_DIR !== undefined && existsSync(process.env.CHARTS_DIR);
}

/**
 * With the real charts, all rendered objects; without, what the project itself writes, and the definitions that the
 * operators' modules carry.
 *
 * @param work - folder that takes what is rendered
 * @throws Error when a chart does not render
 */
export function environmentObjects(environment: string, work: string): EnvironmentObjects {
  const artifact = readArtifact(artifactFolder(environment));
  const namespaces = artifact.objects
    .filter(({ kind }) => kind === "Namespace")
    .map(({ labels, name }) => ({ apiVersion: "v1", kind: "Namespace", metadata: { name, labels } }));
  const own = artifact.releases
    .filter(({ isLocal }) => isLocal)
    .map(({ manifests, name, namespace }) => ({
      release: name,
      namespace,
      chart: "manifests",
      objects: Object.values(manifests) as unknown as readonly KubernetesObject[],
    }));
  if (!hasCharts()) {
    const charts = artifact.releases.filter(({ isLocal }) => !isLocal).map(fromModule);
    const sources = charts.flatMap(({ chart, source }) => (source === undefined ? [] : [[chart, source]]));
    return {
      namespaces,
      releases: [...charts, ...own],
      definitions: Object.fromEntries(sources) as Record<string, string>,
    };
  }
  process.env.QMS_HELM ??= tool("helm");
  const rendered = renderEnvironment(environment, artifactFolder(environment), join(work, environment));
  return { namespaces, releases: rendered.map(fromRendering), definitions: { "*": "the charts" } };
}

function fromRendering({ chart, failure, name, namespace, objectsFile }: RenderedRelease): ReleaseObjects {
  if (failure !== undefined) throw new Error(`release ${name}: ${failure}`);
  const { objects } = JSON.parse(readFileSync(objectsFile, "utf8")) as {
    objects: readonly KubernetesObject[];
  };
  return { release: name, namespace, chart, objects };
}

interface FromModule extends ReleaseObjects {
  readonly source: string | undefined;
}

function fromModule({
  chart,
  name,
  namespace,
}: {
  chart: string;
  name: string;
  namespace: string;
}): FromModule {
  const { objects, source } = definitions(chart as ChartName);
  const unknown = objects.length > 0 ? "any content is taken: no module carries them" : undefined;
  return { release: name, namespace, chart, objects, source: source ?? unknown };
}
