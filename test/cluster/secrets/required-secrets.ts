import type { Artifact, JsonObject, JsonValue, Release } from "../../../assurance";
import { entriesOf, isObject, itemsOf, textOf, textsOf, valueAt } from "../../../assurance/artifact/json";

/** A Secret that somebody has to make before the releases that read it get ready. */
export interface RequiredSecret {
  readonly namespace: string;
  readonly name: string;
  /** Keys that are asked for by name. */
  readonly keys: readonly string[];
  /** Releases that read it. */
  readonly readBy: readonly string[];
}

/** A Secret that values name. */
export interface SecretReference {
  readonly name: string;
  readonly keys: readonly string[];
}

/** Every Secret that the artifact refers to and that neither the artifact nor an operator makes. */
export function requiredSecrets(artifact: Artifact): readonly RequiredSecret[] {
  const made = new Set([...artifact.releases.flatMap(madeBy)]);
  const all = artifact.releases.flatMap((release) =>
    secretReferences(release.values).map((reference) => ({ release, ...reference })),
  );
  const found = new Map<string, RequiredSecret>();
  for (const { keys, name, release } of all) {
    const { namespace } = release;
    const id = `${namespace}/${name}`;
    if (made.has(id) || made.has(name)) continue;
    const known = found.get(id);
    found.set(id, {
      namespace,
      name,
      keys: union(known?.keys, keys),
      readBy: union(known?.readBy, [release.name]),
    });
  }
  return [...found.values()].sort((one, other) => (one.name < other.name ? -1 : 1));
}

function union(some: readonly string[] = [], more: readonly string[]): readonly string[] {
  return [...new Set([...some, ...more])].sort();
}

/** Secrets that come into being with a release: by itself, by cert-manager, by an operator. */
function madeBy({ manifests, name, namespace, values }: Release): readonly string[] {
  const fromManifests = Object.values(manifests).flatMap((object) => {
    const home = textOf(valueAt(object, "metadata.namespace")) ?? namespace;
    if (object.kind === "Secret") return [`${home}/${String(textOf(valueAt(object, "metadata.name")))}`];
    // A ClusterIssuer's Secret is in the namespace of cert-manager; it is made by the certificate of that name.
    const secretName = textOf(valueAt(object, "spec.secretName"));
    return object.kind === "Certificate" && secretName !== undefined
      ? [`${home}/${secretName}`, secretName]
      : [];
  });
  const authority = `${name}-es-http-certs-public`;
  return [...fromManifests, `${namespace}/${authority}`, ...ingressCertificates(namespace, values)];
}

/** cert-manager makes the certificate of an ingress that names an issuer. */
function ingressCertificates(namespace: string, values: JsonObject): readonly string[] {
  const issued = entriesOf(valueAt(values, "ingress.annotations")).some(([key]) =>
    key.startsWith("cert-manager.io/"),
  );
  const names = itemsOf(valueAt(values, "ingress.tls")).map((tls) => textOf(valueAt(tls, "secretName")));
  return issued ? names.flatMap((name) => (name === undefined ? [] : [`${namespace}/${name}`])) : [];
}

const NAMES = ["secretName", "existingSecret"];

/** The Secrets that values name, optional ones left out. */
export function secretReferences(value: JsonValue): readonly SecretReference[] {
  if (Array.isArray(value)) return (value as readonly JsonValue[]).flatMap(secretReferences);
  if (!isObject(value)) return [];
  // `dynamic` in cert-manager's own configuration names a Secret that it makes.
  const read = Object.entries(value).filter(([key]) => key !== "dynamic");
  const below = read.flatMap(([, child]) => secretReferences(child));
  if (valueAt(value, "optional") === true) return below;
  return [...below, ...byName(value), ...byKey(value), ...mounted(value)];
}

/** `secretName: x`, `existingSecret: x` with the keys that stand beside it. */
function byName(value: JsonObject): readonly SecretReference[] {
  const keys = Object.entries(value).flatMap(([key, name]) =>
    /.Key$/.test(key) ? (textOf(name) ?? []) : [],
  );
  const items = itemsOf(value.items).flatMap((item) => textOf(valueAt(item, "key")) ?? []);
  return NAMES.flatMap((property) => {
    const name = textOf(value[property]);
    return name === undefined || name === "" ? [] : [{ name, keys: [...keys, ...items] }];
  });
}

/** `secretKeyRef: { name, key }` and its like. */
function byKey(value: JsonObject): readonly SecretReference[] {
  return ["secretKeyRef", "secretRef"].flatMap((property) => {
    const { key, name, optional } = isObject(value[property]) ? value[property] : {};
    const text = textOf(name);
    return text === undefined || optional === true ? [] : [{ name: text, keys: textsOf([key ?? null]) }];
  });
}

/** `secrets: [name, …]`, which Prometheus and Alertmanager mount as folders. */
function mounted(value: JsonObject): readonly SecretReference[] {
  return textsOf(value.secrets).map((name) => ({ name, keys: [] }));
}
