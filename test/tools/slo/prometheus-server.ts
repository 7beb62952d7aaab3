import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { JsonObject } from "../../../assurance";
import { freePort } from "../../support/free-port";
import { tool } from "../../support/tools";

/** How a Prometheus is started. */
export interface PrometheusOptions {
  readonly config: JsonObject;
  /** Content of `rules.json`, which the configuration names. */
  readonly rules: JsonObject;
  /** Samples from before its start, as OpenMetrics; they must end before it. */
  readonly history: string;
  readonly flags: readonly string[];
}

/** A real Prometheus on the loopback. */
export class PrometheusServer {
  private constructor(
    private readonly folder: string,
    private readonly child: ChildProcess,
    public readonly url: string,
  ) {}

  /** Resolves once it answers. */
  public static async start({ config, flags, history, rules }: PrometheusOptions): Promise<PrometheusServer> {
    const folder = mkdtempSync(join(tmpdir(), "qms-prometheus-"));
    mkdirSync(join(folder, "data"));
    const files = { "prometheus.json": JSON.stringify(config), "rules.json": JSON.stringify(rules), history };
    Object.entries(files).forEach(([name, content]) => {
      writeFileSync(join(folder, name), content);
    });
    const backfill = ["tsdb", "create-blocks-from", "openmetrics", "history", "data"];
    const { status, stderr } = spawnSync(tool("promtool"), backfill, { cwd: folder, encoding: "utf8" });
    if (status !== 0) throw new Error(`promtool makes no blocks: ${stderr}`);
    const port = await freePort();
    const child = spawn(
      tool("prometheus"),
      [
        "--config.file=prometheus.json",
        "--storage.tsdb.path=data",
        `--web.listen-address=127.0.0.1:${port}`,
        "--log.level=warn",
        ...flags,
      ],
      { cwd: folder, stdio: ["ignore", "ignore", "pipe"] },
    );
    const said: string[] = [];
    child.stderr.on("data", (text: Buffer) => said.push(text.toString()));
    const server = new PrometheusServer(folder, child, `http://127.0.0.1:${port}`);
    await server.untilReady(() => said.join(""));
    return server;
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
    const reasons = said();
    if (this.child.exitCode === null) await this.stop();
    throw new Error(`Prometheus does not start:\n${reasons}`);
  }
}
