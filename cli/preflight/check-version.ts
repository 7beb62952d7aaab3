import type { Artifact } from "../../assurance";
import type { Check, Finding } from "./check";
import { OLDEST_MINOR, SUPPORTED_VERSIONS, type SupportedVersions } from "./kubernetes-versions";

const AREA = "cluster";

/** Whether the cluster answers, and whether its version is one that the components support. */
export const checkVersion: Check = async (cluster, artifact) => {
  const { gitVersion = "" } = (await cluster.get<{ readonly gitVersion?: string }>("/version")) ?? {};
  const minor = Number(/^v?1\.(\d+)/.exec(gitVersion)?.[1]);
  const found = `Kubernetes ${gitVersion}`;
  const finding = { area: AREA, subject: cluster.server };
  if (Number.isNaN(minor)) {
    return [{ ...finding, verdict: "warn", found: "the server does not tell its version" }];
  }
  if (minor < OLDEST_MINOR) {
    const fix = `upgrade the cluster to 1.${OLDEST_MINOR} or newer`;
    return [{ ...finding, verdict: "fail", found: `${found}: the charts refuse it`, fix }];
  }
  return [{ ...finding, verdict: "ok", found }, ...unsupported(artifact, minor)];
};

function unsupported(artifact: Artifact, minor: number): readonly Finding[] {
  return SUPPORTED_VERSIONS.filter(
    ({ chart, newest, oldest, version }) =>
      (minor < oldest || minor > newest) &&
      artifact.releases.some((release) => release.chart === chart && release.version === version),
  ).map((supported) => outside(supported, minor));
}

function outside({ chart, newest, oldest, version }: SupportedVersions, minor: number): Finding {
  return {
    area: AREA,
    subject: `${chart} ${version}`,
    verdict: "warn",
    found: `supports Kubernetes 1.${oldest} to 1.${newest}, this is 1.${minor}`,
    fix: minor < oldest ? "upgrade the cluster" : "try it on a cluster that holds nothing of value first",
  };
}
