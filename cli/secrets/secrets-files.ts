import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { stringify } from "yaml";
import type { NamedManifest } from "./external-secrets";

/** Manifests as one YAML stream. */
export function yamlStream(manifests: readonly NamedManifest[]): string {
  return manifests.map((manifest) => `---\n${yaml(manifest)}`).join("");
}

/**
 * Writes a file per manifest, `<namespace>/<name>.yaml`.
 * @returns paths of the files
 */
export function writeManifests(folder: string, manifests: readonly NamedManifest[]): readonly string[] {
  return manifests.map((manifest) => {
    const { name, namespace } = manifest.metadata;
    mkdirSync(join(folder, namespace), { recursive: true });
    const file = join(folder, namespace, `${name}.yaml`);
    writeFileSync(file, yaml(manifest));
    return file;
  });
}

function yaml(manifest: NamedManifest): string {
  return stringify(manifest, { lineWidth: 0, aliasDuplicateObjects: false });
}
