import type { Tls } from "../tls";

/** A connection that a component's own configuration tells it to open. */
export interface Call {
  /** `namespace/name` of the workload. */
  readonly from: string;
  /** A host name, or the name of something outside the stack, such as `kubernetes-api`. */
  readonly host: string;
  readonly port: number;
  readonly tls: Tls;
  /** Address and path of the setting. */
  readonly where: string;
}

/** A port that a component's own configuration tells it to listen on. */
export interface Listener {
  /** `namespace/name` of the workload. */
  readonly at: string;
  readonly port: number;
  readonly tls: Tls;
  readonly where: string;
}

/** Host and port of a URL, `dns:///name:port` of gRPC included. */
export function hostAndPort(url: string): { readonly host: string; readonly port: number } {
  const [, scheme = "", host = "", port] = /^(?:([a-z]+):\/+)?([^:/]+)(?::(\d+))?/.exec(url) ?? [];
  return { host, port: Number(port ?? (scheme === "http" ? 80 : 443)) };
}
