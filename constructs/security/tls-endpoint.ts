import type { Construct } from "constructs";
import { hostOf, portOf } from "./edge";
import type { Workload } from "./workload";

/** Where the certificate of an authority is found, key `ca.crt`. */
export type AuthoritySource = { readonly secretName: string } | { readonly configMapName: string };

/** A server of the stack that shows a certificate, as those reach it who call it. */
export interface TlsEndpoint {
  /** Its pods. */
  readonly workload: Workload;
  /** `host:port` of its Service; the host is a name of its certificate. */
  readonly address: string;
  /**
   * Port of the pods.
   * @default - the one of the Service
   */
  readonly podPort?: number;
  /** `mutual` where it asks for a certificate of the internal authority. */
  readonly tls: "mutual" | "server";
  /**
   * Who signed its certificate.
   * @default - the internal authority, which every namespace of the stack knows
   */
  readonly authority?: AuthoritySource;
  /**
   * What brings the authority, and so is waited for.
   * @default - it is there
   */
  readonly server?: Construct;
}

/** What has endpoints that others must be able to verify. */
export interface TlsServer {
  readonly tlsEndpoints: readonly TlsEndpoint[];
}

/** The endpoint behind a URL over TLS. */
export function tlsEndpointAt(url: string, workload: Workload): TlsEndpoint {
  return { workload, address: `${hostOf(url)}:${String(portOf(url))}`, tls: "server" };
}
