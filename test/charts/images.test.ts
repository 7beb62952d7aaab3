import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { JsonObject, JsonValue } from "../../assurance";
import { below, isObject, locatedTexts, textOf } from "../../assurance/artifact/json";
import { environments, MIRRORED, MIRRORS, objectsOf, renderedReleases } from "../support/rendered";
import { required } from "../support/helm";

/** Registries that publishers use; each must be absent where a mirror is set. */
const PUBLIC_REGISTRIES = [
  ...["docker.io", "docker.elastic.co", "gcr.io", "ghcr.io", "mcr.microsoft.com"],
  ...["public.ecr.aws", "quay.io", "registry.k8s.io", "registry.opensource.zalan.do"],
];

/** A reference with a registry, alone or as the value of an argument. */
const REFERENCE =
  /^(?:--?[\w-]+=)?([a-z0-9-]+(?:\.[a-z0-9-]+)+(?::\d+)?\/[a-z0-9._/-]+)((?::[\w][\w.-]*)?(?:@sha256:[0-9a-f]{64})?)$/;

describe.each(environments())("the images of %s", (environment) => {
  const images = renderedReleases(environment).flatMap((release) =>
    objectsOf(release).flatMap((object) =>
      imagesOf(object).map((image) => ({ release: release.name, ...image })),
    ),
  );

  it("are pinned by a tag that does not move", () => {
    const loose = images.filter(({ text }) => !isPinned(text));
    expect(loose).toEqual([]);
  });

  it("are named by the components that run them", () => {
    expect(images.length).toBeGreaterThan(20);
  });
});

describe("the images of an environment with mirrors", () => {
  const releases = renderedReleases(MIRRORED);

  it("all render", () => {
    expect(
      releases.flatMap(({ name, failure }) => (failure === undefined ? [] : [`${name}: ${failure}`])),
    ).toEqual([]);
  });

  it("all come from the mirror", () => {
    const images = releases.flatMap((release) => objectsOf(release).flatMap(imagesOf));
    expect(images).not.toHaveLength(0);
    expect(images.filter(({ text }) => !withoutFlag(text).startsWith(`${MIRRORS.images}/`))).toEqual([]);
  });

  it("leave no other registry in any text of any object", () => {
    const found = releases.flatMap((release) =>
      objectsOf(release)
        // Definitions describe fields with examples.
        .filter(({ kind }) => kind !== "CustomResourceDefinition")
        .flatMap((object) => locatedTexts(object, `${release.name} ${kindOf(object)}`))
        .filter(({ text }) => PUBLIC_REGISTRIES.some((registry) => text.includes(registry))),
    );
    expect(found).toEqual([]);
  });

  it("have charts from the mirror alone", () => {
    const file = join(required("QMS_RENDERED"), "cdktf.out/stacks/local/cdk.tf.json");
    const { resource } = JSON.parse(readFileSync(file, "utf8")) as {
      resource: { helm_release: Record<string, { repository?: string }> };
    };
    const repositories = Object.values(resource.helm_release).flatMap(({ repository }) => repository ?? []);
    expect([...new Set(repositories)]).toEqual([MIRRORS.charts]);
  });
});

interface LocatedImage {
  readonly path: string;
  readonly text: string;
}

/** Values of keys named `image`, and every other text that is a reference with a registry and a tag. */
function imagesOf(object: JsonObject): readonly LocatedImage[] {
  if (object.kind === "CustomResourceDefinition") return [];
  const named = fieldsNamed("image", object, kindOf(object));
  const others = locatedTexts(object, kindOf(object)).filter(({ path, text }) => {
    const [, , tag = ""] = REFERENCE.exec(text) ?? [];
    return tag !== "" && !named.some((one) => one.path === path);
  });
  return [...named, ...others];
}

function fieldsNamed(name: string, value: JsonValue, path: string): readonly LocatedImage[] {
  if (Array.isArray(value)) {
    return (value as readonly JsonValue[]).flatMap((item, index) =>
      fieldsNamed(name, item, below(path, index)),
    );
  }
  if (!isObject(value)) return [];
  return Object.entries(value).flatMap(([key, child]) => {
    const text = textOf(child);
    return key === name && text !== undefined
      ? [{ path: below(path, key), text }]
      : fieldsNamed(name, child, below(path, key));
  });
}

function kindOf({ kind }: JsonObject): string {
  return textOf(kind) ?? "";
}

function isPinned(text: string): boolean {
  const [, , tag = ""] = REFERENCE.exec(text) ?? [];
  return tag !== "" && !/^:(latest|main|master|stable|edge|nightly)$/.test(tag);
}

function withoutFlag(text: string): string {
  return text.replace(/^--?[\w-]+=/, "");
}
