import type { ApiClient, KubernetesObject } from "./api-client";
import { Watch } from "./watch";

const ROUND_MILLISECONDS = 500;
const PROVISIONER = "volumes.lab.qms";

interface ClaimSpec {
  readonly storageClassName?: string;
  readonly accessModes: readonly string[];
  readonly resources: { readonly requests: Readonly<Record<string, string>> };
  readonly volumeName?: string;
}

/** Plays what a cloud gives a cluster: volumes for claims of any storage class, and addresses of load balancers. */
export class InfrastructureDouble {
  private readonly claims: Watch;
  private readonly volumes: Watch;
  private readonly services: Watch;
  private readonly timer: NodeJS.Timeout;

  private constructor(private readonly api: ApiClient) {
    this.claims = new Watch(api, "/api/v1/persistentvolumeclaims");
    this.volumes = new Watch(api, "/api/v1/persistentvolumes");
    this.services = new Watch(api, "/api/v1/services");
    this.timer = setInterval(() => {
      void this.round();
    }, ROUND_MILLISECONDS);
  }

  public static async start(api: ApiClient): Promise<InfrastructureDouble> {
    const infrastructure = new InfrastructureDouble(api);
    await infrastructure.offer("lab", { "storageclass.kubernetes.io/is-default-class": "true" });
    return infrastructure;
  }

  /** Makes a storage class; claims of classes that nobody made get their volumes too. */
  public offer(name: string, annotations: Readonly<Record<string, string>> = {}): Promise<void> {
    return this.api.create("/apis/storage.k8s.io/v1/storageclasses", {
      apiVersion: "storage.k8s.io/v1",
      kind: "StorageClass",
      metadata: { name, annotations },
      provisioner: PROVISIONER,
      volumeBindingMode: "Immediate",
      allowVolumeExpansion: true,
    });
  }

  public stop(): void {
    clearInterval(this.timer);
    [this.claims, this.volumes, this.services].forEach((watch) => {
      watch.stop();
    });
  }

  private async round(): Promise<void> {
    const all = [
      ...this.claims.all().map((claim) => this.provision(claim)),
      ...this.volumes.all().map((volume) => this.reclaim(volume)),
      ...this.services.all().map((service) => this.expose(service)),
    ];
    // What fails is met again in the next round.
    await Promise.allSettled(all);
  }

  private async provision(claim: KubernetesObject): Promise<void> {
    const { metadata } = claim;
    const name = `volume-${String(metadata.uid)}`;
    const { volumeName } = claim.spec as ClaimSpec;
    if (volumeName === undefined && this.volumes.get("", name) === undefined) {
      await this.api.create("/api/v1/persistentvolumes", volumeFor(name, claim));
    }
  }

  private async reclaim({ metadata, status }: KubernetesObject): Promise<void> {
    const { phase } = (status ?? {}) as { phase?: string };
    if (phase === "Released" && metadata.deletionTimestamp === undefined) {
      await this.api.remove(`/api/v1/persistentvolumes/${metadata.name}`);
    }
  }

  private async expose({ metadata, spec, status }: KubernetesObject): Promise<void> {
    const { type } = spec as { type?: string };
    const { loadBalancer } = (status ?? {}) as { loadBalancer?: { ingress?: unknown } };
    if (type !== "LoadBalancer" || loadBalancer?.ingress !== undefined) return;
    const path = `/api/v1/namespaces/${String(metadata.namespace)}/services/${metadata.name}/status`;
    await this.api.patch(path, { status: { loadBalancer: { ingress: [{ ip: "192.0.2.1" }] } } });
  }
}

function volumeFor(name: string, claim: KubernetesObject): KubernetesObject {
  const { storageClassName = "", accessModes, resources } = claim.spec as ClaimSpec;
  const { namespace, name: claimName, uid } = claim.metadata;
  return {
    apiVersion: "v1",
    kind: "PersistentVolume",
    metadata: { name, annotations: { "pv.kubernetes.io/provisioned-by": PROVISIONER } },
    spec: {
      storageClassName,
      accessModes,
      capacity: { storage: resources.requests.storage },
      persistentVolumeReclaimPolicy: "Delete",
      csi: { driver: PROVISIONER, volumeHandle: name },
      claimRef: { apiVersion: "v1", kind: "PersistentVolumeClaim", namespace, name: claimName, uid },
    },
  };
}
