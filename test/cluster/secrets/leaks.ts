import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Seed } from "./prepare";

/** A secret that stands where it must not. */
export interface Leak {
  /** Never the value. */
  readonly key: string;
  readonly file: string;
}

/** Secret values, plain or in base64, in the files below a folder. */
export function leaks(folder: string, seeds: readonly Seed[]): readonly Leak[] {
  const wanted = seeds.map(({ key, value }) => ({
    key,
    forms: [value, Buffer.from(value).toString("base64")],
  }));
  return filesBelow(folder).flatMap((file) => {
    const text = readFileSync(file, "latin1");
    return wanted
      .filter(({ forms }) => forms.some((form) => text.includes(form)))
      .map(({ key }) => ({ key, file }));
  });
}

/** Providers are linked to, not copied, and hold nothing of ours. */
function filesBelow(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
}
