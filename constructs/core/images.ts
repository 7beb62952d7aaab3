import type { Construct } from "constructs";
import type { ChartImage } from "./charts";
import { type HelmValue, type HelmValues, mergeLayers } from "./helm-values";
import { type ImageDigest, tryDigestOf } from "./image-digests";
import { mirrorsOf, type Mirrors } from "./scope-context";
import { valuesWith } from "./value-path";

/** An image by its parts; together `registry/repository:tag`. */
export interface Image {
  readonly registry: string;
  readonly repository: string;
  readonly tag: string;
}

type TaggedImage = Exclude<ChartImage, { form: "registry" }>;
type KeyedImage = Exclude<TaggedImage, { form: "reference" }>;

/** The reference of an image that one of our own manifests runs, from the mirror where there is one. */
export function imageReference(scope: Construct, image: Image): string {
  const digest = tryDigestOf(publishedReference(image));
  return `${registryOf(image, mirrorsOf(scope))}/${image.repository}:${withDigest(image.tag, digest)}`;
}

/** `registry/repository:tag` at the publisher, by which an image's digest is kept. */
export function publishedReference(image: Image & Pick<TaggedImage, "tagSuffix">): string {
  return `${image.registry}/${image.repository}:${image.tag}${image.tagSuffix ?? ""}`;
}

/** The values that make a chart take its images from the given mirror, or from their publishers, by what they are pinned to. */
export function imageValues(images: readonly ChartImage[], mirrors: Mirrors): HelmValues {
  return mergeLayers(images.flatMap((image) => valuesOf(image, registryOf(image, mirrors))));
}

function registryOf(image: Pick<Image, "registry">, mirrors: Mirrors): string {
  return mirrors.images ?? image.registry;
}

function valuesOf(image: ChartImage, registry: string): readonly HelmValues[] {
  const at = (value: HelmValue): HelmValues => valuesWith(image.path, value);
  if (image.form === "registry") {
    return [at(registry)];
  }
  const digest = tryDigestOf(publishedReference(image));
  if (image.form === "reference") {
    return [at(`${registry}/${image.repository}:${withDigest(image.tag, digest)}`)];
  }
  const repository =
    image.form === "repository+tag"
      ? { repository: `${registry}/${image.repository}` }
      : { registry, repository: image.repository };
  return [at({ ...repository, ...pinned(image, digest) })];
}

/** What says which version is pulled. */
function pinned({ digestIn, tag }: KeyedImage, digest: ImageDigest | undefined): HelmValues {
  if (digest === undefined) return { tag };
  switch (digestIn) {
    case "digest":
    case "sha":
      return { tag, [digestIn]: digest };
    case "sha-hex":
      return { tag, sha: digest.replace("sha256:", "") };
    case "tag":
      return { tag: withDigest(tag, digest) };
    case "nowhere":
      return { tag };
  }
}

function withDigest(tag: string, digest: ImageDigest | undefined): string {
  return digest === undefined ? tag : `${tag}@${digest}`;
}
