import { valueAt } from "../../assurance";
import { environments, objectsOf, renderedReleases } from "../support/rendered";

describe.each(environments())("the releases of %s", (environment) => {
  const releases = renderedReleases(environment);

  it("all render, and every document parses", () => {
    expect(
      releases.flatMap(({ name, failure }) => (failure === undefined ? [] : [`${name}: ${failure}`])),
    ).toEqual([]);
  });

  it("each bring at least one object", () => {
    expect(releases.filter(({ objects }) => objects === 0).map(({ name }) => name)).toEqual([]);
  });

  it("bring objects with a version, a kind and a name", () => {
    const nameless = releases.flatMap((release) =>
      objectsOf(release)
        .filter((object) => ["apiVersion", "kind", "metadata.name"].some((path) => !valueAt(object, path)))
        .map((object) => `${release.name}: ${JSON.stringify(object).slice(0, 200)}`),
    );
    expect(nameless).toEqual([]);
  });

  it("bring no object twice", () => {
    const identities = releases.flatMap((release) =>
      objectsOf(release).map((object) => {
        const namespace = valueAt(object, "metadata.namespace") ?? release.namespace;
        return JSON.stringify([
          valueAt(object, "apiVersion"),
          valueAt(object, "kind"),
          namespace,
          valueAt(object, "metadata.name"),
        ]);
      }),
    );
    expect(identities.filter((identity, index) => identities.indexOf(identity) !== index)).toEqual([]);
  });
});
