import { readFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";

const DIGESTS = join("charts-values", "image-digests.json");

/** Digest of an image's manifest, or of its index where it exists for several platforms. */
const digest = z.templateLiteral(["sha256:", z.string().regex(/^[0-9a-f]{64}$/)]);

/** What a registry calls an image by its content. */
export type ImageDigest = z.infer<typeof digest>;

/** Digests by the reference `registry/repository:tag` of the publisher. */
export type ImageDigests = Readonly<Record<string, ImageDigest>>;

/** The path of the digests below a project. */
export function digestsFile(project: string): string {
  return join(project, DIGESTS);
}

/**
 * The digests in a project's `charts-values/image-digests.json`, which `npm run charts:check -- --digests` writes.
 * @throws ZodError when one is not a SHA-256 digest
 */
export function readDigests(project: string): ImageDigests {
  return z.record(z.string(), digest).parse(JSON.parse(readFileSync(digestsFile(project), "utf8")));
}

/** A digest that a registry answered, or nothing when it is none. */
export function tryDigest(text: string | null): ImageDigest | undefined {
  return digest.safeParse(text).data;
}

let cache: ImageDigests | undefined;

/** The digest that an image is pinned to, read once; nothing while no registry was asked for it. */
export function tryDigestOf(reference: string): ImageDigest | undefined {
  cache ??= readDigests(join(__dirname, "..", ".."));
  return cache[reference];
}
