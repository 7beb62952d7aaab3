import type { Artifact, Release } from "../../assurance";
import type { ClusterObject } from "../cluster/cluster";
import type { Check, Finding } from "./check";
import { PLATFORM_COMPONENTS, type PlatformComponent } from "./platform-components";

interface Definition extends ClusterObject {
  readonly spec?: { readonly group?: string };
}

/** Whether definitions and operators of others would collide with ours, or are there where we count on them. */
export const checkPlatform: Check = async (cluster, artifact) => {
  const definitions = await cluster.list<Definition>(
    "/apis/apiextensions.k8s.io/v1/customresourcedefinitions",
  );
  const operators = [
    ...(await cluster.list("/apis/apps/v1/deployments")),
    ...(await cluster.list("/apis/apps/v1/statefulsets")),
  ];
  return PLATFORM_COMPONENTS.flatMap((component) => {
    const release = artifact.releases.find(({ chart }) => chart === component.chart);
    return release === undefined
      ? [counted(component, definitions)]
      : [
          owned(component, release, definitions),
          ...otherOperators(component, operatorRelease(artifact, component), operators),
        ];
  });
};

/** The component is somebody else's, and must be there. */
function counted({ chart, definitions, option }: PlatformComponent, found: readonly Definition[]): Finding {
  const names = found.map(({ metadata }) => metadata.name);
  const missing = definitions.filter((name) => !names.includes(name));
  const finding = { area: "definitions", subject: chart };
  return missing.length === 0
    ? { ...finding, verdict: "ok", found: "somebody else's are there" }
    : {
        ...finding,
        verdict: "fail",
        found: `missing: ${missing.join(", ")}`,
        fix: `install ${chart}, or take ${option} out of existing`,
      };
}

/** The component is ours: Helm refuses definitions that another release or nobody owns. */
function owned(
  { chart, groups, option }: PlatformComponent,
  release: Release,
  definitions: readonly Definition[],
): Finding {
  const present = definitions.filter(({ spec }) => isOf(spec?.group ?? "", groups));
  const foreign = present.filter(
    ({ metadata }) => ownerOf(metadata) !== `${release.namespace}/${release.name}`,
  );
  const finding = { area: "definitions", subject: chart };
  if (foreign.length === 0) {
    const found = present.length === 0 ? "not there yet: they are created" : "ours";
    return { ...finding, verdict: "ok", found };
  }
  const owners = [...new Set(foreign.map(({ metadata }) => ownerOf(metadata)))].sort();
  return {
    ...finding,
    verdict: "fail",
    found: `${foreign.length} of ${owners.join(", ")}, and Helm would refuse to take them over`,
    fix: `add ${option} to existing`,
  };
}

function isOf(group: string, groups: readonly string[]): boolean {
  // The group of trust-manager ends like that of cert-manager, and is not one of its own.
  if (group === "trust.cert-manager.io") return groups.includes(group);
  return groups.some((known) => group === known || group.endsWith(`.${known}`));
}

function ownerOf({ annotations = {} }: ClusterObject["metadata"]): string {
  const name = annotations["meta.helm.sh/release-name"];
  return name === undefined
    ? "nobody's release"
    : `${annotations["meta.helm.sh/release-namespace"] ?? ""}/${name}`;
}

/** The Prometheus operator comes with another chart than its definitions. */
function operatorRelease({ releases }: Artifact, { chart }: PlatformComponent): Release | undefined {
  const operator = chart === "prometheus-operator-crds" ? "kube-prometheus-stack" : chart;
  return releases.find((release) => release.chart === operator);
}

function otherOperators(
  { operators, option, chart, second }: PlatformComponent,
  release: Release | undefined,
  running: readonly ClusterObject[],
): readonly Finding[] {
  return running
    .filter(({ metadata }) => operators.includes(metadata.labels?.["app.kubernetes.io/name"] ?? ""))
    .filter(({ metadata }) => ownerOf(metadata) !== `${release?.namespace ?? ""}/${release?.name ?? ""}`)
    .map(({ metadata }) => ({
      area: "operator",
      subject: chart,
      verdict: second.verdict,
      found: `${metadata.namespace ?? ""}/${metadata.name}: ${second.found}`,
      fix: `add ${option} to existing, or remove it`,
    }));
}
