import { createServer, type Server } from "node:https";
import type { IncomingMessage, ServerResponse } from "node:http";
import { gunzipSync } from "node:zlib";
import type { JsonObject } from "../../../assurance/artifact/json";
import { type LogDocument, logDocuments } from "./log-document";

/** How a store of logs is reached. */
export interface LogStoreOptions {
  readonly address: string;
  readonly port: number;
  readonly key: string;
  readonly cert: string;
}

/**
 * Stands in for Elasticsearch: takes log records as OTLP in JSON and keeps every document. As in a data stream, a
 * document whose id is there already is not kept again.
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
      logDocuments(JSON.parse(text.toString("utf8")) as JsonObject).forEach((document) => {
        this.keep(document);
      });
      response.writeHead(200, { "content-type": "application/json" }).end("{}");
    } catch {
      // A connection that broke on the way; the exporter sends it again.
      response.destroy();
    }
  }

  private keep(document: LogDocument): void {
    const key = document.id === undefined ? undefined : `${document.index}/${document.id}`;
    if (key !== undefined && this.ids.has(key)) {
      this.conflicts += 1;
      return;
    }
    if (key !== undefined) this.ids.add(key);
    this.documents.push(document);
  }
}
