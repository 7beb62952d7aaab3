import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { writeFileSync } from "node:fs";

/** An object as the fake keeps it. */
export type FakeObject = Record<string, unknown> & { metadata?: Record<string, unknown> };

/** What was asked. */
export interface FakeRequest {
  readonly method: string;
  /** Without the query. */
  readonly path: string;
  readonly query: string;
  readonly body: unknown;
}

type Answer = readonly [status: number, body: unknown];

/**
 * As much of an API server as the commands talk to: objects by path, lists by the path above, creation, merge
 * patches of data. It judges nothing; the cluster tests ask a real one.
 */
export class ApiServerFake {
  public readonly objects = new Map<string, FakeObject>();
  public readonly requests: FakeRequest[] = [];
  /** Answers in place of the fake's own, by method and path; called before each. */
  public interrupt: (request: FakeRequest) => Answer | undefined = () => undefined;
  private readonly server = createServer((request, response) => void this.answer(request, response));
  private version = 100;

  public async start(): Promise<void> {
    await new Promise<void>((resolve) => this.server.listen(0, "127.0.0.1", resolve));
  }

  public async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }

  public get url(): string {
    return `http://127.0.0.1:${String((this.server.address() as AddressInfo).port)}`;
  }

  /** Puts an object there; its name and namespace come from the path. */
  public put(path: string, object: FakeObject = {}): void {
    const [, namespace] = /\/namespaces\/([^/]+)\//.exec(path) ?? [];
    const name = path.split("/").at(-1);
    this.version += 1;
    const metadata = {
      name,
      ...(namespace === undefined ? {} : { namespace }),
      ...object.metadata,
      resourceVersion: String(this.version),
    };
    this.objects.set(path, { ...object, metadata });
  }

  /** Paths of what was changed, in order. */
  public writes(): readonly string[] {
    return this.requests
      .filter(({ method, path }) => method !== "GET" && !path.startsWith("/apis/authorization"))
      .map(
        ({ method, path, query }) => `${method} ${path}${query.includes("dryRun=All") ? " (dry run)" : ""}`,
      );
  }

  /** Writes a kubeconfig with one context. */
  public kubeconfig(file: string, context = "fake"): string {
    const cluster = { server: this.url, "insecure-skip-tls-verify": true };
    const document = {
      apiVersion: "v1",
      kind: "Config",
      clusters: [{ name: "fake", cluster }],
      users: [{ name: "fake", user: { token: "seeded-token" } }],
      contexts: [{ name: context, context: { cluster: "fake", user: "fake" } }],
      "current-context": context,
    };
    writeFileSync(file, JSON.stringify(document));
    return file;
  }

  private async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const text = (await request.setEncoding("utf8").toArray()).join("");
    const [path = "", query = ""] = (request.url ?? "").split("?");
    const asked: FakeRequest = {
      method: request.method ?? "",
      path,
      query,
      body: text === "" ? undefined : (JSON.parse(text) as unknown),
    };
    this.requests.push(asked);
    const [status, body] = this.interrupt(asked) ?? this.own(asked);
    response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(body));
  }

  private own({ body, method, path, query }: FakeRequest): Answer {
    const isDry = query.includes("dryRun=All");
    if (path === "/version") return [200, { gitVersion: "v1.35.1" }];
    if (path.endsWith("/selfsubjectaccessreviews")) return [201, { status: { allowed: true } }];
    if (method === "POST") return this.create(path, body as FakeObject, isDry);
    if (method === "PATCH") return this.patch(path, body as FakeObject, isDry);
    const object = this.objects.get(path);
    if (object !== undefined) return [200, object];
    return /^(namespaces|secrets|[a-z]+-)/.test(path.split("/").at(-2) ?? "")
      ? [404, status(404, `${path.split("/").at(-1) ?? ""} not found`)]
      : this.list(path, query);
  }

  private list(path: string, query: string): Answer {
    const kind = path.split("/").at(-1) ?? "";
    const group = path.slice(0, path.lastIndexOf("/"));
    const all = [...this.objects].flatMap(([at, object]) =>
      at.startsWith(`${group}/`) && at.split("/").at(-2) === kind ? [object] : [],
    );
    const from = Number(/continue=(\d+)/.exec(query)?.[1] ?? 0);
    const items = all.slice(from, from + this.pageSize);
    const next = from + this.pageSize < all.length ? String(from + this.pageSize) : "";
    return [200, { items, metadata: { continue: next } }];
  }

  /** Objects in one answer to a list. */
  public pageSize = 500;

  private create(path: string, object: FakeObject, isDry: boolean): Answer {
    const name = String(object.metadata?.name);
    if (this.objects.has(`${path}/${name}`)) return [409, status(409, `${name} already exists`)];
    if (!isDry) this.put(`${path}/${name}`, encoded(object));
    return [201, object];
  }

  private patch(path: string, change: FakeObject, isDry: boolean): Answer {
    const object = this.objects.get(path) ?? {};
    if (change.metadata?.resourceVersion !== object.metadata?.resourceVersion) {
      return [
        409,
        status(409, "the object has been modified; please apply your changes to the latest version"),
      ];
    }
    const data = { ...(object.data as object | undefined), ...(change.data as object) };
    if (!isDry) this.put(path, { ...object, data });
    return [200, object];
  }
}

function encoded(object: FakeObject): FakeObject {
  const { stringData, ...rest } = object as { stringData?: Record<string, string> };
  if (stringData === undefined) return object;
  const data = Object.fromEntries(
    Object.entries(stringData).map(([key, value]) => [key, Buffer.from(value).toString("base64")]),
  );
  return { ...rest, data };
}

/** A `Status`, as the API server answers. */
export function status(code: number, message: string): object {
  return { kind: "Status", apiVersion: "v1", status: "Failure", message, code };
}
