import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { createServer, type Server, type TLSSocket } from "node:tls";
import { stringify } from "yaml";
import type { Artifact } from "../../../assurance";
import { isObject, type JsonValue, textOf, textsOf, valueAt } from "../../../assurance/artifact/json";
import { freePort } from "../../support/free-port";
import { tool } from "../../support/tools";
import { type Sample, samplesIn } from "../telemetry/exposition";
import { textOf as textAt } from "../telemetry/https-text";
import { Program } from "../telemetry/program";

/** Where the pods have their files. */
const IN_PODS = "/etc/blackbox-exporter";

/** A blackbox exporter, as an artifact tells it to be, with its files in a folder on the loopback. */
export interface BlackboxLab {
  readonly exporter: Program;
  /** What it finds out about a target. */
  readonly probe: (module: string, target: string) => Promise<readonly Sample[]>;
}

/** @param folder - with `tls`, made by `makeCertificates`, and the authorities as the pods have them mounted. */
export async function startBlackboxLab(artifact: Artifact, folder: string): Promise<BlackboxLab> {
  const values = artifact.releases.find(({ name }) => name === "blackbox-exporter")?.values;
  const objects = artifact.objects.find(({ name }) => name === "blackbox-exporter-web-config");
  const moved = (text: string): string => text.replaceAll(IN_PODS, folder);
  const config = join(folder, "blackbox.yaml");
  writeFileSync(config, moved(stringify(withoutDeleted(valueAt(values, "config")))));
  writeFileSync(join(folder, "web.yaml"), moved(textOf(valueAt(objects?.body, "data.web\\.yaml")) ?? ""));
  const address = `127.0.0.1:${String(await freePort())}`;
  const ca = readFileSync(join(folder, "tls/ca.crt"), "utf8");
  const exporter = new Program({
    path: tool("blackbox_exporter"),
    args: [
      `--config.file=${config}`,
      `--web.listen-address=${address}`,
      ...textsOf(valueAt(values, "extraArgs")).map((argument) =>
        moved(argument).replace("/web/web.", "/web."),
      ),
    ],
    log: join(folder, "exporter.log"),
    ready: async () => (await textAt({ url: `https://${address}/-/healthy`, ca })) !== "",
  });
  await exporter.start();
  const probe = async (module: string, target: string): Promise<readonly Sample[]> => {
    const query = new URLSearchParams({ module, target });
    return samplesIn(await textAt({ url: `https://${address}/probe?${query.toString()}`, ca }));
  };
  return { exporter, probe };
}

/** As Helm does before it renders. */
function withoutDeleted(value: JsonValue | undefined): JsonValue {
  if (value === undefined || !isObject(value)) return value ?? null;
  const kept = Object.entries(value).filter(([, inner]) => inner !== null);
  return Object.fromEntries(kept.map(([key, inner]) => [key, withoutDeleted(inner)]));
}

/** A server that, as oauth2-proxy does, reads its certificate once, and whom it has met. */
export interface ServerDouble {
  readonly target: string;
  /** For each connection, whether a certificate was shown that the server's authority signed. */
  readonly met: readonly boolean[];
  readonly stop: () => void;
}

/** @param folder - made by `makeCertificates`. */
export async function startServer(folder: string, asks: "certificate" | "nothing"): Promise<ServerDouble> {
  const file = (name: string): Buffer => readFileSync(join(folder, name));
  const met: boolean[] = [];
  const server: Server = createServer(
    {
      key: file("tls.key"),
      cert: file("tls.crt"),
      ca: file("ca.crt"),
      requestCert: true,
      rejectUnauthorized: asks === "certificate",
    },
    (socket: TLSSocket) => {
      met.push(socket.authorized);
      socket.on("error", () => undefined);
    },
  );
  const port = await freePort();
  await new Promise<void>((resolve) => server.listen(port, "127.0.0.1", resolve));
  return { target: `127.0.0.1:${String(port)}`, met, stop: () => void server.close() };
}
