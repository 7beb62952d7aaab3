import { Construct } from "constructs";
import type { HelmValues } from "../core/helm-values";
import type { Profile } from "../core/chart-values";
import type { MetricsPort, Scraped } from "../metrics/scraped";
import { INTERNAL_ISSUER, type IssuerReference } from "../security/certificate";
import type { SecretReference } from "../security/secret-reference";
import { CertManager } from "./cert-manager";
import { EckOperator } from "./eck-operator";
import { InternalCa } from "./internal-ca";
import type { Namespaces } from "./namespaces";
import { OpentelemetryOperator } from "./opentelemetry-operator";
import { PrometheusOperatorCrds } from "./prometheus-operator-crds";

/** Parts of the platform that a cluster may have already. */
export const PLATFORM_COMPONENTS = [
  "prometheus-operator-crds",
  "cert-manager",
  "eck-operator",
  "opentelemetry-operator",
] as const;

/** One of {@link PLATFORM_COMPONENTS}. */
export type PlatformComponent = (typeof PLATFORM_COMPONENTS)[number];

/** Properties of `Platform`. */
export interface PlatformProps {
  readonly namespaces: Namespaces;
  readonly profile: Profile;
  /**
   * What the cluster has already; `cert-manager` stands for trust-manager too.
   * @default - nothing, everything is installed
   */
  readonly existing?: readonly PlatformComponent[];
  /**
   * Namespaces that get the internal CA's certificate.
   * @default - every namespace
   */
  readonly trustedNamespaces?: readonly string[];
  /**
   * Signs the certificates of the operators.
   * @default INTERNAL_ISSUER
   */
  readonly issuer?: IssuerReference;
  /**
   * Certificates of authorities that are trusted beside the internal CA; keys of Secrets of cert-manager's namespace.
   * @default - none
   */
  readonly furtherAuthorities?: readonly SecretReference[];
  /**
   * Published hosts get their certificates from an issuer outside the cluster, which cert-manager must reach.
   * @default false
   */
  readonly externalIssuers?: boolean;
  /**
   * Values by chart, above ours.
   * @default - none
   */
  readonly values?: Readonly<Partial<Record<PlatformComponent | "trust-manager", HelmValues>>>;
}

/** What everything else stands on: definitions, certificates, operators. Depend on the parts, not on the whole. */
export class Platform extends Construct implements Scraped {
  /** Of everything that was installed. */
  public readonly metricsPorts: readonly MetricsPort[];
  /** Before anything with a ServiceMonitor, PodMonitor or PrometheusRule. */
  public readonly crds: PrometheusOperatorCrds;
  /** Before anything that mounts the CA's certificate; its `authority` before anything with a Certificate. */
  public readonly certificates: InternalCa;
  /** Before Elasticsearch, Kibana and Logstash. */
  public readonly eckOperator: EckOperator;
  /** Before Instrumentation objects. */
  public readonly opentelemetryOperator: OpentelemetryOperator;

  public constructor(scope: Construct, id: string, props: PlatformProps) {
    super(scope, id);
    const { namespaces, profile, existing = [], values = {}, trustedNamespaces } = props;
    const { externalIssuers = false, furtherAuthorities = [], issuer = INTERNAL_ISSUER } = props;
    const component = (name: PlatformComponent, namespace: string) => ({
      namespace,
      profile,
      existing: existing.includes(name),
      values: values[name] ?? {},
    });
    this.crds = new PrometheusOperatorCrds(
      this,
      "crds",
      component("prometheus-operator-crds", namespaces.operators),
    );
    const certManager = new CertManager(this, "certificates", {
      ...component("cert-manager", namespaces.certManager),
      trustManagerValues: values["trust-manager"] ?? {},
      externalIssuers,
    });
    this.certificates = new InternalCa(this, "internal-ca", {
      namespace: namespaces.certManager,
      furtherAuthorities,
      ...(trustedNamespaces === undefined ? {} : { trustedNamespaces }),
    });
    this.eckOperator = new EckOperator(this, "elastic", {
      ...component("eck-operator", namespaces.operators),
      managedNamespaces: [namespaces.main],
      issuer,
    });
    this.opentelemetryOperator = new OpentelemetryOperator(this, "opentelemetry", {
      ...component("opentelemetry-operator", namespaces.operators),
      issuer,
    });
    this.metricsPorts = [certManager, this.eckOperator, this.opentelemetryOperator].flatMap(
      ({ metricsPorts }) => metricsPorts,
    );
    this.crds.dependsOn(namespaces);
    certManager.dependsOn(namespaces, this.crds);
    this.certificates.dependsOn(namespaces, ...present(certManager.application));
    this.certificates.distributedBy(certManager);
    const { authority } = this.certificates;
    // Elasticsearch, the slowest of all to start, waits for its operator: nothing that this can do without comes first.
    this.eckOperator.dependsOn(namespaces, this.crds, authority);
    this.opentelemetryOperator.dependsOn(namespaces, this.crds, authority);
  }
}

function present(construct: Construct | undefined): readonly Construct[] {
  return construct === undefined ? [] : [construct];
}
