import { existsSync } from "node:fs";
import type { RequestOptions } from "node:https";
import { homedir } from "node:os";
import type { KubeConfig } from "@kubernetes/client-node";
import type { Artifact } from "../../assurance";
import { clusterAccess } from "../../assurance/artifact/cluster-access";
import { ConfigurationError } from "../../mandate";
import { Cluster } from "./cluster";

/** Another cluster than the one that the artifact names. */
export interface ConnectOptions {
  readonly kubeconfig?: string;
  readonly context?: string;
}

/**
 * Opens the cluster that an artifact would be deployed to. Credentials are read as kubectl does, plugins included.
 * @throws ConfigurationError when there is no such kubeconfig or context, or its credentials cannot be had
 */
export async function connect(artifact: Artifact, options: ConnectOptions = {}): Promise<Cluster> {
  const access = clusterAccess(artifact);
  const kubeconfig = options.kubeconfig ?? access?.kubeconfig;
  const context = options.context ?? (options.kubeconfig === undefined ? access?.context : undefined);
  if (kubeconfig === undefined) throw refused(artifact.file, "its provider names no kubeconfig", NAME_ONE);
  const file = kubeconfig.replace(/^~(?=\/)/, homedir());
  const config = await read(file);
  select(config, context ?? config.getCurrentContext(), file);
  const server = config.getCurrentCluster()?.server ?? "";
  const request: RequestOptions = {};
  try {
    await config.applyToHTTPSOptions(request);
  } catch (error) {
    throw refused(
      file,
      `the credentials of context ${config.getCurrentContext()} cannot be had: ${said(error)}`,
    );
  }
  return new Cluster(server, request);
}

const NAME_ONE = "name one with --kubeconfig";

async function read(file: string): Promise<KubeConfig> {
  if (!existsSync(file)) throw refused(file, "the file does not exist", NAME_ONE);
  // Loaded here, because it is large and only the commands that talk to a cluster need it.
  const { KubeConfig } = await import("@kubernetes/client-node");
  const config = new KubeConfig();
  try {
    config.loadFromFile(file);
    return config;
  } catch (error) {
    throw refused(file, `the file is no kubeconfig: ${said(error)}`);
  }
}

function select(config: KubeConfig, context: string, file: string): void {
  const known = config.getContexts().map(({ name }) => name);
  config.setCurrentContext(context);
  if (known.includes(context) && config.getCurrentCluster()?.server !== undefined) return;
  throw new ConfigurationError("the cluster cannot be reached", [
    {
      where: file,
      what: known.includes(context) ? "the context names no cluster" : "there is no such context",
      found: context,
      allowed: known.join(", "),
      fix: "name another context in the environment, or with --context",
    },
  ]);
}

function refused(where: string, what: string, fix?: string): ConfigurationError {
  return new ConfigurationError("the cluster cannot be reached", [
    { where, what, ...(fix === undefined ? {} : { fix }) },
  ]);
}

function said(error: unknown): string {
  return (error as Error).message.split("\n")[0] ?? "";
}
