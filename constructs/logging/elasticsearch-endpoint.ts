import type { Construct } from "constructs";
import type { InNetwork } from "../security/workload";
import type { ElasticsearchUser } from "./roles";

/** An Elasticsearch that speaks HTTPS and knows our users; one of `Elasticsearch`, or one that others own. */
export interface ElasticsearchEndpoint extends InNetwork {
  /** Base URL inside the cluster, such as `https://elasticsearch-es-http.observability.svc:9200`. */
  readonly url: string;
  /** Secret in the consumers' namespace with the authority of its certificate, key `ca.crt`. */
  readonly caSecretName: string;
  /**
   * What readers wait for. Writers wait for the whole endpoint, whose lifecycle must be proved before the first record.
   * @default - nothing, somebody else runs it
   */
  readonly server?: Construct;
  /** Secret in the consumers' namespace with `username` and `password` of the user. */
  userSecretName(user: ElasticsearchUser): string;
}

/** An Elasticsearch that the operator runs beside its consumer, which connects by its resource name. */
export interface ManagedElasticsearch extends ElasticsearchEndpoint {
  readonly resourceName: string;
  readonly namespace: string;
}
