import type { Artifact } from "../artifact/artifact";
import type { Finding } from "./finding";

const RULE = { rule: "QMS-GATE-001", title: "other stacks leave the governed ones alone" } as const;

/**
 * Judges a stack that is not governed, in the same app as governed ones. It may be anything, as long as it does not
 * reach into their namespaces or releases.
 */
export function judgeForeign(artifact: Artifact, governed: readonly Artifact[]): readonly Finding[] {
  return governed.flatMap((owner) => [
    ...intrudingReleases(artifact, owner),
    ...intrudingObjects(artifact, owner),
  ]);
}

function intrudingReleases(artifact: Artifact, owner: Artifact): readonly Finding[] {
  const ours = namespacesOf(owner);
  const names = new Set(owner.releases.map(({ namespace, name }) => `${namespace}/${name}`));
  return artifact.releases
    .filter(({ namespace }) => ours.has(namespace))
    .map(({ address, namespace, name }) =>
      names.has(`${namespace}/${name}`)
        ? intrusion(
            artifact,
            address,
            `release ${name} in namespace ${namespace}, which ${owner.environment} manages`,
          )
        : intrusion(artifact, address, `a release in namespace ${namespace} of ${owner.environment}`),
    );
}

function intrudingObjects(artifact: Artifact, owner: Artifact): readonly Finding[] {
  const ours = namespacesOf(owner);
  return artifact.objects
    .filter(({ kind, name, namespace }) => ours.has(kind === "Namespace" ? name : namespace))
    .map(({ address, path, kind, name, namespace }) => {
      const what = kind === "Namespace" ? `namespace ${name}` : `${kind} ${name} in namespace ${namespace}`;
      return intrusion(artifact, address, `${what} of ${owner.environment}`, path);
    });
}

/** Namespaces that a governed stack creates or installs into. */
function namespacesOf(owner: Artifact): ReadonlySet<string> {
  const created = owner.objects.filter(({ kind }) => kind === "Namespace").map(({ name }) => name);
  return new Set([...created, ...owner.releases.map(({ namespace }) => namespace)]);
}

function intrusion(artifact: Artifact, address: string, found: string, path = ""): Finding {
  return {
    ...RULE,
    environment: artifact.environment,
    address,
    path,
    found,
    required: "releases and objects in other namespaces",
    mandate: "qms_context.observability_enforcement",
    fix: "move it to a namespace of its own, or into the observability stack",
  };
}
