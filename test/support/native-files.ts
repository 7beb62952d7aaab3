import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type NativeConfiguration, nativeConfigurations, type NativeKind } from "../../assurance";
import type { Environment } from "../../stacks/environments/environment";
import { artifactOf, ENVIRONMENTS } from "./environments";

/** A native configuration and the environments that have exactly these bytes. */
export interface SharedConfiguration extends NativeConfiguration {
  readonly environments: readonly string[];
}

/** The configurations of a kind in an environment. */
export function nativeOf(environment: Environment, kind: NativeKind): readonly NativeConfiguration[] {
  return nativeConfigurations(artifactOf(environment)).filter((file) => file.kind === kind);
}

/** The configurations of a kind in all environments; where several have the same bytes, once. */
export function distinctNative(kind: NativeKind): readonly SharedConfiguration[] {
  const shared = new Map<string, SharedConfiguration>();
  for (const [name, environment] of ENVIRONMENTS) {
    for (const file of nativeOf(environment, kind)) {
      const key = `${file.fileName}\0${file.content}`;
      const environments = [...(shared.get(key)?.environments ?? []), name];
      shared.set(key, { ...file, environments });
    }
  }
  return [...shared.values()];
}

/** Calls back with a folder that holds the given files, and is gone afterwards. */
export function withFiles<Result>(
  files: Readonly<Record<string, string>>,
  use: (folder: string) => Result,
): Result {
  const folder = mkdtempSync(join(tmpdir(), "qms-native-"));
  try {
    for (const [name, content] of Object.entries(files)) writeFileSync(join(folder, name), content);
    return use(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
