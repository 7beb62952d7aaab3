import { createServer } from "node:net";
import { PORTS } from "../../../constructs/telemetry/endpoints";

/** Who listens in a lab; each has an address of its own, so that the ports are those of the deployment. */
const HOSTS = [
  ...(["agent", "gateway", "jaeger", "elasticsearch", "prometheus", "kubernetes", "pod"] as const),
  // Between the agent and the gateway, where a test puts something.
  "between",
] as const;

export type Host = (typeof HOSTS)[number];

/** An address of the loopback for everybody in a lab. */
export type Addresses = Readonly<Record<Host, string>>;

/** Addresses of a corner of the loopback that no other lab uses at this moment. */
export async function freeAddresses(): Promise<Addresses> {
  for (let attempt = 0; attempt < 100; attempt += 1) {
    const addresses = addressesIn(1 + random(254), random(256));
    if (await isFree(addresses.agent)) return addresses;
  }
  throw new Error("no corner of the loopback is free");
}

function addressesIn(second: number, third: number): Addresses {
  const entries = HOSTS.map((host, index) => [host, `127.${second}.${third}.${index + 2}`]);
  return Object.fromEntries(entries) as Addresses;
}

function random(below: number): number {
  return Math.floor(Math.random() * below);
}

async function isFree(host: string): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once("error", () => {
      resolve(false);
    });
    server.listen(PORTS.health, host, () => {
      server.close(() => {
        resolve(true);
      });
    });
  });
}
