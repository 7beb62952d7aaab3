import { isObject, textOf, type JsonValue } from "../artifact/json";

/** How a connection is encrypted: `mutual` where both ends show a certificate. */
export type Tls = "mutual" | "server" | "none";

/** Of a connection that a URL describes; one without a scheme tells nothing. */
export function tlsOfUrl(url: string): Tls {
  return url.startsWith("https://") ? "server" : "none";
}

/** Of a client's settings in the collector's words, which Jaeger shares. */
export function tlsOfClient(settings: JsonValue | undefined): Tls {
  if (!isObject(settings) || settings.insecure === true) return "none";
  return textOf(settings.cert_file) === undefined ? "server" : "mutual";
}

/** Of a server's settings in the collector's words, which Jaeger shares. */
export function tlsOfServer(settings: JsonValue | undefined): Tls {
  if (!isObject(settings) || textOf(settings.cert_file) === undefined) return "none";
  return textOf(settings.client_ca_file) === undefined ? "server" : "mutual";
}
