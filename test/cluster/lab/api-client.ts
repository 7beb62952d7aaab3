import { Agent, request, type RequestOptions } from "node:https";
import type { IncomingMessage } from "node:http";
import type { ClusterAccess } from "./kubeconfig";

/** A Kubernetes object, as far as the tests look at any. */
export interface KubernetesObject {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: ObjectMetadata;
  readonly [field: string]: unknown;
}

export interface ObjectMetadata {
  readonly name: string;
  readonly namespace?: string;
  readonly uid?: string;
  readonly resourceVersion?: string;
  readonly deletionTimestamp?: string;
  readonly labels?: Readonly<Record<string, string>>;
  readonly annotations?: Readonly<Record<string, string>>;
  readonly ownerReferences?: readonly OwnerReference[];
}

export interface OwnerReference {
  readonly apiVersion: string;
  readonly kind: string;
  readonly name: string;
  readonly uid: string;
}

/** What the API server answered. */
export interface ApiAnswer {
  readonly status: number;
  readonly body: unknown;
  /** What the server warns about beside the answer: deprecated versions, Pod Security. */
  readonly warnings: readonly string[];
}

export type Method = "GET" | "POST" | "PUT" | "PATCH" | "DELETE";

/** An answer that is neither success nor "not found". */
export class ApiError extends Error {
  public constructor(
    method: Method,
    path: string,
    public readonly status: number,
    public readonly said: string,
  ) {
    super(`${method} ${path}: ${String(status)} ${said}`);
  }
}

/** Talks to an API server in JSON. */
export class ApiClient {
  private readonly agent: Agent;
  private readonly options: RequestOptions;
  private readonly headers: Readonly<Record<string, string>>;

  public constructor(access: ClusterAccess) {
    const { hostname, port } = new URL(access.server);
    this.agent = new Agent({
      keepAlive: true,
      ca: access.authority,
      cert: access.certificate,
      key: access.key,
    });
    this.options = { hostname, port, agent: this.agent };
    this.headers = access.token === undefined ? {} : { authorization: `Bearer ${access.token}` };
  }

  /** Whatever the server says; only a broken connection throws. */
  public async ask(
    method: Method,
    path: string,
    body?: unknown,
    type = "application/json",
  ): Promise<ApiAnswer> {
    const response = await this.open(method, path, body, type);
    const text = (await response.toArray()).join("");
    return {
      status: response.statusCode ?? 0,
      body: parsed(text),
      warnings: warningsOf(response.headers.warning),
    };
  }

  /** The body, or `undefined` where there is nothing. */
  public async get<Body = KubernetesObject>(path: string): Promise<Body | undefined> {
    return (await this.expect("GET", path)) as Body | undefined;
  }

  /** The items of a list; none where the kind is not served. */
  public async list<Item = KubernetesObject>(path: string): Promise<readonly Item[]> {
    return (await this.get<{ items: readonly Item[] }>(path))?.items ?? [];
  }

  /** Creates an object; one that is there already is left alone. */
  public async create(path: string, object: KubernetesObject): Promise<void> {
    const { status, body } = await this.ask("POST", path, object);
    if (status >= 300 && status !== 409) throw new ApiError("POST", path, status, messageOf(body));
  }

  public async patch(path: string, change: unknown): Promise<void> {
    await this.expect("PATCH", path, change, "application/merge-patch+json");
  }

  public async remove(path: string, options: object = {}): Promise<void> {
    await this.expect("DELETE", path, { apiVersion: "v1", kind: "DeleteOptions", ...options });
  }

  /** A response whose body is still to come. */
  public open(
    method: Method,
    path: string,
    body?: unknown,
    type = "application/json",
  ): Promise<IncomingMessage> {
    const text = body === undefined ? "" : JSON.stringify(body);
    // Node tells no length of the body of a DELETE by itself.
    const length = { "content-type": type, "content-length": Buffer.byteLength(text) };
    const headers = { ...this.headers, ...(body === undefined ? {} : length) };
    return new Promise((resolve, reject) => {
      const sent = request({ ...this.options, method, path, headers }, (response) => {
        resolve(response.setEncoding("utf8"));
      });
      sent.on("error", reject).end(text);
    });
  }

  /** Ends the connections that are kept for later. */
  public close(): void {
    this.agent.destroy();
  }

  private async expect(method: Method, path: string, body?: unknown, type?: string): Promise<unknown> {
    const answer = await this.ask(method, path, body, type);
    if (answer.status === 404) return undefined;
    if (answer.status >= 300) throw new ApiError(method, path, answer.status, messageOf(answer.body));
    return answer.body;
  }
}

/** The message of a `Status`, or what else the server said. */
export function messageOf(body: unknown): string {
  const { message } = (body ?? {}) as { message?: unknown };
  return typeof message === "string" ? message : JSON.stringify(body);
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

/** `299 - "text"`, several joined by commas. */
function warningsOf(header: string | string[] | undefined): readonly string[] {
  return [...(header?.toString() ?? "").matchAll(/299 \S+ "((?:[^"\\]|\\.)*)"/g)].map(([, text = ""]) =>
    text.replace(/\\(.)/g, "$1"),
  );
}
