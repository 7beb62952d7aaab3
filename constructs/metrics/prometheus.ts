import { Construct } from "constructs";
import { ConfigurationError } from "../../mandate";
import type { Profile } from "../core/chart-values";
import { HelmApplication } from "../core/helm-application";
import type { HelmValues } from "../core/helm-values";
import { INTERNAL_ISSUER, type IssuerReference } from "../security/certificate";
import { ALERT_PATH_BOUNDS } from "./alert-path";
import type { MonitoredNamespaces } from "./monitored-namespaces";
import { PROMETHEUS_MANDATED_PATHS, prometheusWiring } from "./prometheus-wiring";
import { RETENTION_BOUNDS, retentionArgumentProblems } from "./retention";

/** Properties of `Prometheus`. */
export interface PrometheusProps {
  readonly namespace: string;
  /** Namespace whose Pod Security level lets the node exporter see the host. */
  readonly agentsNamespace: string;
  readonly profile: Profile;
  /** Name of the cluster, the label `cluster` of whatever leaves Prometheus. */
  readonly clusterName: string;
  /**
   * Namespaces whose monitors, probes and rules are taken, beside the two above. "all" says loudly that every team of
   * the cluster may add load and alerts.
   */
  readonly monitoredNamespaces: MonitoredNamespaces;
  /**
   * Who runs etcd, scheduler, controller manager and kube-proxy. Those of a managed control plane cannot be scraped,
   * and alerts on their absence would fire for ever.
   */
  readonly controlPlane: "managed" | "self-run";
  /** Size of the volume of each Prometheus, such as `50Gi`. */
  readonly storageSize: string;
  /** Size of the volume of each Alertmanager, such as `2Gi`. */
  readonly alertmanagerStorageSize: string;
  /** @default - the cluster's default class */
  readonly storageClassName?: string;
  /**
   * Where people reach Prometheus; links in notifications begin with it.
   * @default - the address inside the cluster
   */
  readonly externalUrl?: string;
  /**
   * Where people reach Alertmanager.
   * @default - the address inside the cluster
   */
  readonly alertmanagerExternalUrl?: string;
  /**
   * Signs the certificate of the operator's webhook.
   * @default INTERNAL_ISSUER
   */
  readonly issuer?: IssuerReference;
  /**
   * Values for kube-prometheus-stack, above ours.
   * @default - none
   */
  readonly values?: HelmValues;
}

/**
 * Prometheus and Alertmanager by the operator of kube-prometheus-stack, with the exporters of nodes and of the
 * cluster's objects. It is an endpoint for whoever reads metrics. Where alerts go is told by `Alerting`.
 */
export class Prometheus extends Construct {
  public readonly application: HelmApplication;
  public readonly namespace: string;
  /** Base URL inside the cluster. */
  public readonly url: string;
  /** The Alertmanager that it sends alerts to. */
  public readonly alertmanager: { readonly url: string };

  /** @throws ConfigurationError when the caller's values are weaker than the mandate or contradict the wiring. */
  public constructor(scope: Construct, id: string, props: PrometheusProps) {
    super(scope, id);
    const { namespace, profile, issuer = INTERNAL_ISSUER, values = {} } = props;
    this.refuseArguments(values);
    this.namespace = namespace;
    this.url = `http://kps-prometheus.${namespace}.svc:9090`;
    this.alertmanager = { url: `http://kps-alertmanager.${namespace}.svc:9093` };
    this.application = new HelmApplication(this, "kps", {
      chart: "kube-prometheus-stack",
      namespace,
      profile,
      values,
      wiring: prometheusWiring({ ...props, issuer }),
      mandatedPaths: PROMETHEUS_MANDATED_PATHS,
      bounds: [...RETENTION_BOUNDS, ...ALERT_PATH_BOUNDS],
    });
  }

  /** Makes Terraform finish everything below the given constructs first. */
  public dependsOn(...others: readonly Construct[]): void {
    this.application.dependsOn(...others);
  }

  private refuseArguments(values: HelmValues): void {
    const problems = retentionArgumentProblems(values, this.node.path);
    if (problems.length > 0) {
      throw new ConfigurationError("values of release kps cannot be used", problems);
    }
  }
}
