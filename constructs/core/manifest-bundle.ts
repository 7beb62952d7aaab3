import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { Release } from "@cdktf/provider-helm/lib/release";
import { AssetType, Lazy, TerraformAsset, TerraformStack } from "cdktf";
import { Construct } from "constructs";
import { ConfigurationError } from "../../mandate";
import { waitFor } from "./dependencies";
import { folderDigest } from "./folder-digest";
import type { HelmValue, HelmValues } from "./helm-values";
import { RELEASE_SETTINGS, TIMEOUT_SECONDS } from "./release-settings";
import { mayShareZone } from "./scope-context";
import { withSharedZone } from "./shared-zone";
import { terraformValues } from "./terraform-text";

/** A Kubernetes object as it is written in YAML. */
export interface Manifest {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: ManifestMetadata;
  readonly [field: string]: HelmValue | ManifestMetadata;
}

/** The part of an object's metadata that we write. */
export interface ManifestMetadata {
  readonly name: string;
  readonly namespace?: string;
  readonly labels?: Readonly<Record<string, string>>;
  readonly annotations?: Readonly<Record<string, string>>;
}

/** Properties of a `ManifestBundle`. */
export interface ManifestBundleProps {
  /** Namespace of the release, and of every object that names none. */
  readonly namespace: string;
  /** Objects by a stable name, `<kind>-<name>` in lower case; the name is what a plan shows. */
  readonly manifests?: Readonly<Record<string, Manifest>>;
  /**
   * Further objects that are known at synthesis only.
   * @default - none
   */
  readonly lateManifests?: () => Readonly<Record<string, Manifest>>;
  /** @default - the construct's id */
  readonly releaseName?: string;
  /**
   * Seconds until Terraform gives up; raise it where pods have to start, or a Job has to end.
   * @default TIMEOUT_SECONDS.objects
   */
  readonly timeoutSeconds?: number;
  /**
   * Waits for Jobs to complete too.
   * @default false
   */
  readonly waitForJobs?: boolean;
}

const CHART = join(__dirname, "manifests-chart");

/** Helm stores a release, compressed, in one Secret; the API server refuses above 1 MiB. */
const MAX_COMPRESSED_KIB = 900;

/**
 * Raw manifests as the release of a chart that ships with this package. Unlike `kubernetes_manifest` it needs
 * neither the cluster nor the custom resource definitions when a plan is made.
 */
export class ManifestBundle extends Construct {
  /** The Terraform resource, for what no prop covers. */
  public readonly release: Release;
  public readonly releaseName: string;
  public readonly namespace: string;

  private readonly manifests = new Map<string, Manifest>();
  private readonly lateManifests: () => Readonly<Record<string, Manifest>>;
  private readonly dependencies = new Set<Construct>();

  public constructor(scope: Construct, id: string, props: ManifestBundleProps) {
    super(scope, id);
    const { releaseName = id, manifests = {}, lateManifests = () => ({}) } = props;
    const { timeoutSeconds = TIMEOUT_SECONDS.objects, waitForJobs = false } = props;
    this.releaseName = releaseName;
    this.namespace = props.namespace;
    this.lateManifests = lateManifests;
    Object.entries(manifests).forEach(([name, manifest]) => {
      this.add(name, manifest);
    });
    this.release = new Release(this, "Resource", {
      name: releaseName,
      namespace: props.namespace,
      // Relative to the stack's folder, so that no checkout path enters the artifact.
      chart: `\${path.module}/${chartAsset(this).path}`,
      values: [Lazy.stringValue({ produce: () => terraformValues(this.values()) })],
      timeout: timeoutSeconds,
      waitForJobs,
      ...RELEASE_SETTINGS,
    });
    waitFor(this.release, this.dependencies);
    this.node.addValidation({ validate: () => this.sizeProblems() });
  }

  /**
   * Adds an object.
   * @throws ConfigurationError when the name is taken.
   */
  public add(name: string, manifest: Manifest): void {
    if (this.manifests.has(name)) {
      throw new ConfigurationError(`manifest ${name} cannot be added`, [
        {
          where: this.node.path,
          what: `a manifest named ${name} is there already`,
          fix: "choose a name that is unique in the bundle",
        },
      ]);
    }
    this.manifests.set(name, manifest);
  }

  /** Makes Terraform finish everything below the given constructs before this release. */
  public dependsOn(...others: readonly Construct[]): void {
    others.forEach((other) => this.dependencies.add(other));
  }

  private values(): HelmValues {
    const manifests = { ...Object.fromEntries(this.manifests), ...this.lateManifests() };
    const values = { manifests: manifests as unknown as HelmValue };
    return mayShareZone(this) ? withSharedZone(values) : values;
  }

  private sizeProblems(): string[] {
    const json = JSON.stringify(this.values());
    // What fits as it is fits compressed; most bundles do, and compressing is slow.
    if (Buffer.byteLength(json) <= MAX_COMPRESSED_KIB * 1024) {
      return [];
    }
    const kib = Math.ceil(gzipSync(json).length / 1024);
    return kib <= MAX_COMPRESSED_KIB
      ? []
      : [
          `the bundle is ${String(kib)} KiB compressed, above the ${String(MAX_COMPRESSED_KIB)} KiB that fit into ` +
            "Helm's release Secret; make a bundle per service instead of one for all",
        ];
  }
}

function chartAsset(scope: Construct): TerraformAsset {
  const stack = TerraformStack.of(scope);
  const existing = stack.node.tryFindChild("manifests-chart");
  return existing instanceof TerraformAsset
    ? existing
    : new TerraformAsset(stack, "manifests-chart", {
        path: CHART,
        type: AssetType.DIRECTORY,
        assetHash: folderDigest(CHART),
      });
}
