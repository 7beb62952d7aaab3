import type { Construct } from "constructs";
import type { Bound } from "../core/bound";
import type { Profile } from "../core/chart-values";
import type { MandatedPaths } from "../core/contradictions";
import { HelmApplication } from "../core/helm-application";
import type { HelmValues } from "../core/helm-values";
import { ManifestBundle } from "../core/manifest-bundle";
import type { MetricsPort } from "../metrics/scraped";
import { certificateManifest, type IssuerReference } from "../security/certificate";
import { type Relaxation, relaxed } from "../security/relaxation";
import type { Workload } from "../security/workload";
import { chartConfig, type CollectorConfig } from "./collector-config";
import {
  collectorMetrics,
  collectorMonitor,
  type CollectorRole,
  collectorWorkload,
} from "./collector-network";
import { type Mount, mountValues } from "./mounts";
import { tlsMount } from "./tls-files";

/** What the three collectors differ in. */
export interface CollectorReleaseOptions {
  /** Name of the release, of its objects and of its Service. */
  readonly name: string;
  /** Folder of our values below those of the chart. */
  readonly role: CollectorRole;
  readonly namespace: string;
  readonly profile: Profile;
  readonly values: HelmValues;
  readonly wiring: HelmValues;
  readonly bounds?: readonly Bound[];
  readonly mandatedPaths?: MandatedPaths;
  /** Names in its certificate. */
  readonly dnsNames: readonly string[];
  /** Who signs it. */
  readonly issuer: IssuerReference;
  /** What was made weaker. @default - nothing */
  readonly relaxation?: Relaxation | undefined;
}

/** The release of a collector, and beside it what the chart does not make: the certificate and further rights. */
export class CollectorRelease {
  public readonly application: HelmApplication;
  /** The release waits for it. */
  public readonly identity: ManifestBundle;
  /** Its pods. */
  public readonly workload: Workload;
  public readonly metricsPorts: readonly MetricsPort[];
  private readonly mounts: Mount[];

  /** Places both below a construct. */
  public constructor(scope: Construct, options: CollectorReleaseOptions) {
    const {
      bounds = [],
      mandatedPaths = {},
      dnsNames,
      issuer,
      name,
      namespace,
      profile,
      relaxation,
      role,
      values,
      wiring,
    } = options;
    const secretName = `${name}-tls`;
    this.workload = collectorWorkload(name, role, namespace);
    this.metricsPorts = collectorMetrics(this.workload);
    this.mounts = [tlsMount(secretName)];
    this.identity = new ManifestBundle(scope, `${name}-identity`, {
      namespace,
      manifests: {
        [`certificate-${name}`]: relaxed(
          certificateManifest({ name, namespace, dnsNames, secretName, issuer }),
          relaxation,
        ),
      },
    });
    this.application = new HelmApplication(scope, name, {
      chart: "opentelemetry-collector",
      role,
      namespace,
      profile,
      values,
      wiring: {
        ...wiring,
        ...collectorMonitor(role, `${name}.${namespace}.svc`),
        fullnameOverride: name,
        ...mountValues(this.mounts),
      },
      bounds,
      mandatedPaths,
    });
    this.application.dependsOn(this.identity);
  }

  /** Sets the whole configuration; what was set before must be part of it. */
  public configure(config: CollectorConfig): void {
    this.application.wire({ config: chartConfig(config) });
  }

  /** Mounts further volumes. */
  public mount(...mounts: readonly Mount[]): void {
    this.mounts.push(...mounts);
    this.application.wire(mountValues(this.mounts));
  }

  /** Makes Terraform finish everything below the given constructs first. */
  public dependsOn(...others: readonly Construct[]): void {
    this.identity.dependsOn(...others);
    this.application.dependsOn(...others);
  }
}
