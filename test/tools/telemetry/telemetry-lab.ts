import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type JsonObject, textsOf, valueAt } from "../../../assurance/artifact/json";
import { yamlContent } from "../../../assurance/artifact/native/native-configuration";
import { PORTS } from "../../../constructs/telemetry/endpoints";
import type { Environment } from "../../../stacks/environments/environment";
import { artifactOf } from "../../support/environments";
import { nativeOf } from "../../support/native-files";
import { tool } from "../../support/tools";
import { validatable } from "../collector-stand-ins";
import { adapt, type Adaptation } from "./adaptation";
import { makeCertificates } from "./certificates";
import { agentAdaptations, gatewayAdaptations, LOG_STORE_PORT, type Place } from "./collector-adaptations";
import { textOf } from "./https-text";
import { jaegerAdaptations } from "./jaeger-adaptations";
import { KubernetesStandIn, NODE } from "./kubernetes-stand-in";
import { LogStore } from "./log-store";
import { type Addresses, freeAddresses } from "./loopback";
import type { LabPod } from "./pods";
import { Program, until } from "./program";

/** The parts of the pipeline that are real programs. */
export type Part = "agent" | "gateway" | "jaeger";

/** What a lab is made of. */
export interface TelemetryLabOptions {
  /** Whose configurations run. */
  readonly environment: Environment;
  /** @default agent, gateway and Jaeger */
  readonly parts?: readonly Part[];
  /** Pods that the agent can find. @default - none */
  readonly pods?: readonly LabPod[];
  /** Further variables of the collectors, as Secrets give them. @default - none */
  readonly variables?: Readonly<Record<string, string>>;
  /** What a test changes in the configuration of a part, beside what every lab changes. @default - nothing */
  readonly adaptations?: Partial<Readonly<Record<Part, readonly Adaptation[]>>>;
}

/**
 * The telemetry pipeline of an environment on the loopback: the collectors and Jaeger with the configurations of its
 * artifact, and a stand-in for Elasticsearch. Pods are files and addresses.
 */
export class TelemetryLab {
  private constructor(
    public readonly folder: string,
    public readonly addresses: Addresses,
    /** Certificate of the authority that all certificates are signed by. */
    public readonly ca: string,
    public readonly logStore: LogStore,
    private readonly kubernetes: KubernetesStandIn,
    private readonly programs: ReadonlyMap<Part, Program>,
    private readonly settings: PartOptions,
  ) {}

  /** Resolves once everything answers. */
  public static async start(options: TelemetryLabOptions): Promise<TelemetryLab> {
    const { parts = ["jaeger", "gateway", "agent"], pods = [] } = options;
    const folder = mkdtempSync(join(tmpdir(), "qms-telemetry-"));
    const addresses = await freeAddresses();
    const tlsFolder = join(folder, "tls");
    const ca = makeCertificates(tlsFolder, Object.values(addresses));
    const place: Place = { addresses, tlsFolder, podLogs: join(folder, "pods") };
    const [key, cert] = ["tls.key", "tls.crt"].map((name) => readFileSync(join(tlsFolder, name), "utf8"));
    const logStore = new LogStore({
      address: addresses.elasticsearch,
      port: LOG_STORE_PORT,
      key: key ?? "",
      cert: cert ?? "",
    });
    const kubernetes = new KubernetesStandIn(addresses.kubernetes, pods);
    kubernetes.writeKubeconfig(join(folder, "kubeconfig"));
    mkdirSync(place.podLogs);
    const inOrder = (["jaeger", "gateway", "agent"] as const).filter((part) => parts.includes(part));
    const settings: PartOptions = { ...options, ca, folder, place };
    const programs = new Map(inOrder.map((part) => [part, programOf(part, settings)] as const));
    const lab = new TelemetryLab(folder, addresses, ca, logStore, kubernetes, programs, settings);
    await lab.begin();
    return lab;
  }

  /** Folder of the containers' logs. */
  public get podLogs(): string {
    return join(this.folder, "pods");
  }

  public part(part: Part): Program {
    const program = this.programs.get(part);
    if (program === undefined) throw new Error(`this lab has no ${part}`);
    return program;
  }

  /** Changes the configuration that a part has from its next start on. */
  public configure(part: Part, adaptations: readonly Adaptation[]): void {
    writeConfig(part, { ...this.settings, adaptations: { [part]: adaptations } });
  }

  /** What a collector tells Prometheus: about itself, or what it gathers and derives. */
  public async metrics(part: "agent" | "gateway", of: "self" | "derived"): Promise<string> {
    const address = this.addresses[part];
    return this.get(of === "self" ? `http://${address}:8888/metrics` : `https://${address}:8889/metrics`);
  }

