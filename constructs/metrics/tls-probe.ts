import type { Manifest } from "../core/manifest-bundle";
import { portOf } from "../security/edge";
import { verifiedAs } from "../security/server-tls";
import type { TlsEndpoint } from "../security/tls-endpoint";
import { moduleOf } from "./blackbox-modules";

/** The job of all probes of certificates. */
export const TLS_PROBES_JOB = "tls-endpoints";

/** The exporter that carries probes out. */
export interface Prober {
  readonly host: string;
  readonly port: number;
  readonly namespace: string;
}

/**
 * A Probe object for each endpoint, by their names in a bundle. Their series have the labels `namespace` and `workload`
 * of whoever is probed, and its address as `instance`.
 * @see https://prometheus-operator.dev/docs/api-reference/api/#monitoring.coreos.com/v1.Probe
 */
export function tlsProbes(
  endpoints: readonly TlsEndpoint[],
  prober: Prober,
): Readonly<Record<string, Manifest>> {
  return Object.fromEntries(
    endpoints.map((endpoint) => {
      const name = `${endpoint.workload.name}-${String(podPort(endpoint))}`;
      return [`probe-${name}`, probe(name, endpoint, prober)] as const;
    }),
  );
}

/** The port of the pods that a probe ends at. */
export function podPort({ address, podPort: port = portOf(`https://${address}`) }: TlsEndpoint): number {
  return port;
}

function probe(name: string, endpoint: TlsEndpoint, { host, namespace, port }: Prober): Manifest {
  const { address, workload } = endpoint;
  return {
    apiVersion: "monitoring.coreos.com/v1",
    kind: "Probe",
    metadata: { name, namespace },
    spec: {
      jobName: TLS_PROBES_JOB,
      module: moduleOf(endpoint),
      // A certificate ends in weeks, and a Service leads to another replica each time.
      interval: "60s",
      scrapeTimeout: "10s",
      prober: { url: `${host}:${String(port)}`, scheme: "https", path: "/probe" },
      tlsConfig: verifiedAs(host),
      targets: {
        staticConfig: {
          static: [address],
          labels: { namespace: workload.namespace, workload: workload.name },
        },
      },
    },
  };
}
