import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

/** A server for Terraform's backend `http`, with its lock. @see https://developer.hashicorp.com/terraform/language/backend/http */
export class HttpState {
  public readonly address: string;
  private state: string | undefined;
  private lock: string | undefined;

  private constructor(private readonly server: Server) {
    const { port } = server.address() as AddressInfo;
    this.address = `http://127.0.0.1:${String(port)}/state`;
    server.on("request", (request, response) => {
      void this.answer(request, response);
    });
  }

  public static start(): Promise<HttpState> {
    return new Promise((resolve) => {
      const server = createServer().listen(0, "127.0.0.1", () => {
        resolve(new HttpState(server));
      });
    });
  }

  public stop(): Promise<void> {
    return new Promise((resolve) => {
      this.server.close(() => {
        resolve();
      });
      this.server.closeAllConnections();
    });
  }

  private async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = (await request.setEncoding("utf8").toArray()).join("");
    const [status, text = ""] = request.url?.startsWith("/state/lock")
      ? this.locking(request, body)
      : this.storing(request, body);
    response.writeHead(status).end(text);
  }

  private locking({ method }: IncomingMessage, body: string): readonly [status: number, text?: string] {
    if (method === "UNLOCK") this.lock = undefined;
    else if (this.lock !== undefined) return [423, this.lock];
    else this.lock = body;
    return [200];
  }

  private storing({ method }: IncomingMessage, body: string): readonly [status: number, text?: string] {
    if (method === "GET") return this.state === undefined ? [204] : [200, this.state];
    this.state = method === "DELETE" ? undefined : body;
    return [200];
  }
}
