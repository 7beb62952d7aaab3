import { parse } from "yaml";
import type { Artifact } from "../../artifact/artifact";
import { isObject, itemsOf, textOf, textsOf, valueAt, type JsonValue } from "../../artifact/json";
import type { Release } from "../../artifact/release";
import type { Tls } from "../tls";
import type { Call, Listener } from "./configured";

const SIDECAR = "prometheus.prometheusSpec.thanos";
const GRPC_PORT = 10901;
const HTTP_PORT = 10902;

/** Whom a Thanos Query reads from, as the file of its endpoints says. */
export function thanosCalls(artifact: Artifact): readonly Call[] {
  return releasesOf(artifact, "thanos").flatMap((release) => {
    const { from, file, where } = endpointsFile(artifact, release);
    const config = parse(file) as JsonValue;
    return itemsOf(valueAt(config, "endpoints")).map((endpoint) => ({
      from,
      host: (textOf(valueAt(endpoint, "address")) ?? "").replace(/^dnssrv\+_grpc\._tcp\./, ""),
      port: GRPC_PORT,
      tls: clientTls(valueAt(config, "default_client_config.tls_config")),
      where,
    }));
  });
}

/** The file that an argument names lies in a ConfigMap of the release's namespace. */
function endpointsFile(artifact: Artifact, release: Release) {
  const from = queryOf(release);
  const named = /^--endpoint\.sd-config-file=.*\/([^/]+)$/;
  const name = argumentsOf(release).flatMap((argument) => named.exec(argument)?.[1] ?? [])[0] ?? "";
  const holder = artifact.objects.find(
    ({ body, kind, namespace }) =>
      kind === "ConfigMap" && namespace === release.namespace && isObject(body.data) && name in body.data,
  );
  const key = name.replaceAll(".", "\\.");
  return {
    from,
    file: textOf(valueAt(holder?.body, `data.${key}`)) ?? "",
    where: `${holder?.address ?? release.address}: ${name}`,
  };
}

function clientTls(config: JsonValue | undefined): Tls {
  if (valueAt(config, "ca_file") === undefined) return "none";
  return valueAt(config, "cert_file") === undefined ? "server" : "mutual";
}

/** Ports of Thanos Query and of the sidecars beside Prometheus. */
export function thanosListeners(artifact: Artifact): readonly Listener[] {
  return [
    ...releasesOf(artifact, "thanos").flatMap(queryListeners),
    ...releasesOf(artifact, "kube-prometheus-stack").flatMap(sidecarListeners),
  ];
}

function queryListeners(release: Release): readonly Listener[] {
  const at = queryOf(release);
  const where = `${release.address}: query.extraArgs`;
  return [
    { at, port: HTTP_PORT, tls: tlsOf(release, "--http.config="), where },
    {
      at,
      port: GRPC_PORT,
      tls: tlsOf(release, "--grpc-server-tls-cert=", "--grpc-server-tls-client-ca="),
      where,
    },
  ];
}

function sidecarListeners({ address, name, namespace, values }: Release): readonly Listener[] {
  if (!isObject(valueAt(values, SIDECAR))) return [];
  const at = `${namespace}/${name}-prometheus`;
  const grpc = valueAt(values, `${SIDECAR}.grpcServerTlsConfig`);
  const asks = textOf(valueAt(grpc, "caFile")) === undefined ? "server" : "mutual";
  const web = JSON.stringify(valueAt(values, `${SIDECAR}.additionalArgs`) ?? []);
  return [
    {
      at,
      port: GRPC_PORT,
      tls: textOf(valueAt(grpc, "certFile")) === undefined ? "none" : asks,
      where: `${address}: ${SIDECAR}.grpcServerTlsConfig`,
    },
    {
      at,
      port: HTTP_PORT,
      tls: web.includes('"http.config"') ? "server" : "none",
      where: `${address}: ${SIDECAR}.additionalArgs`,
    },
  ];
}

/** TLS by an argument, and by another for the certificate of the client. */
function tlsOf(release: Release, server: string, mutual?: string): Tls {
  const has = (start: string): boolean => argumentsOf(release).some((argument) => argument.startsWith(start));
  if (!has(server)) return "none";
  return mutual !== undefined && has(mutual) ? "mutual" : "server";
}

function argumentsOf({ values }: Release): readonly string[] {
  return textsOf(valueAt(values, "query.extraArgs"));
}

function queryOf({ name, namespace }: Release): string {
  return `${namespace}/${name}-query`;
}

function releasesOf({ releases }: Artifact, chart: string): readonly Release[] {
  return releases.filter((release) => release.chart === chart);
}
