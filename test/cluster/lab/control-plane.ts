import { generateKeyPairSync, randomBytes } from "node:crypto";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { tool } from "../../support/tools";
import { ApiClient } from "./api-client";
import { writeKubeconfig, type Kubeconfig } from "./kubeconfig";
import { loopbackPorts } from "./loopback-port";
import { ServerProcess } from "./server-process";

const CONTEXT = "lab";
const READY_SECONDS = 120;

interface Ports {
  readonly etcd: number;
  readonly peer: number;
  readonly api: number;
  readonly controllers: number;
  readonly scheduler: number;
}

/**
 * etcd, kube-apiserver, kube-controller-manager and kube-scheduler on 127.0.0.1, with free ports and a folder of their
 * own. There are no nodes and no controllers but Kubernetes' own; see `NodeDouble` and `OperatorDouble`.
 */
export class ControlPlane {
  public readonly kubeconfig: Kubeconfig;
  private readonly servers = new Map<string, ServerProcess>();
  private readonly token = randomBytes(16).toString("hex");
  private client: ApiClient | undefined;

  private constructor(
    private readonly folder: string,
    private readonly ports: Ports,
  ) {
    this.kubeconfig = { file: join(folder, "kubeconfig"), context: CONTEXT };
  }

  /**
   * @param folder - empty; takes keys, data and logs
   * @param parts - `api` starts etcd and the API server alone, which is enough to have objects judged
   */
  public static async start(folder: string, parts: "all" | "api" = "all"): Promise<ControlPlane> {
    const [etcd = 0, peer = 0, api = 0, controllers = 0, scheduler = 0] = await loopbackPorts(5);
    const plane = new ControlPlane(folder, { etcd, peer, api, controllers, scheduler });
    plane.writeKeys();
    try {
      await plane.startParts(parts);
    } catch (error) {
      await plane.stop();
      throw error;
    }
    return plane;
  }

  public get api(): ApiClient {
    if (this.client === undefined) throw new Error("the API server has not been started");
    return this.client;
  }

  /** Stops what was started, in the reverse order. */
  public async stop(): Promise<void> {
    this.client?.close();
    for (const server of [...this.servers.values()].reverse()) await server.stop();
    this.servers.clear();
  }

  /** As if the machine of the API server lost its power. etcd keeps what was written. */
  public async killApiServer(): Promise<void> {
    await this.servers.get("kube-apiserver")?.kill();
  }

  public async startApiServer(): Promise<void> {
    const server = this.run("kube-apiserver", this.apiServerArguments());
    const token = Buffer.from(`Bearer ${this.token}`);
    await server.ready(() => this.isReady(token.toString()), READY_SECONDS);
  }

  private async startParts(parts: "all" | "api"): Promise<void> {
    const etcd = this.run("etcd", this.etcdArguments());
    const health = `http://127.0.0.1:${String(this.ports.etcd)}/health`;
    await etcd.ready(async () => (await fetch(health)).ok, READY_SECONDS);
    await this.startApiServer();
    if (parts === "api") return;
    this.run("kube-controller-manager", this.controllerArguments());
    this.run("kube-scheduler", this.schedulerArguments());
    await this.acceptsPods();
  }

  /** Pods are refused until the controller manager has made the service account that they run as. */
  private async acceptsPods(): Promise<void> {
    const end = Date.now() + READY_SECONDS * 1000;
    while ((await this.api.get("/api/v1/namespaces/default/serviceaccounts/default")) === undefined) {
      if (Date.now() > end) throw new Error("kube-controller-manager has not made a service account");
      await pause(100);
    }
  }

  /** The server makes its certificate itself; the kubeconfig trusts it once it is there. */
  private async isReady(authorization: string): Promise<boolean> {
    const authority = readFileSync(join(this.folder, "pki/apiserver.crt"), "utf8");
    const server = `https://127.0.0.1:${String(this.ports.api)}`;
    const access = { server, authority, token: authorization.slice("Bearer ".length) };
    this.client ??= new ApiClient(access);
    if ((await this.client.ask("GET", "/readyz")).status !== 200) return false;
    writeKubeconfig(this.kubeconfig, access);
    return true;
  }

