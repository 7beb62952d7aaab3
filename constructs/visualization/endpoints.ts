import type { Construct } from "constructs";
import type { InNetwork } from "../security/workload";

/** A Prometheus, or something that answers as one, such as Thanos Query. */
export interface PrometheusEndpoint extends InNetwork {
  /** Base URL inside the cluster, such as `https://kps-prometheus.observability.svc:9090`. */
  readonly url: string;
  /**
   * How often it scrapes; `$__rate_interval` never becomes shorter than four of them.
   * @default "30s"
   */
  readonly scrapeInterval?: string;
  /**
   * What answers, which Grafana asks a little differently.
   * @default "Prometheus"
   */
  readonly flavour?: "Prometheus" | "Thanos";
}

/** An Alertmanager. */
export interface AlertmanagerEndpoint extends InNetwork {
  readonly url: string;
}

/** The Elasticsearch that holds the logs. */
export interface LogStoreEndpoint extends InNetwork {
  readonly url: string;
  /** Secret with the certificate of the CA that signed its server certificate, key `ca.crt`. */
  readonly caSecretName: string;
  /**
   * What brings that Secret.
   * @default - nothing, somebody else runs it
   */
  readonly server?: Construct;
  /** Secret with `username` and `password` of the user that reads for the given component. */
  userSecretName(reader: "grafana"): string;
}

/** The query side of a Jaeger. */
export interface TraceQueryEndpoint extends InNetwork {
  /** Base URL of its HTTP API, such as `https://jaeger.observability.svc:16686`. */
  readonly queryUrl: string;
}
