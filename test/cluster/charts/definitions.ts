import { spawnSync } from "node:child_process";
import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { parseAllDocuments } from "yaml";
import { chart, type ChartName } from "../../../constructs/core/charts";
import type { KubernetesObject } from "../lab/api-client";

/** Where the published Go module of an operator keeps its custom resource definitions. */
interface Source {
  readonly module: string;
  readonly path: string;
}

/** Charts that bring definitions, and the modules that carry the same ones. */
const SOURCES: Partial<Record<ChartName, Source>> = {
  "cert-manager": { module: "github.com/cert-manager/cert-manager", path: "deploy/crds" },
  "eck-operator": { module: "github.com/elastic/cloud-on-k8s/v3", path: "config/crds/v1/all-crds.yaml" },
  "prometheus-operator-crds": {
    module: "github.com/prometheus-operator/prometheus-operator",
    path: "example/prometheus-operator-crd",
  },
  "trust-manager": {
    module: "github.com/cert-manager/trust-manager",
    path: "deploy/crds/trust.cert-manager.io_bundles.yaml",
  },
};

/** Kinds whose definition no module carries: they are taken with any content, so nothing is proven about it. */
const UNKNOWN: Partial<Record<ChartName, readonly KubernetesObject[]>> = {
  "opentelemetry-operator": [
    anything("opentelemetry.io", "v1alpha1", "Instrumentation", "instrumentations"),
    anything("opentelemetry.io", "v1beta1", "OpenTelemetryCollector", "opentelemetrycollectors"),
  ],
};

/** What a chart's definitions are. */
export interface Definitions {
  readonly objects: readonly KubernetesObject[];
  /** Module and version that they are from; absent for those that take any content. */
  readonly source?: string;
}

/**
 * The custom resource definitions that a chart brings, as its operator's module has them in the same version.
 * @throws Error with Go's own words when the module cannot be had
 */
export function definitions(name: ChartName): Definitions {
  const source = SOURCES[name];
  if (source === undefined) return { objects: UNKNOWN[name] ?? [] };
  const { appVersion } = chart(name);
  const module = `${source.module}@v${appVersion.replace(/^v/, "")}`;
  const objects = yamlFiles(join(moduleFolder(module), source.path)).flatMap(documents);
  return {
    source: module,
    objects: objects.filter(({ kind }) => kind === "CustomResourceDefinition").map(kept),
  };
}

function moduleFolder(module: string): string {
  const { error, status, stderr, stdout } = spawnSync("go", ["mod", "download", "-json", module], {
    encoding: "utf8",
    env: { ...process.env, GOFLAGS: "-mod=mod", GOWORK: "off" },
  });
  const { Dir, Error: why } = (status === 0 ? JSON.parse(stdout) : {}) as { Dir?: string; Error?: string };
  if (Dir !== undefined) return Dir;
  throw new Error(`${module} cannot be had: ${why ?? error?.message ?? stderr}`);
}

function yamlFiles(path: string): readonly string[] {
  if (statSync(path).isFile()) return [path];
  return readdirSync(path)
    .filter((name) => name.endsWith(".yaml"))
    .sort()
    .map((name) => join(path, name));
}

function documents(file: string): readonly KubernetesObject[] {
  const parsed = parseAllDocuments(readFileSync(file, "utf8"));
  return (Array.isArray(parsed) ? parsed : []).map(
    (document) => undescribed(document.toJS()) as KubernetesObject,
  );
}

/** Descriptions are most of a definition, and Helm keeps a chart twice in a Secret of 1 MiB. */
function undescribed(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(undescribed);
  if (typeof value !== "object" || value === null) return value;
  const kept = Object.entries(value).filter(
    ([key, child]) => key !== "description" || typeof child !== "string",
  );
  return Object.fromEntries(kept.map(([key, child]) => [key, undescribed(child)]));
}

/** As the charts have it: removing a release must not remove the custom resources of the whole cluster. */
function kept(definition: KubernetesObject): KubernetesObject {
  const { metadata } = definition;
  const annotations = { ...metadata.annotations, "helm.sh/resource-policy": "keep" };
  return { ...definition, metadata: { ...metadata, annotations } };
}

function anything(group: string, version: string, kind: string, plural: string): KubernetesObject {
  const schema = { openAPIV3Schema: { type: "object", "x-kubernetes-preserve-unknown-fields": true } };
  return kept({
    apiVersion: "apiextensions.k8s.io/v1",
    kind: "CustomResourceDefinition",
    metadata: { name: `${plural}.${group}` },
    spec: {
      group,
      scope: "Namespaced",
      names: { kind, plural, singular: kind.toLowerCase(), listKind: `${kind}List` },
      versions: [{ name: version, served: true, storage: true, schema }],
    },
  });
}
