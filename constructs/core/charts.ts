import { readFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";

/** The charts that the stack is made of, by their names in their repositories. */
export const CHART_NAMES = [
  "cert-manager",
  "eck-elasticsearch",
  "eck-kibana",
  "eck-logstash",
  "eck-operator",
  "grafana",
  "jaeger",
  "kube-prometheus-stack",
  "opentelemetry-collector",
  "opentelemetry-operator",
  "prometheus-blackbox-exporter",
  "prometheus-elasticsearch-exporter",
  "prometheus-operator-crds",
  "thanos",
  "trust-manager",
] as const;

/** Name of a chart, a key of `charts-values/charts.json`. */
export type ChartName = (typeof CHART_NAMES)[number];

/** Value path as in `keys.json`: dots separate, a dot inside a key is written `\.`. */
const path = z.string().min(1);
const registry = z.string().regex(/^[a-z0-9.-]+(:\d+)?$/, "must be a host without a path");
const location = {
  path,
  registry,
  /** Repository below the registry; Docker Hub's official images are under `library/`. */
  repository: z.string().regex(/^[a-z0-9][a-z0-9._/-]*$/),
  tag: z.string().regex(/^[\w][\w.-]*$/),
  /** What the chart itself appends to the tag. */
  tagSuffix: z.string().optional(),
};

/**
 * What takes the digest: the key `digest` or `sha` beside the tag, with or without the algorithm before the hexadecimal
 * digits, or the tag itself, for charts that have no key or leave the tag out when they have a digest.
 * `nowhere` where the chart makes a label of the tag.
 */
const digestIn = z.enum(["digest", "sha", "sha-hex", "tag", "nowhere"]);

/**
 * An image that the chart, or the operator that it installs, can pull, and the values that choose it.
 * `form` tells the keys below `path`: `registry+repository+tag` and `repository+tag` (whose repository begins with the
 * registry) are maps, `reference` is one whole `registry/repository:tag`, `registry` is a registry alone.
 */
const image = z.discriminatedUnion("form", [
  z.strictObject({ form: z.literal("registry+repository+tag"), ...location, digestIn }).readonly(),
  z.strictObject({ form: z.literal("repository+tag"), ...location, digestIn }).readonly(),
  z.strictObject({ form: z.literal("reference"), ...location }).readonly(),
  z.strictObject({ form: z.literal("registry"), path, registry }).readonly(),
]);

const coordinates = z
  .strictObject({
    repository: z.string().regex(/^(https|oci):\/\//, "must begin with https:// or oci://"),
    version: z.string().regex(/^v?\d+\.\d+\.\d+$/, "must be an exact version"),
    appVersion: z.string().min(1),
    digest: z
      .string()
      .regex(/^sha256:[0-9a-f]{64}$/)
      .optional(),
    images: z.array(image).readonly(),
  })
  .readonly();

/** An image of a chart, and the value path that chooses it. */
export type ChartImage = z.infer<typeof image>;

/** Where a chart comes from, in exactly one version, and every image that it can pull. */
export type ChartCoordinates = z.infer<typeof coordinates>;

const FILE = join(__dirname, "..", "..", "charts-values", "charts.json");

let cache: Readonly<Record<ChartName, ChartCoordinates>> | undefined;

/**
 * Coordinates of every chart, read once from `charts-values/charts.json`, the only place with chart versions.
 * @throws ZodError when the file is not of that shape, names an unknown chart or lacks one.
 */
export function charts(): Readonly<Record<ChartName, ChartCoordinates>> {
  cache ??= z.record(z.enum(CHART_NAMES), coordinates).parse(JSON.parse(readFileSync(FILE, "utf8")));
  return cache;
}

/** Coordinates of one chart. */
export function chart(name: ChartName): ChartCoordinates {
  return charts()[name];
}