  private run(name: string, args: readonly string[]): ServerProcess {
    const log = join(this.folder, `${name}.log`);
    const server = new ServerProcess({ name, program: tool(name), arguments: args, log });
    this.servers.set(name, server);
    return server;
  }

  private writeKeys(): void {
    mkdirSync(join(this.folder, "pki"), { recursive: true, mode: 0o700 });
    const { privateKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
    const write = (name: string, text: string): void => {
      writeFileSync(join(this.folder, "pki", name), text, { mode: 0o600 });
    };
    write("service-accounts.key", privateKey.export({ type: "pkcs1", format: "pem" }).toString());
    write("tokens.csv", `${this.token},admin,admin,system:masters\n`);
  }

  private etcdArguments(): readonly string[] {
    const client = `http://127.0.0.1:${String(this.ports.etcd)}`;
    const peer = `http://127.0.0.1:${String(this.ports.peer)}`;
    return flags({
      name: "lab",
      "data-dir": join(this.folder, "etcd"),
      // A lab's data need not outlive the machine.
      "unsafe-no-fsync": true,
      "log-level": "warn",
      "listen-client-urls": client,
      "advertise-client-urls": client,
      "listen-peer-urls": peer,
      "initial-advertise-peer-urls": peer,
      "initial-cluster": `lab=${peer}`,
    });
  }

  private apiServerArguments(): readonly string[] {
    const keys = join(this.folder, "pki/service-accounts.key");
    return flags({
      "etcd-servers": `http://127.0.0.1:${String(this.ports.etcd)}`,
      "bind-address": "127.0.0.1",
      "advertise-address": "127.0.0.1",
      "secure-port": this.ports.api,
      // A loopback address is none that an Endpoints object may hold.
      "endpoint-reconciler-type": "none",
      "cert-dir": join(this.folder, "pki"),
      "token-auth-file": join(this.folder, "pki/tokens.csv"),
      "authorization-mode": "Node,RBAC",
      "service-account-issuer": "https://kubernetes.default.svc",
      "service-account-key-file": keys,
      "service-account-signing-key-file": keys,
      "service-cluster-ip-range": "10.96.0.0/16",
      "allow-privileged": true,
      profiling: false,
      // Webhooks are served by pods, and nothing runs in a lab's pods. Taints by condition are for real kubelets.
      "disable-admission-plugins":
        "MutatingAdmissionWebhook,ValidatingAdmissionWebhook,TaintNodesByCondition",
    });
  }

  private controllerArguments(): readonly string[] {
    return flags({
      kubeconfig: this.kubeconfig.file,
      "leader-elect": false,
      "bind-address": "127.0.0.1",
      "secure-port": this.ports.controllers,
      "cert-dir": join(this.folder, "pki/controllers"),
      "service-account-private-key-file": join(this.folder, "pki/service-accounts.key"),
      "root-ca-file": join(this.folder, "pki/apiserver.crt"),
      "use-service-account-credentials": false,
      // Doubles of nodes have no heartbeat.
      controllers: "*,-node-lifecycle-controller",
      profiling: false,
    });
  }

  private schedulerArguments(): readonly string[] {
    return flags({
      kubeconfig: this.kubeconfig.file,
      "leader-elect": false,
      "bind-address": "127.0.0.1",
      "secure-port": this.ports.scheduler,
      "cert-dir": join(this.folder, "pki/scheduler"),
      profiling: false,
    });
  }
}

function flags(values: Readonly<Record<string, string | number | boolean>>): readonly string[] {
  return Object.entries(values).map(([name, value]) => `--${name}=${String(value)}`);
}
