import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parse, stringify } from "yaml";
import type { Artifact } from "../../../assurance";
import { type JsonObject, textOf, textsOf, valueAt } from "../../../assurance/artifact/json";
import { freePort } from "../../support/free-port";
import { tool } from "../../support/tools";
import { makeCertificates } from "../telemetry/certificates";
import { textOf as textAt } from "../telemetry/https-text";
import { Program } from "../telemetry/program";

const LOOPBACK = "127.0.0.1";
const on = (port: number): string => `${LOOPBACK}:${String(port)}`;

/** A replica of Prometheus and its sidecar. */
export interface Replica {
  readonly prometheus: Program;
  readonly sidecar: Program;
  readonly grpcPort: number;
}

/** The metrics of production on the loopback: two replicas that scrape the same, and the query over both. */
export interface ThanosLab {
  readonly replicas: readonly Replica[];
  readonly query: Program;
  /** Base URL of the query. */
  readonly url: string;
  /** Certificate of the authority that signed all certificates of the stack. */
  readonly ca: string;
  /** Folder of a certificate that another authority signed. */
  readonly stranger: string;
  /** The label by which replicas differ. */
  readonly replicaLabel: string;
  readonly stop: () => Promise<void>;
}

/**
 * Starts what an artifact says with other addresses and folders. The operator writes the sidecars' arguments and the
 * chart those that tell the query where to listen, so these are the lab's own.
 * @see https://github.com/prometheus-operator/prometheus-operator/blob/main/pkg/prometheus/server/statefulset.go
 */
export async function startThanosLab(artifact: Artifact): Promise<ThanosLab> {
  const folder = mkdtempSync(join(tmpdir(), "qms-thanos-"));
  const { endpoints, extraArgs, replicaLabel, webConfig } = queryOf(artifact);
  const { server_name: name } = endpoints.default_client_config as { server_name: string };
  const tls = join(folder, "tls");
  const ca = makeCertificates(tls, [LOOPBACK, name]);
  makeCertificates(join(folder, "stranger"), [LOOPBACK, name]);
  const moved = (text: string): string =>
    text.replaceAll("/etc/thanos/tls", tls).replaceAll("/etc/thanos/config", folder);

  const replicas: Replica[] = [];
  for (const replica of ["kps-prometheus-0", "kps-prometheus-1"]) {
    replicas.push(
      await startReplica(join(folder, replica), tls, {
        ...externalLabels(artifact),
        [replicaLabel]: replica,
      }),
    );
  }

  const stores = replicas.map(({ grpcPort }) => ({ address: on(grpcPort) }));
  writeFileSync(join(folder, "endpoints.yaml"), moved(stringify({ ...endpoints, endpoints: stores })));
  writeFileSync(join(folder, "web.yaml"), moved(webConfig));
  const [http, grpc] = [await freePort(), await freePort()];
  const url = `https://${on(http)}`;
  const query = new Program({
    path: tool("thanos"),
    args: [
      "query",
      `--http-address=${on(http)}`,
      `--grpc-address=${on(grpc)}`,
      `--query.replica-label=${replicaLabel}`,
      ...extraArgs.map(moved),
    ],
    log: join(folder, "query.log"),
    ready: async () => (await textAt({ url: `${url}/-/ready`, ca })) !== "",
  });
  await query.start();
  const stop = async (): Promise<void> => {
    await Promise.all(
      [query, ...replicas.flatMap(({ prometheus, sidecar }) => [sidecar, prometheus])].map((one) =>
        one.stop(),
      ),
    );
    rmSync(folder, { recursive: true });
  };
  return { replicas, query, url, ca, stranger: join(folder, "stranger"), replicaLabel, stop };
}

/** What the artifact tells the query. */
function queryOf(artifact: Artifact) {
  const values = artifact.releases.find(({ name }) => name === "thanos")?.values;
  const config = artifact.objects.find(
    ({ kind, name }) => kind === "ConfigMap" && name === "thanos-query-config",
  );
  const file = (name: string): string =>
    textOf(valueAt(config?.body, `data.${name.replace(".", "\\.")}`)) ?? "";
  const [replicaLabel = ""] = textsOf(valueAt(values, "additionalReplicaLabels"));
  return {
    endpoints: parse(file("endpoints.yaml")) as JsonObject,
    extraArgs: textsOf(valueAt(values, "query.extraArgs")),
    replicaLabel,
    webConfig: file("web.yaml"),
  };
}

function externalLabels(artifact: Artifact): JsonObject {
  const values = artifact.releases.find(({ name }) => name === "kps")?.values;
  return valueAt(values, "prometheus.prometheusSpec.externalLabels") as JsonObject;
}

async function startReplica(folder: string, tls: string, labels: JsonObject): Promise<Replica> {
  mkdirSync(folder);
  const [http, grpcPort, sidecarHttp] = [await freePort(), await freePort(), await freePort()];
  const config = join(folder, "prometheus.yaml");
  const self = { job_name: "self", static_configs: [{ targets: [on(http)], labels: { instance: "same" } }] };
  writeFileSync(
    config,
    stringify({ global: { scrape_interval: "1s", external_labels: labels }, scrape_configs: [self] }),
  );
  const data = join(folder, "data");
  const listens = async (port: number): Promise<boolean> => (await fetch(`http://${on(port)}/-/ready`)).ok;
  const prometheus = new Program({
    path: tool("prometheus"),
    args: [`--config.file=${config}`, `--storage.tsdb.path=${data}`, `--web.listen-address=${on(http)}`],
    log: join(folder, "prometheus.log"),
    ready: () => listens(http),
  });
  await prometheus.start();
  const sidecar = new Program({
    path: tool("thanos"),
    args: [
      "sidecar",
      `--prometheus.url=http://${on(http)}`,
      `--tsdb.path=${data}`,
      `--grpc-address=${on(grpcPort)}`,
      `--http-address=${on(sidecarHttp)}`,
      `--grpc-server-tls-cert=${tls}/tls.crt`,
      `--grpc-server-tls-key=${tls}/tls.key`,
      `--grpc-server-tls-client-ca=${tls}/ca.crt`,
    ],
    log: join(folder, "sidecar.log"),
    ready: () => listens(sidecarHttp),
  });
  await sidecar.start();
  return { prometheus, sidecar, grpcPort };
}
