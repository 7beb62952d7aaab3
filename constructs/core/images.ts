import type { Construct } from "constructs";
import type { ChartImage } from "./charts";
import { type HelmValue, type HelmValues, mergeLayers } from "./helm-values";
import { mirrorsOf, type Mirrors } from "./scope-context";
import { valuesWith } from "./value-path";

/** An image by its parts; together `registry/repository:tag`. */
export interface Image {
  readonly registry: string;
  readonly repository: string;
  readonly tag: string;
}

/** The reference of an image that one of our own manifests runs, from the mirror where there is one. */
export function imageReference(scope: Construct, image: Image): string {
  return `${registryOf(image, mirrorsOf(scope))}/${image.repository}:${image.tag}`;
}

/** The values that make a chart take its images from the given mirror, or from their publishers by pinned tag. */
export function imageValues(images: readonly ChartImage[], mirrors: Mirrors): HelmValues {
  return mergeLayers(images.flatMap((image) => valuesOf(image, registryOf(image, mirrors))));
}

function registryOf(image: Pick<Image, "registry">, mirrors: Mirrors): string {
  return mirrors.images ?? image.registry;
}

function valuesOf(image: ChartImage, registry: string): readonly HelmValues[] {
  const at = (suffix: string, value: HelmValue): HelmValues => valuesWith(`${image.path}${suffix}`, value);
  switch (image.form) {
    case "registry+repository+tag":
      return [at(".registry", registry), at(".repository", image.repository), at(".tag", image.tag)];
    case "repository+tag":
      return [at(".repository", `${registry}/${image.repository}`), at(".tag", image.tag)];
    case "reference":
      return [at("", `${registry}/${image.repository}:${image.tag}`)];
    case "registry":
      return [at("", registry)];
  }
}
