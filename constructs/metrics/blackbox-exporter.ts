import { Construct } from "constructs";
import type { Profile } from "../core/chart-values";
import { HelmApplication } from "../core/helm-application";
import type { HelmValues } from "../core/helm-values";
import { ManifestBundle } from "../core/manifest-bundle";
import { INTERNAL_ISSUER, type IssuerReference } from "../security/certificate";
import { declareEdges } from "../security/edge";
import type { TlsEndpoint, TlsServer } from "../security/tls-endpoint";
import type { Workload } from "../security/workload";
import { authorityMounts, blackboxModules } from "./blackbox-modules";
import { BLACKBOX_PORT, BLACKBOX_SELECTOR, blackboxManifests, blackboxTls } from "./blackbox-tls";
import type { MetricsPort, Scraped } from "./scraped";
import { podPort, tlsProbes } from "./tls-probe";

/** Properties of `BlackboxExporter`. */
export interface BlackboxExporterProps {
  readonly namespace: string;
  readonly profile: Profile;
  /**
   * Signs its certificate, which it also shows where one is asked for.
   * @default INTERNAL_ISSUER
   */
  readonly issuer?: IssuerReference;
  /** @default - none */
  readonly values?: HelmValues;
}

const NAME = "blackbox-exporter";

/**
 * Connects to the stack's servers as their callers do, and tells whether they answer with a certificate that can be
 * verified, and when that ends. cert-manager knows only when a Secret was renewed, and not whether a server that reads
 * it at its start still shows the one before.
 */
export class BlackboxExporter extends Construct implements Scraped {
  public readonly application: HelmApplication;
  /** Its pods. */
  public readonly workload: Workload;
  public readonly metricsPorts: readonly MetricsPort[];
  private readonly manifests: ManifestBundle;
  private readonly endpoints: TlsEndpoint[] = [];

  public constructor(scope: Construct, id: string, props: BlackboxExporterProps) {
    super(scope, id);
    const { namespace, profile, issuer = INTERNAL_ISSUER, values = {} } = props;
    this.workload = { name: NAME, namespace, podLabels: BLACKBOX_SELECTOR };
    this.metricsPorts = [{ workload: this.workload, port: BLACKBOX_PORT, tls: "server" }];
    const prober = { host: `${NAME}.${namespace}.svc`, port: BLACKBOX_PORT, namespace };
    this.manifests = new ManifestBundle(this, `${NAME}-manifests`, {
      namespace,
      manifests: blackboxManifests(NAME, namespace, issuer),
      lateManifests: () => tlsProbes(this.endpoints, prober),
    });
    this.application = new HelmApplication(this, NAME, {
      chart: "prometheus-blackbox-exporter",
      namespace,
      profile,
      values,
      wiring: { fullnameOverride: NAME, ...blackboxTls(NAME) },
    });
    this.application.dependsOn(this.manifests);
    this.node.addValidation({
      validate: () => (this.endpoints.length === 0 ? ["nothing to connect to: call watch()"] : []),
    });
  }

  /** Connects to every endpoint of the servers once a minute. */
  public watch(...servers: readonly TlsServer[]): void {
    const added = servers.flatMap(({ tlsEndpoints }) => tlsEndpoints);
    this.endpoints.push(...added);
    const { mounts, volumes } = authorityMounts(this.endpoints);
    this.application.wire({
      ...blackboxTls(NAME, { mounts, volumes }),
      config: { modules: blackboxModules(this.endpoints) },
    });
    this.application.dependsOn(...added.flatMap(({ server }) => server ?? []));
    declareEdges(
      this,
      ...added.map((endpoint) => ({
        from: this.workload,
        to: endpoint.workload,
        port: podPort(endpoint),
        tls: endpoint.tls,
        purpose: "whether its certificate can be verified, and until when",
      })),
    );
  }

  /** Makes Terraform finish everything below the given constructs first. */
  public dependsOn(...others: readonly Construct[]): void {
    this.manifests.dependsOn(...others);
    this.application.dependsOn(...others);
  }
}
