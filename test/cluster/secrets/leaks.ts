import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { CreatedSecret } from "./create-secrets";

/** A secret that stands where it must not. */
export interface Leak {
  readonly secret: string;
  readonly file: string;
}

/** Values of Secrets, plain or in base64, in the files below a folder. */
export function leaks(folder: string, secrets: readonly CreatedSecret[]): readonly Leak[] {
  const seeds = secrets.flatMap(({ name, values }) =>
    Object.entries(values)
      .filter(([, value]) => value.startsWith("seeded-"))
      .map(([key, value]) => ({
        secret: `${name}/${key}`,
        forms: [value, Buffer.from(value).toString("base64")],
      })),
  );
  return filesBelow(folder).flatMap((file) => {
    const text = readFileSync(file, "latin1");
    return seeds
      .filter(({ forms }) => forms.some((form) => text.includes(form)))
      .map(({ secret }) => ({ secret, file }));
  });
}

/** Providers are linked to, not copied, and hold nothing of ours. */
function filesBelow(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
}
