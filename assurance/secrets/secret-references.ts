import type { Artifact } from "../artifact/artifact";
import { below, entriesOf, isObject, itemsOf, textOf, valueAt, type JsonValue } from "../artifact/json";
import type { Release } from "../artifact/release";
import { mountedKeys } from "./mounted-keys";
import { referencesOf } from "./reference-shapes";
import type { SecretReference } from "./secret-reference";

/** Every place of an artifact that names a Secret, in the values of charts and in objects alike. */
export function secretReferences(artifact: Artifact): readonly SecretReference[] {
  return artifact.releases.flatMap((release) => referencesOfRelease(release));
}

function referencesOfRelease(release: Release): readonly SecretReference[] {
  const found = walk(release.values, { path: "", namespace: release.namespace, release: release.name });
  const namespaceOf = (name: string): string =>
    found.find((reference) => reference.name === name)?.namespace ?? release.namespace;
  const mounted = mountedKeys(release.values).map((key) => ({
    ...key,
    namespace: namespaceOf(key.name),
    release: release.name,
    optional: found.filter(({ name }) => name === key.name).every(({ optional }) => optional),
  }));
  return [...found, ...mounted];
}

interface Place {
  readonly path: string;
  readonly namespace: string;
  readonly release: string;
}

function walk(value: JsonValue, place: Place): readonly SecretReference[] {
  if (Array.isArray(value)) {
    return itemsOf(value).flatMap((item, index) => walk(item, { ...place, path: below(place.path, index) }));
  }
  if (!isObject(value) || speaksOfOthers(value)) return [];
  const namespace =
    textOf(valueAt(value, "metadata.namespace")) ?? nonEmpty(value.namespaceOverride) ?? place.namespace;
  const here = referencesOf(value, place.path).map((reference) => ({ ...place, namespace, ...reference }));
  const nested = entriesOf(value).flatMap(([key, child]) =>
    walk(child, { ...place, namespace, path: below(place.path, key) }),
  );
  return [...here, ...nested];
}

/**
 * Objects whose Secrets need not be there: a Certificate names what it makes, an Instrumentation names Secrets of
 * the namespaces whose pods it changes.
 */
function speaksOfOthers(value: JsonValue): boolean {
  const kind = textOf(valueAt(value, "kind"));
  return kind === "Certificate" || kind === "Instrumentation";
}

function nonEmpty(value: JsonValue | undefined): string | undefined {
  return value === "" ? undefined : textOf(value);
}
