import {
  itemsOf,
  isObject,
  textOf,
  textsOf,
  valueAt,
  type JsonObject,
  type JsonValue,
} from "../artifact/json";
import type { SecretReference } from "./secret-reference";

/** What one map of a document says about Secrets; where it stands is added by whoever walks the document. */
export type FoundReference = Omit<SecretReference, "namespace" | "release" | "path">;

/** A form in which charts and custom resources name Secrets. */
type Shape = (map: JsonObject, path: string) => readonly FoundReference[];

/** Properties of custom resources and charts that hold `{ name, key }` of a Secret. */
const SELECTORS = [
  "secret",
  "keySecret",
  "existingSecret",
  "username",
  "password",
  "credentials",
  "clientId",
  "clientSecret",
  "bearerTokenSecret",
];

/** `property: { name, key }`. */
const selector: Shape = (map) =>
  SELECTORS.flatMap((property) => {
    const { name, key, optional } = objectOf(map[property]);
    return found(name, key, { use: property, optional: optional === true });
  });

/** A container's environment: `{ name, valueFrom: { secretKeyRef } }`. */
const variable: Shape = (map) => {
  const { name, key, optional } = objectOf(valueAt(map, "valueFrom.secretKeyRef"));
  const use = textOf(map.name);
  return use === undefined ? [] : found(name, key, { use, optional: optional === true });
};

/** A map of variables, as some charts have it: `PASSWORD: { secretKeyRef }` or `PASSWORD: { secret, key }`. */
const variables: Shape = (map) =>
  Object.entries(map).flatMap(([use, value]) => {
    const { key, secret, secretKeyRef } = objectOf(value);
    const { name, key: referred, optional } = objectOf(secretKeyRef);
    return [
      ...found(secret, key, { use, optional: false }),
      ...(use === "valueFrom" ? [] : found(name, referred, { use, optional: optional === true })),
    ];
  });

/** All keys as environment variables. */
const environment: Shape = (map) => {
  const { name, optional } = objectOf(map.secretRef);
  const listed = itemsOf(map.envFromSecrets).map(objectOf);
  return [
    ...whole(name, optional === true),
    ...whole(map.envFromSecret),
    ...listed.flatMap((secret) => whole(secret.name, secret.optional === true)),
  ];
};

/** `secretName`, of volumes, mounts and custom resources; `items` tell the keys where they are there. */
const named: Shape = (map, path) => {
  const name = textOf(map.secretName) ?? "";
  if (name === "") return [];
  if (/(^|\.)fileRealm\[\d+\]$/.test(path)) return fileRealmUser(name);
  if (/(^|\.)roles\[\d+\]$/.test(path)) return found(name, "roles.yml", { optional: false });
  if (/(^|\.)tls\[\d+\]$/.test(path)) return certificate(name);
  const keys = [...itemsOf(map.items), ...itemsOf(map.entries)].flatMap(
    (item) => textOf(valueAt(item, "key")) ?? [],
  );
  const optional = map.optional === true;
  return [...whole(name, optional), ...keys.flatMap((key) => found(name, key, { optional }))];
};

/** `existingSecret` with the names of its keys beside it: `passwordKey: admin-password`. */
const existing: Shape = (map) => {
  const keys = Object.entries(map).flatMap(([property, key]) =>
    property.endsWith("Key") ? found(map.existingSecret, key, { use: property, optional: false }) : [],
  );
  return [...whole(map.existingSecret), ...keys];
};

/** Lists of names: what the Prometheus operator mounts as folders, and credentials for image registries. */
const lists: Shape = (map) => [
  ...textsOf(map.secrets).flatMap((name) => whole(name)),
  ...itemsOf(map.imagePullSecrets).flatMap((item) =>
    found(textOf(item) ?? objectOf(item).name, ".dockerconfigjson", {
      type: "kubernetes.io/dockerconfigjson",
      optional: false,
    }),
  ),
];

const SHAPES: readonly Shape[] = [selector, variable, variables, environment, named, existing, lists];

/** What a map says about Secrets by itself, without what is nested in it. */
export function referencesOf(map: JsonObject, path: string): readonly FoundReference[] {
  return SHAPES.flatMap((shape) => shape(map, path));
}

/** The operator takes file users from Secrets of this type, with the roles as a third key. */
function fileRealmUser(name: string): readonly FoundReference[] {
  return ["username", "password", "roles"].map((key) => ({
    name,
    key,
    use: `fileRealm ${key}`,
    type: "kubernetes.io/basic-auth",
    optional: false,
  }));
}

function certificate(name: string): readonly FoundReference[] {
  return ["tls.crt", "tls.key"].map((key) => ({
    name,
    key,
    use: `certificate ${key}`,
    type: "kubernetes.io/tls",
    optional: false,
  }));
}

function found(
  name: JsonValue | undefined,
  key: JsonValue | undefined,
  rest: Omit<FoundReference, "name" | "key">,
): readonly FoundReference[] {
  return typeof name === "string" && name !== "" && typeof key === "string" && key !== ""
    ? [{ name, key, ...rest }]
    : [];
}

function whole(name: JsonValue | undefined, optional = false): readonly FoundReference[] {
  return typeof name === "string" && name !== "" ? [{ name, optional }] : [];
}

function objectOf(value: JsonValue | undefined): JsonObject {
  return isObject(value) ? value : {};
}
