import { createServer, type Server } from "node:https";
import type { IncomingMessage, ServerResponse } from "node:http";
import { gunzipSync } from "node:zlib";
import type { JsonObject } from "../../../assurance/artifact/json";
import { type LogDocument, logDocument } from "./log-document";

/** How a store of logs is reached. */
export interface LogStoreOptions {
  readonly address: string;
  readonly port: number;
  readonly key: string;
  readonly cert: string;
}

const CREATED = 201;
const CONFLICT = 409;

/**
 * Stands in for Elasticsearch: answers bulk requests and keeps every document. As in a data stream, a document whose
 * id is there already is refused.
 */
export class LogStore {
  public readonly documents: LogDocument[] = [];
  /** Documents that were refused because of their id. */
  public conflicts = 0;
  private readonly ids = new Set<string>();
  private server: Server | undefined;

  public constructor(private readonly options: LogStoreOptions) {}

  /** Begins to listen; what was kept before stays. */
  public async start(): Promise<void> {
    const { address, cert, key, port } = this.options;
    const server = createServer({ key, cert }, (request, response) => void this.answer(request, response));
    await new Promise<void>((resolve, reject) => {
      server.once("error", reject);
      server.listen(port, address, resolve);
    });
    this.server = server;
  }

  /** Goes away, as a node that is lost: connections break, and nobody listens. */
  public async stop(): Promise<void> {
    const server = this.server;
    this.server = undefined;
    if (server === undefined) return;
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  }

  /** Begins a new backing index, in which ids of older ones are unknown. */
  public rollOver(): void {
    this.ids.clear();
  }

  /** Forgets everything. */
  public clear(): void {
    this.documents.splice(0);
    this.ids.clear();
    this.conflicts = 0;
  }

  private async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    try {
      const parts: Buffer[] = [];
      for await (const part of request) parts.push(part as Buffer);
      const sent = Buffer.concat(parts);
      const text = request.headers["content-encoding"] === "gzip" ? gunzipSync(sent) : sent;
      // Without the header clients of Elasticsearch refuse to talk to a server.
      const headers = { "content-type": "application/json", "x-elastic-product": "Elasticsearch" };
      response.writeHead(200, headers).end(JSON.stringify(this.bulk(text.toString("utf8"))));
    } catch {
      // A connection that broke on the way; the exporter sends it again.
      response.destroy();
    }
  }

  /** Lines come in pairs: what to do, and with which document. */
  private bulk(text: string): JsonObject {
    const lines = text.split("\n").filter((line) => line !== "");
    const items = lines
      .filter((_, index) => index % 2 === 0)
      .map((action, index) => logDocument(object(action), object(lines[2 * index + 1] ?? "{}")))
      .map((document) => ({ create: { _index: document.index, ...this.keep(document) } }));
    return { took: 1, errors: items.some(({ create }) => create.status !== CREATED), items };
  }

  private keep(document: LogDocument): { readonly status: number } & JsonObject {
    const key = `${document.index}/${document.id ?? ""}`;
    if (document.id !== undefined && this.ids.has(key)) {
      this.conflicts += 1;
      const error = { type: "version_conflict_engine_exception", reason: "document already exists" };
      return { status: CONFLICT, error };
    }
    if (document.id !== undefined) this.ids.add(key);
    this.documents.push(document);
    return { status: CREATED };
  }
}

function object(line: string): JsonObject {
  return JSON.parse(line) as JsonObject;
}
