import {
  isObject,
  itemsOf,
  locatedTexts,
  textOf,
  textsOf,
  valueAt,
  type JsonObject,
  type JsonValue,
} from "../artifact/json";

/** A key of a Secret that a setting reads as a file. */
export interface MountedKey {
  readonly name: string;
  readonly key: string;
  /** Path of the setting. */
  readonly path: string;
  /** Name of the setting, such as `routing_key_file`. */
  readonly use: string;
}

/** Where the Prometheus operator mounts the Secrets that a specification lists under `secrets`. */
const OPERATOR_FOLDERS = ["/etc/alertmanager/secrets", "/etc/prometheus/secrets"];

interface Mount {
  readonly name: string;
  readonly folder: string;
}

/** Every key that the settings of a document read below a folder in which the document mounts a Secret. */
export function mountedKeys(document: JsonObject): readonly MountedKey[] {
  const mounts = mountsIn(document);
  if (mounts.length === 0) return [];
  return locatedTexts(document).flatMap(({ path, text }) =>
    mounts.flatMap(({ name, folder }) =>
      keysBelow(folder, text).map((key) => ({ name, key, path, use: lastSegment(path) })),
    ),
  );
}

function mountsIn(document: JsonObject): readonly Mount[] {
  const maps = mapsIn(document);
  const volumes = new Map(
    maps.flatMap((map) => {
      const [volume, secret] = [textOf(map.name), textOf(valueAt(map, "secret.secretName"))];
      return volume === undefined || secret === undefined ? [] : [[volume, secret] as const];
    }),
  );
  const mounts = maps.flatMap((map) => {
    const folder = textOf(map.mountPath) ?? (map.secretName === undefined ? undefined : textOf(map.path));
    const name = textOf(map.secretName) ?? volumes.get(textOf(map.name) ?? "");
    return folder === undefined || name === undefined ? [] : [{ name, folder }];
  });
  const listed = maps.flatMap(({ secrets }) =>
    textsOf(secrets).flatMap((name) =>
      OPERATOR_FOLDERS.map((folder) => ({ name, folder: `${folder}/${name}` })),
    ),
  );
  return unique([...mounts, ...listed]);
}

function mapsIn(value: JsonValue): readonly JsonObject[] {
  if (Array.isArray(value)) return itemsOf(value).flatMap(mapsIn);
  return isObject(value) ? [value, ...Object.values(value).flatMap(mapsIn)] : [];
}

function unique(mounts: readonly Mount[]): readonly Mount[] {
  return [...new Map(mounts.map((mount) => [`${mount.folder} ${mount.name}`, mount])).values()];
}

function keysBelow(folder: string, text: string): readonly string[] {
  return text
    .split(`${folder}/`)
    .slice(1)
    .flatMap((rest) => /^[\w.-]*\w/.exec(rest)?.[0] ?? []);
}

function lastSegment(path: string): string {
  return /([^.[\]]+)(\[\d+\])*$/.exec(path)?.[1] ?? path;
}
