import { createServer } from "node:net";

/** Ports of 127.0.0.1 that nobody listens on, all different. */
export async function loopbackPorts(count: number): Promise<readonly number[]> {
  const servers = await Promise.all(Array.from({ length: count }, listen));
  return Promise.all(
    servers.map(
      (server) =>
        new Promise<number>((resolve) => {
          const { port } = server.address() as { port: number };
          server.close(() => {
            resolve(port);
          });
        }),
    ),
  );
}

function listen(): Promise<ReturnType<typeof createServer>> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once("error", reject).listen(0, "127.0.0.1", () => {
      resolve(server);
    });
  });
}
