import type { Artifact, Release } from "../../assurance";

/** A release and the releases that Terraform finishes right before it. */
export interface OrderedRelease {
  readonly release: Release;
  /** Names of releases it waits for; those that another of them waits for are left out. */
  readonly after: readonly string[];
  /** Names of namespaces that are created before it. */
  readonly namespaces: readonly string[];
}

/** The order in which Terraform makes an artifact's releases. */
export class DependencyGraph {
  /** By name; every release stands behind all that it waits for. */
  public readonly ordered: readonly OrderedRelease[];
  private readonly direct: ReadonlyMap<string, readonly string[]>;
  private readonly all = new Map<string, ReadonlySet<string>>();

  public constructor(artifact: Artifact) {
    const { releases } = artifact;
    this.direct = new Map(releases.map(({ address, dependsOn }) => [address, dependsOn]));
    const names = new Map(releases.map(({ address, name }) => [address, name]));
    const created = new Map(
      artifact.objects.map(({ address, kind, name }) => [address, kind === "Namespace" ? name : ""]),
    );
    const named = (addresses: readonly string[], by: ReadonlyMap<string, string>): readonly string[] =>
      addresses
        .map((address) => by.get(address) ?? "")
        .filter((name) => name !== "")
        .sort();
    this.ordered = [...releases]
      .sort(
        (one, other) => this.depth(one.address) - this.depth(other.address) || compare(one.name, other.name),
      )
      .map((release) => ({
        release,
        after: named(this.nearest(release.address), names),
        namespaces: named([...this.before(release.address)], created),
      }));
  }

  /** The most seconds of any chain of releases that wait for each other, and the chain, first release first. */
  public longestPath(seconds: (release: Release) => number): {
    readonly seconds: number;
    readonly names: readonly string[];
  } {
    const best = new Map<string, { readonly seconds: number; readonly names: readonly string[] }>();
    const none = { seconds: 0, names: [] };
    for (const { after, release } of this.ordered) {
      const longest = after
        .map((name) => best.get(name) ?? none)
        .reduce((one, other) => (other.seconds > one.seconds ? other : one), none);
      best.set(release.name, {
        seconds: longest.seconds + seconds(release),
        names: [...longest.names, release.name],
      });
    }
    return [...best.values()].reduce((one, other) => (other.seconds > one.seconds ? other : one), none);
  }

  /** Addresses of all that is finished before a resource begins. */
  public before(address: string): ReadonlySet<string> {
    const known = this.all.get(address);
    if (known !== undefined) return known;
    const direct = this.direct.get(address) ?? [];
    const found = new Set(direct.flatMap((one) => [one, ...this.before(one)]));
    this.all.set(address, found);
    return found;
  }

  private nearest(address: string): readonly string[] {
    const direct = this.direct.get(address) ?? [];
    return direct.filter((one) => !direct.some((other) => this.before(other).has(one)));
  }

  private depth(address: string): number {
    return Math.max(0, ...[...this.before(address)].map((one) => this.depth(one) + 1));
  }
}

function compare(one: string, other: string): number {
  return one < other ? -1 : Number(one > other);
}
