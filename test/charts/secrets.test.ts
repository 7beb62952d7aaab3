import { join } from "node:path";
import { type Artifact, type JsonObject, type KubernetesObject, readArtifact } from "../../assurance";
import { textOf, valueAt } from "../../assurance/artifact/json";
import { requiredSecrets } from "../../assurance/secrets/required-secrets";
import type { RenderedRelease } from "../support/chart-rendering";
import { environments, objectsOf, renderedReleases } from "../support/rendered";

const ARTIFACTS = join(__dirname, "../../cdktf.out/stacks");

/** The artifact as it would be if charts were manifests: every object in the open. */
function opened(artifact: Artifact, rendered: readonly RenderedRelease[]): Artifact {
  const contents = (name: string): readonly JsonObject[] =>
    rendered
      .filter((release) => release.name === name)
      .flatMap(objectsOf)
      // Definitions describe fields with examples.
      .filter(({ kind }) => kind !== "CustomResourceDefinition");
  return {
    ...artifact,
    releases: artifact.releases.map((release) => ({
      ...release,
      values: {
        fullnameOverride: release.values.fullnameOverride ?? "",
        objects: contents(release.name),
        // Its configuration becomes a text inside a ConfigMap.
        ...(release.chart === "cert-manager" ? { given: release.values } : {}),
      },
    })),
    objects: [
      ...artifact.objects,
      ...artifact.releases.flatMap(({ address, name, namespace }) =>
        contents(name).map((body): KubernetesObject => ({
          address,
          path: "",
          apiVersion: textOf(body.apiVersion) ?? "",
          kind: textOf(body.kind) ?? "",
          name: textOf(valueAt(body, "metadata.name")) ?? "",
          namespace: textOf(valueAt(body, "metadata.namespace")) ?? namespace,
          labels: {},
          body,
        })),
      ),
    ],
  };
}

describe.each(environments())("the Secrets that %s is told to need", (environment) => {
  const artifact = readArtifact(join(ARTIFACTS, environment));
  const told = requiredSecrets(artifact);
  const needed = requiredSecrets(opened(artifact, renderedReleases(environment)));

  it("are those that the rendered objects need", () => {
    const ids = (secrets: typeof told): readonly string[] =>
      secrets.map(({ name, namespace }) => `${namespace}/${name}`);
    expect(ids(told)).toEqual(ids(needed));
  });

  it("have every key that a rendered object reads", () => {
    const missing = needed.flatMap(({ keys, name }) => {
      const known = told.find((secret) => secret.name === name)?.keys.map(({ key }) => key) ?? [];
      return keys.filter(({ key }) => !known.includes(key)).map(({ key }) => `${name}: ${key}`);
    });
    expect(missing).toEqual([]);
  });
});
