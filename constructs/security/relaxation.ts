import type { Manifest } from "../core/manifest-bundle";

/** Annotation of an object that is there in a weaker form than the stack has it by itself. */
export const RELAXATION = "observability.qms/relaxation";

/** Something that was made weaker on purpose. */
export interface Relaxation {
  /** The prop that asked for it. */
  readonly prop: string;
  /** What is weaker now, as a sentence without its full stop. */
  readonly effect: string;
}

/**
 * Marks an object with a relaxation, so that it stands in the artifact, in the cluster and in the summary of
 * `qms render`.
 */
export function relaxed(manifest: Manifest, relaxation: Relaxation | undefined): Manifest {
  if (relaxation === undefined) {
    return manifest;
  }
  const { metadata, ...rest } = manifest;
  const annotations = { ...metadata.annotations, [RELAXATION]: `${relaxation.prop}: ${relaxation.effect}` };
  return { ...rest, metadata: { ...metadata, annotations } };
}
