import { connect, createServer, type Server, type Socket } from "node:net";
import { once } from "node:events";

/** A server's address and port. */
export interface Listener {
  readonly host: string;
  readonly port: number;
}

/** A way to a server on which requests arrive at once, and answers as late as a test wants. */
export class SlowWay {
  private delayed = 0;
  private readonly sockets = new Set<Socket>();

  private constructor(private readonly server: Server) {}

  /** Begins to listen, on the server's port; answers are not held back yet. */
  public static async start(host: string, to: Listener): Promise<SlowWay> {
    const server = createServer();
    const way = new SlowWay(server);
    server.on("connection", (client) => {
      way.join(client, connect(to.port, to.host));
    });
    server.listen(to.port, host);
    await once(server, "listening");
    return way;
  }

  /** Answers take so long from now on. It can only grow, or answers would overtake each other. */
  public delay(seconds: number): void {
    this.delayed = Math.max(this.delayed, seconds * 1000);
  }

  public async stop(): Promise<void> {
    this.sockets.forEach((socket) => socket.destroy());
    await new Promise((resolve) => this.server.close(resolve));
  }

  private join(client: Socket, server: Socket): void {
    client.pipe(server);
    server.on("data", (answer) => {
      // Unreferenced: an answer that is still on its way does not keep a test from ending.
      setTimeout(() => client.writable && client.write(answer), this.delayed).unref();
    });
    for (const [one, other] of [
      [client, server],
      [server, client],
    ] as const) {
      this.sockets.add(one);
      one.on("error", () => other.destroy());
      one.once("close", () => {
        this.sockets.delete(one);
        other.destroy();
      });
    }
  }
}
