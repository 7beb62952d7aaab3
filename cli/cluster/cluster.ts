import { request as httpRequest, type IncomingMessage, type OutgoingHttpHeaders } from "node:http";
import { request as httpsRequest, type RequestOptions } from "node:https";
import { refusal, unreachable } from "./cluster-errors";

/** A Kubernetes object, as far as the commands look at any. */
export interface ClusterObject {
  readonly kind?: string;
  readonly metadata: {
    readonly name: string;
    readonly namespace?: string;
    readonly resourceVersion?: string;
    readonly deletionTimestamp?: string;
    readonly labels?: Readonly<Record<string, string>>;
    readonly annotations?: Readonly<Record<string, string>>;
  };
}

export interface WriteOptions {
  /** The server checks all and keeps nothing. @default false */
  readonly dryRun?: boolean;
}

interface Answer {
  readonly status: number;
  readonly body: unknown;
}

const FIELD_MANAGER = "qms";
const TIMEOUT_MS = 30_000;
const PAGE = 500;

/** The API server of one context, spoken to in JSON. Every refusal becomes an error that names what was asked for. */
export class Cluster {
  /**
   * @param server its URL
   * @param options how to authenticate, and whom to trust
   */
  public constructor(
    public readonly server: string,
    private readonly options: RequestOptions = {},
  ) {}

  /** An object; nothing where there is none. */
  public async get<Body = ClusterObject>(path: string): Promise<Body | undefined> {
    const answer = await this.ask("GET", path);
    if (answer.status === 404) return undefined;
    return this.accepted("GET", path, answer) as Body;
  }

  /** All objects of a kind; none where the kind is not served. */
  public async list<Item = ClusterObject>(path: string): Promise<readonly Item[]> {
    const found: Item[] = [];
    let rest = "";
    do {
      const page = await this.get<Page<Item>>(`${path}?limit=${PAGE}${rest}`);
      found.push(...(page?.items ?? []));
      const next = page?.metadata?.continue ?? "";
      rest = next === "" ? "" : `&continue=${encodeURIComponent(next)}`;
    } while (rest !== "");
    return found;
  }

  /** Creates an object; one of this name that is there already is left alone. */
  public async create(
    path: string,
    object: object,
    { dryRun = false }: WriteOptions = {},
  ): Promise<"created" | "exists"> {
    const answer = await this.ask("POST", `${path}?${written(dryRun)}`, object);
    if (answer.status === 409) return "exists";
    this.accepted("POST", path, answer);
    return "created";
  }

  /** Merges a change into an object, unless it is no longer the one with the change's `metadata.resourceVersion`. */
  public async merge(
    path: string,
    change: object,
    { dryRun = false }: WriteOptions = {},
  ): Promise<"merged" | "changed meanwhile"> {
    const type = "application/merge-patch+json";
    const answer = await this.ask("PATCH", `${path}?${written(dryRun)}`, change, type);
    if (answer.status === 409) return "changed meanwhile";
    this.accepted("PATCH", path, answer);
    return "merged";
  }

  /** Creates an object that only asks a question, such as an access review. */
  public async question<Body>(path: string, object: object): Promise<Body> {
    return this.accepted("POST", path, await this.ask("POST", path, object)) as Body;
  }

  private async ask(
    method: string,
    path: string,
    body?: unknown,
    type = "application/json",
  ): Promise<Answer> {
    try {
      const response = await this.send(
        method,
        path,
        body === undefined ? undefined : JSON.stringify(body),
        type,
      );
      const text = (await response.setEncoding("utf8").toArray()).join("");
      return { status: response.statusCode ?? 0, body: parsed(text) };
    } catch (error) {
      throw unreachable(this.server, error);
    }
  }

  private send(
    method: string,
    path: string,
    body: string | undefined,
    type: string,
  ): Promise<IncomingMessage> {
    const url = new URL(this.server);
    const { hostname, port, protocol, pathname } = url;
    const headers = {
      accept: "application/json",
      ...(this.options.headers as OutgoingHttpHeaders | undefined),
      ...(body === undefined ? {} : { "content-type": type, "content-length": Buffer.byteLength(body) }),
    };
    const target = {
      hostname: hostname.replace(/^\[|\]$/g, ""),
      port,
      path: pathname.replace(/\/$/, "") + path,
    };
    const open = protocol === "http:" ? httpRequest : httpsRequest;
    return new Promise((resolve, reject) => {
      const sent = open({ ...this.options, ...target, method, headers, timeout: TIMEOUT_MS }, resolve);
      sent.on("timeout", () => sent.destroy(new Error(`no answer within ${TIMEOUT_MS / 1000} s`)));
      sent.on("error", reject).end(body);
    });
  }

  private accepted(method: string, path: string, { status, body }: Answer): unknown {
    if (status >= 200 && status < 300) return body;
    throw refusal(`${method} ${this.server}${path}`, status, body);
  }
}

interface Page<Item> {
  readonly items?: readonly Item[];
  readonly metadata?: { readonly continue?: string };
}

function written(dryRun: boolean): string {
  return `fieldManager=${FIELD_MANAGER}&fieldValidation=Strict${dryRun ? "&dryRun=All" : ""}`;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return { message: text.trim().slice(0, 200) };
  }
}
