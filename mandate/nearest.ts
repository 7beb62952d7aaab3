import { distance } from "fastest-levenshtein";

/** The known name that a mistyped one most likely stands for: at most two letters in five differ. */
export function nearest(name: string, known: readonly string[]): string | undefined {
  const [best] = known
    .map((candidate) => ({ candidate, letters: distance(name, candidate) }))
    .sort((a, b) => a.letters - b.letters);
  if (best === undefined) return undefined;
  return best.letters <= 0.4 * Math.max(name.length, best.candidate.length) ? best.candidate : undefined;
}
