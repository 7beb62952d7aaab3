import Table from "cli-table3";
import { writeFileSync } from "node:fs";
import { digestsFile, type ImageDigest, readDigests } from "../constructs/core/image-digests";
import { type Image, publishedReference } from "../constructs/core/images";
import { registryDigest } from "./registry-digest";

/** What a registry said of one image. */
export interface DigestState {
  /** `registry/repository:tag` of the publisher. */
  readonly image: string;
  /** What is pinned afterwards; absent where nothing ever answered. */
  readonly digest?: ImageDigest;
  /** Why the answer was not taken. */
  readonly problem?: string;
}

/** Options of `fillDigests`. */
export interface FillOptions {
  /**
   * Registry host, with an optional path, that has all images.
   * @default - each image's own registry
   */
  readonly registry?: string | undefined;
  /** Takes another digest than the pinned one for the same tag. @default false */
  readonly acceptChanged?: boolean | undefined;
}

/**
 * Asks for the digest of every image and writes what was answered into the project's digests. An image that was not
 * answered for keeps what it had, and one that is no longer pinned loses it.
 */
export async function fillDigests(
  project: string,
  images: readonly Image[],
  { registry, acceptChanged = false }: FillOptions = {},
): Promise<readonly DigestState[]> {
  const known = readDigests(project);
  const states = await Promise.all(
    images.map(async (image): Promise<DigestState> => {
      const reference = publishedReference(image);
      const pinned = known[reference];
      try {
        const found = await registryDigest(image, registry);
        return stateOf(reference, pinned, found, acceptChanged);
      } catch (error) {
        return { image: reference, ...(pinned && { digest: pinned }), problem: (error as Error).message };
      }
    }),
  );
  const digests = states.flatMap(({ image, digest }) => (digest === undefined ? [] : [[image, digest]]));
  writeFileSync(digestsFile(project), `${JSON.stringify(Object.fromEntries(digests), null, 2)}\n`);
  return states;
}

function stateOf(
  image: string,
  pinned: ImageDigest | undefined,
  found: ImageDigest,
  acceptChanged: boolean,
): DigestState {
  if (pinned === undefined || pinned === found || acceptChanged) return { image, digest: found };
  const problem = `the tag has moved to ${found}; find out why, then run again with --accept-changed`;
  return { image, digest: pinned, problem };
}

/** The states as a table for people. */
export function digestTable(states: readonly DigestState[]): string {
  const table = new Table({ head: ["image", "digest", "problem"], style: { head: [], border: [] } });
  table.push(...states.map(({ image, digest = "-", problem = "" }) => [image, digest, problem]));
  return table.toString();
}
