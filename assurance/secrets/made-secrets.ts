import type { Artifact } from "../artifact/artifact";
import { isObject, itemsOf, textOf, valueAt, type JsonObject, type JsonValue } from "../artifact/json";
import type { KubernetesObject } from "../artifact/kubernetes-object";
import type { Release } from "../artifact/release";

/** Tells whether the deployment itself brings a Secret into being. */
export type MadeSecrets = (namespace: string, name: string) => boolean;

/** The Secrets that come with the deployment: its own manifests, and what cert-manager, trust-manager and ECK make. */
export function madeSecrets(artifact: Artifact): MadeSecrets {
  const names = new Set([
    ...artifact.objects.flatMap(madeByObject),
    ...artifact.releases.flatMap(({ namespace, values }) => madeByCertManager(values, namespace)),
    ...artifact.releases.flatMap(madeByOperator),
  ]);
  const everywhere = new Set(artifact.objects.flatMap(distributed));
  return (namespace, name) => names.has(`${namespace}/${name}`) || everywhere.has(name);
}

function madeByObject({ body, kind, name, namespace }: KubernetesObject): readonly string[] {
  if (kind === "Secret") return [`${namespace}/${name}`];
  if (kind === "Certificate") return qualified(namespace, valueAt(body, "spec.secretName"));
  return elasticSecrets(kind, namespace, name);
}

/** trust-manager writes a Bundle to every namespace that it selects. */
function distributed({ body, kind, name }: KubernetesObject): readonly string[] {
  return kind === "Bundle" && valueAt(body, "spec.target.secret") !== undefined ? [name] : [];
}

/** What cert-manager makes without a Certificate, told by maps inside of values. */
function madeByCertManager(value: JsonValue, namespace: string): readonly string[] {
  if (Array.isArray(value)) return itemsOf(value).flatMap((item) => madeByCertManager(item, namespace));
  if (!isObject(value)) return [];
  const nested = Object.values(value).flatMap((child) => madeByCertManager(child, namespace));
  return [...ingressCertificates(value, namespace), ...ownAuthority(value, namespace), ...nested];
}

/**
 * The certificate of an ingress that names an issuer.
 * @see https://cert-manager.io/docs/usage/ingress/#supported-annotations
 */
function ingressCertificates(value: JsonObject, namespace: string): readonly string[] {
  const entries = isIssued(value) ? itemsOf(tlsOf(value)) : [];
  return entries.flatMap((tls) => qualified(namespace, valueAt(tls, "secretName")));
}

/** The authority that cert-manager signs the certificates of its own servers with, `dynamic` in its configuration. */
function ownAuthority(value: JsonObject, namespace: string): readonly string[] {
  const authority = valueAt(value, "dynamic");
  const home = textOf(valueAt(authority, "secretNamespace")) ?? namespace;
  return qualified(home, valueAt(authority, "secretName"));
}

function isIssued(value: JsonObject): boolean {
  const annotations = valueAt(value, "annotations") ?? valueAt(value, "metadata.annotations");
  return Object.keys(isObject(annotations) ? annotations : {}).some((key) =>
    /^cert-manager\.io\/(cluster-)?issuer$/.test(key),
  );
}

function tlsOf(value: JsonObject): JsonValue | undefined {
  return valueAt(value, "tls") ?? valueAt(value, "spec.tls");
}

const ELASTIC_CHARTS: Readonly<Record<string, string>> = {
  "eck-elasticsearch": "Elasticsearch",
  "eck-kibana": "Kibana",
  "eck-logstash": "Logstash",
};

function madeByOperator({ chart, name, namespace, values }: Release): readonly string[] {
  const kind = ELASTIC_CHARTS[chart];
  return kind === undefined
    ? []
    : elasticSecrets(kind, namespace, textOf(values.fullnameOverride) ?? `${name}-${chart}`);
}

/**
 * What the ECK operator makes beside a resource, after its name.
 * @see https://www.elastic.co/docs/deploy-manage/security/k8s-https-settings
 */
const ELASTIC_SUFFIXES: Readonly<Record<string, readonly string[]>> = {
  Elasticsearch: [
    "es-http-certs-public",
    "es-http-certs-internal",
    "es-http-ca-internal",
    "es-transport-certs-public",
    "es-elastic-user",
    "es-internal-users",
    "es-remote-ca",
  ],
  Kibana: ["kb-http-certs-public", "kb-http-certs-internal", "kb-es-ca"],
  Logstash: ["ls-http-certs-public", "ls-http-certs-internal"],
};

function elasticSecrets(kind: string, namespace: string, name: string): readonly string[] {
  return (ELASTIC_SUFFIXES[kind] ?? []).map((suffix) => `${namespace}/${name}-${suffix}`);
}

function qualified(namespace: string, name: JsonValue | undefined): readonly string[] {
  const text = textOf(name);
  return text === undefined ? [] : [`${namespace}/${text}`];
}
