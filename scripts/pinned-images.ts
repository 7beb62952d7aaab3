import { OAUTH2_PROXY } from "../constructs/access/authenticating-proxy";
import { SINK_IMAGES } from "../constructs/alerting/notification-sink-manifests";
import { CHART_NAMES, chart } from "../constructs/core/charts";
import { type Image, publishedReference } from "../constructs/core/images";
import { CURL } from "../constructs/logging/elasticsearch";

/** A place that names an image. */
export interface ImageUse {
  /** Chart and values path, or `our manifests`. */
  readonly usedBy: string;
  /** Whether a digest can be written there. */
  readonly takesDigest: boolean;
  /** The image as its publisher's registry knows it; the tag is whole. */
  readonly image: Image;
}

/** Every place of the charts and of our own manifests that names an image. */
export function imageUses(): readonly ImageUse[] {
  return [...CHART_NAMES.flatMap(chartUses), ...ownUses()];
}

/** Every image that is named anywhere, once, in the order of their references. */
export function pinnedImages(): readonly Image[] {
  const byReference = new Map(imageUses().map(({ image }) => [publishedReference(image), image]));
  return [...byReference].sort(([one], [other]) => (one < other ? -1 : 1)).map(([, image]) => image);
}

function chartUses(name: (typeof CHART_NAMES)[number]): readonly ImageUse[] {
  return chart(name).images.flatMap((image) => {
    if (image.form === "registry") return [];
    const { registry, repository, tag, tagSuffix = "" } = image;
    const takesDigest = image.form === "reference" || image.digestIn !== "nowhere";
    const whole = { registry, repository, tag: `${tag}${tagSuffix}` };
    return [{ usedBy: `${name}: ${image.path}`, takesDigest, image: whole }];
  });
}

function ownUses(): readonly ImageUse[] {
  return [CURL, OAUTH2_PROXY, SINK_IMAGES.http, SINK_IMAGES.mail].map((image) => ({
    usedBy: "our manifests",
    takesDigest: true,
    image,
  }));
}
