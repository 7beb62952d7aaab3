import { spawn, type ChildProcess } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { JsonObject } from "../../../assurance/artifact/json";
import type { Labels } from "../../../assurance/artifact/alert-matchers";
import { freePort } from "../../support/free-port";
import { tool } from "../../support/tools";

/** An alert as it is posted. */
export interface PostedAlert {
  readonly labels: Labels;
  readonly annotations?: Labels;
  /** @default - in an hour */
  readonly generatorURL?: string;
}

/** An alert as Alertmanager shows it. */
export interface ShownAlert {
  readonly labels: Labels;
  readonly fingerprint: string;
  readonly receivers: readonly { readonly name: string }[];
  readonly status: {
    readonly state: string;
    readonly inhibitedBy: readonly string[];
    readonly mutedBy?: readonly string[];
  };
}

/** Alerts that are told together. */
export interface AlertGroup {
  readonly labels: Labels;
  readonly alerts: readonly ShownAlert[];
}

/** How an Alertmanager is started. */
export interface AlertmanagerOptions {
  readonly config: JsonObject;
  /** Files beside the configuration. @default - none */
  readonly files?: Readonly<Record<string, string>>;
  /** Address of another one in its cluster; an empty one begins a cluster. @default - it is alone */
  readonly cluster?: string;
}

/** A real Alertmanager on the loopback. */
export class AlertmanagerServer {
  private constructor(
    private readonly folder: string,
    private readonly child: ChildProcess,
    public readonly url: string,
    /** Where another one can join its cluster. */
    public readonly clusterAddress: string,
  ) {}

  /** Resolves once it answers. */
  public static async start({
    cluster,
    config,
    files = {},
  }: AlertmanagerOptions): Promise<AlertmanagerServer> {
    const folder = mkdtempSync(join(tmpdir(), "qms-alertmanager-"));
    const [web, gossip] = [await freePort(), await freePort()];
    Object.entries({ ...files, "alertmanager.yaml": JSON.stringify(config) }).forEach(([name, content]) => {
      writeFileSync(join(folder, name), content);
    });
    const clusterAddress = `127.0.0.1:${gossip}`;
    const child = spawn(
      tool("alertmanager"),
      [
        "--config.file=alertmanager.yaml",
        "--storage.path=data",
        `--web.listen-address=127.0.0.1:${web}`,
        `--web.external-url=http://127.0.0.1:${web}`,
        `--cluster.listen-address=${cluster === undefined ? "" : clusterAddress}`,
        ...(cluster === undefined || cluster === "" ? [] : [`--cluster.peer=${cluster}`]),
        ...["--cluster.peer-timeout=2s", "--cluster.settle-timeout=3s", "--cluster.gossip-interval=50ms"],
      ],
      { cwd: folder, stdio: ["ignore", "ignore", "pipe"] },
    );
    const said: string[] = [];
    child.stderr.on("data", (text: Buffer) => said.push(text.toString()));
    const server = new AlertmanagerServer(folder, child, `http://127.0.0.1:${web}`, clusterAddress);
    await server.untilReady(() => said.join(""));
    return server;
  }

  /** Alerts that begin now. */
  public async post(alerts: readonly PostedAlert[]): Promise<void> {
    const startsAt = new Date();
    const anHour = new Date(startsAt.getTime() + 3_600_000);
    await this.send(alerts.map((alert) => ({ ...alert, startsAt, endsAt: anHour })));
  }

  /** Alerts that end now; of those that are known Alertmanager keeps the beginning. */
  public async resolve(alerts: readonly PostedAlert[]): Promise<void> {
    const now = new Date();
    await this.send(alerts.map((alert) => ({ ...alert, startsAt: now, endsAt: now })));
  }

  private async send(body: readonly object[]): Promise<void> {
    const response = await fetch(`${this.url}/api/v2/alerts`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(body),
    });
    if (!response.ok) throw new Error(`Alertmanager refuses alerts: ${await response.text()}`);
  }

  public async alerts(): Promise<readonly ShownAlert[]> {
    return (await (await fetch(`${this.url}/api/v2/alerts`)).json()) as readonly ShownAlert[];
  }

  /** Alerts as they are grouped; a group knows whether time intervals make it quiet, once it has been looked at. */
  public async groups(): Promise<readonly AlertGroup[]> {
    return (await (await fetch(`${this.url}/api/v2/alerts/groups`)).json()) as readonly AlertGroup[];
  }

  /** Names of the members of its cluster. */
  public async peers(): Promise<readonly string[]> {
    const { cluster } = (await (await fetch(`${this.url}/api/v2/status`)).json()) as {
      cluster: { status: string; peers?: { name: string }[] };
    };
    return cluster.status === "ready" ? (cluster.peers ?? []).map(({ name }) => name) : [];
  }

  public async stop(): Promise<void> {
    const ended = new Promise((resolve) => this.child.once("exit", resolve));
    this.child.kill();
    await ended;
    rmSync(this.folder, { recursive: true, force: true });
  }

  private async untilReady(said: () => string): Promise<void> {
    for (const begin = Date.now(); Date.now() - begin < 30_000;) {
      if (this.child.exitCode !== null) break;
      const ready = await fetch(`${this.url}/-/ready`).catch(() => undefined);
      if (ready?.ok === true) return;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    await this.stop();
    throw new Error(`Alertmanager does not start:\n${said()}`);
  }
}
