import { createServer as createHttpServer, type IncomingMessage, type Server } from "node:http";
import { createServer as createTcpServer, type Server as TcpServer, type Socket } from "node:net";

/** A call of PagerDuty's Events API v2. */
export interface Page {
  readonly seconds: number;
  readonly dedup_key: string;
  readonly event_action: "trigger" | "resolve";
  readonly routing_key: string;
  readonly payload: {
    readonly summary: string;
    readonly severity: string;
    readonly component?: string;
    readonly custom_details: Readonly<Record<string, string>>;
  };
}

/** A message to a Slack webhook. */
export interface Chat {
  readonly seconds: number;
  readonly channel: string;
  readonly attachments: readonly {
    readonly title: string;
    readonly text: string;
    readonly footer: string;
    readonly color: string;
  }[];
}

/** A mail. */
export interface Mail {
  readonly seconds: number;
  readonly to: readonly string[];
  readonly subject: string;
  readonly text: string;
}

/** PagerDuty, Slack, a mail server and a heartbeat service on the loopback; they keep what they are sent. */
export class DeliverySinks {
  public readonly pages: Page[] = [];
  public readonly chats: Chat[] = [];
  public readonly mails: Mail[] = [];
  /** Seconds at which the heartbeat called. */
  public readonly heartbeats: number[] = [];
  private begin = Date.now();

  private constructor(
    private readonly http: Server,
    private readonly smtp: TcpServer,
  ) {}

  public static async start(): Promise<DeliverySinks> {
    const sinks: DeliverySinks = new DeliverySinks(
      createHttpServer((request, response) => {
        void body(request).then((text) => {
          sinks.take(request.url ?? "", text);
          response.writeHead(request.url === "/pagerduty" ? 202 : 200, { "content-type": "text/plain" });
          response.end(request.url === "/pagerduty" ? '{"status":"success"}' : "ok");
        });
      }),
      createTcpServer((socket) => {
        converse(socket, (mail) => sinks.mails.push({ ...mail, seconds: sinks.seconds() }));
      }),
    );
    await Promise.all([listening(sinks.http), listening(sinks.smtp)]);
    return sinks;
  }

  public get url(): string {
    return `http://127.0.0.1:${portOf(this.http)}`;
  }

  public get smarthost(): string {
    return `127.0.0.1:${portOf(this.smtp)}`;
  }

  /** Forgets what came, and counts seconds from now on. */
  public restart(): void {
    [this.pages, this.chats, this.mails, this.heartbeats].forEach((list) => list.splice(0));
    this.begin = Date.now();
  }

  public seconds(): number {
    return (Date.now() - this.begin) / 1000;
  }

  public stop(): void {
    this.http.close();
    this.http.closeAllConnections();
    this.smtp.close();
  }

  private take(path: string, text: string): void {
    const seconds = this.seconds();
    if (path === "/heartbeat") this.heartbeats.push(seconds);
    if (path === "/pagerduty") this.pages.push({ ...(JSON.parse(text) as Omit<Page, "seconds">), seconds });
    if (path === "/slack") this.chats.push({ ...(JSON.parse(text) as Omit<Chat, "seconds">), seconds });
  }
}

async function body(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString();
}

async function listening(server: Server | TcpServer): Promise<void> {
  await new Promise<void>((resolve) => {
    server.listen(0, "127.0.0.1", resolve);
  });
}

function portOf(server: Server | TcpServer): number {
  const address = server.address();
  return typeof address === "object" && address !== null ? address.port : NaN;
}

/** As much of SMTP as a mail needs. */
function converse(socket: Socket, take: (mail: Omit<Mail, "seconds">) => void): void {
  let to: string[] = [];
  let data: string[] | undefined;
  let rest = "";
  const say = (line: string): boolean => socket.write(`${line}\r\n`);
  const line = (text: string): void => {
    if (data !== undefined && text !== ".") data.push(text);
    else if (data !== undefined) {
      take(mailOf(to, data.join("\n")));
      [to, data] = [[], undefined];
      say("250 ok");
    } else if (/^RCPT/i.test(text)) {
      to.push(/<([^>]*)>/.exec(text)?.[1] ?? "");
      say("250 ok");
    } else if (/^DATA/i.test(text)) {
      data = [];
      say("354 go");
    } else if (/^QUIT/i.test(text)) {
      say("221 bye");
      socket.end();
    } else say("250 ok");
  };
  say("220 sink");
  socket.on("data", (chunk) => {
    const lines = (rest + chunk.toString()).split("\r\n");
    rest = lines.pop() ?? "";
    lines.forEach(line);
  });
  socket.on("error", () => undefined);
}

function mailOf(to: readonly string[], message: string): Omit<Mail, "seconds"> {
  const subject = /^Subject: (.*)$/m.exec(message)?.[1] ?? "";
  const bytes = message
    .replaceAll(/=\n/g, "")
    .replaceAll(/=([0-9A-F]{2})/g, (_, hex: string) => String.fromCharCode(parseInt(hex, 16)));
  return { to, subject, text: Buffer.from(bytes, "latin1").toString() };
}