  /** What a server of the lab answers. */
  public async get(url: string): Promise<string> {
    return textOf({ url, ca: this.ca });
  }

  /**
   * Waits until something holds.
   * @throws Error with what did not happen, and what the programs complained of
   */
  public async until(what: string, holds: () => boolean | Promise<boolean>, seconds = 60): Promise<void> {
    await until(what, holds, seconds).catch((error: unknown) => {
      const complaints = [...this.programs].map(([part, { said }]) => `${part}:\n${complaintsIn(said)}`);
      throw new Error([String(error), ...complaints].join("\n"), { cause: error });
    });
  }

  /** Ends everything and leaves nothing behind. */
  public async stop(): Promise<void> {
    // Nothing is left to be saved, and Jaeger takes half a minute to end by itself.
    await Promise.all([...this.programs.values()].map(async (program) => program.kill()));
    await this.logStore.stop();
    await this.kubernetes.stop();
    rmSync(this.folder, { recursive: true, force: true });
  }

  private async begin(): Promise<void> {
    try {
      await this.kubernetes.start();
      await this.logStore.start();
      for (const program of this.programs.values()) await program.start();
    } catch (error) {
      await this.stop();
      throw error;
    }
  }
}

/** The last lines that are no information, shortened; nothing answers as the kubelet of a lab. */
function complaintsIn(said: string): string {
  const lines = said.split("\n").filter((line) => line !== "" && !/"level":"info"|kubelet_stats/.test(line));
  return lines
    .slice(-10)
    .map((line) => line.slice(0, 600))
    .join("\n");
}

interface PartOptions extends Pick<TelemetryLabOptions, "environment" | "adaptations" | "variables"> {
  readonly folder: string;
  readonly place: Place;
  readonly ca: string;
}

/** The second version of the health check, which Jaeger has, answers at another path. */
const HEALTH_PATHS = { agent: "/", gateway: "/", jaeger: "/status" } as const;

const NAMES = { agent: "otel-agent", gateway: "otel-gateway", jaeger: "jaeger" } as const;

function programOf(part: Part, options: PartOptions): Program {
  const { ca, folder, place } = options;
  const address = place.addresses[part];
  const config = writeConfig(part, options);
  const command = [
    tool(part === "jaeger" ? "jaeger" : "otelcol"),
    `--config=${config}`,
    ...extraArguments(part, options.environment),
  ];
  const [path = "", ...args] = command;
  return new Program({
    path,
    args,
    environment: {
      MY_POD_IP: address,
      OTEL_K8S_NAMESPACE: "observability",
      OTEL_K8S_POD_NAME: NAMES[part],
      OTEL_K8S_NODE_IP: address,
      OTEL_K8S_NODE_NAME: NODE,
      KUBECONFIG: join(folder, "kubeconfig"),
      ES_USER: "collector",
      ES_PASSWORD: "secret",
      ES_USERNAME: "jaeger",
      ...options.variables,
    },
    log: join(folder, `${part}.log`),
    ready: async () =>
      (await textOf({ url: `http://${address}:${PORTS.health}${HEALTH_PATHS[part]}`, ca })) !== "",
  });
}

function writeConfig(part: Part, options: Omit<PartOptions, "ca">): string {
  const file = join(options.folder, `${part}.yaml`);
  writeFileSync(file, yamlContent(labConfig(part, options)));
  return file;
}

/** What the release tells the program beside its configuration. */
function extraArguments(part: Part, environment: Environment): readonly string[] {
  const release = artifactOf(environment).releases.find(({ name }) => name === NAMES[part]);
  return textsOf(valueAt(release?.values, "command.extraArgs"));
}

/** The configuration of a part as a lab runs it: that of the artifact, made valid here, with the lab's adaptations. */
export function labConfig(
  part: Part,
  { adaptations = {}, environment, folder, place }: Omit<PartOptions, "ca">,
): JsonObject {
  const kind = part === "jaeger" ? "jaeger" : "collectors";
  const file = nativeOf(environment, kind).find(({ name }) => name === NAMES[part]);
  if (file === undefined) throw new Error(`${environment.name} has no ${NAMES[part]}`);
  const { config } = validatable(file.data as JsonObject, join(folder, part));
  return adapt(config, [...ADAPTATIONS[part](place), ...(adaptations[part] ?? [])]).config;
}

/** What every lab changes, by part. */
export const ADAPTATIONS: Readonly<Record<Part, (place: Place) => readonly Adaptation[]>> = {
  agent: agentAdaptations,
  gateway: gatewayAdaptations,
  jaeger: jaegerAdaptations,
};
