import { Release } from "@cdktf/provider-helm/lib/release";
import { Lazy } from "cdktf";
import { Construct } from "constructs";
import { ConfigurationError, type Mandate, type Problem } from "../../mandate";
import { applyBounds, type Bound, type BoundedValues } from "./bound";
import { chart, type ChartCoordinates, type ChartName } from "./charts";
import { chartValues, type Profile, type ValuesFile } from "./chart-values";
import { contradictions, type MandatedPaths } from "./contradictions";
import { waitFor } from "./dependencies";
import { type HelmValues, mergeLayers, mergeValues } from "./helm-values";
import { imageValues } from "./images";
import { RELEASE_SETTINGS, TIMEOUT_SECONDS } from "./release-settings";
import { mandateOf, mayShareZone, mirrorsOf } from "./scope-context";
import { replacedLists } from "./replaced-lists";
import { withSharedZone } from "./shared-zone";
import { terraformValues } from "./terraform-text";
import { loadValueKeys, valueKeyProblems, type ValueKeys } from "./value-keys";

/** Properties of a `HelmApplication`. */
export interface HelmApplicationProps {
  /** Chart, by its name in `charts-values/charts.json`. */
  readonly chart: ChartName;
  /** Namespace of the release; it must exist or be created by something the release depends on. */
  readonly namespace: string;
  /** Picks our values for the chart. */
  readonly profile: Profile;
  /**
   * Role of a chart that is deployed more than once, a folder below the chart's values.
   * @default - the chart has one role
   */
  readonly role?: string;
  /** @default - the construct's id */
  readonly releaseName?: string;
  /**
   * The caller's values, above our defaults and below the wiring. They may add and strengthen.
   * @default - none
   */
  readonly values?: HelmValues;
  /**
   * Values that the component decides by itself; a caller's contradicting value is an error.
   * @default - none
   */
  readonly wiring?: HelmValues;
  /**
   * Wired value paths that the mandate decides, for the error message.
   * @default - none
   */
  readonly mandatedPaths?: MandatedPaths;
  /** @default - none */
  readonly bounds?: readonly Bound[];
  /**
   * Seconds until Terraform gives up on an install or upgrade.
   * @default TIMEOUT_SECONDS.pods
   */
  readonly timeoutSeconds?: number;
  /**
   * Waits for Jobs to complete too.
   * @default false
   */
  readonly waitForJobs?: boolean;
}

/**
 * One release of one pinned chart with layered, checked and bounded values.
 *
 * Layers, lowest first: pinned images, `charts-values/<chart>/defaults.yaml`, the profile's file, the caller's values,
 * wiring; then the mandated bounds. Every mistake of a call is reported in one `ConfigurationError`.
 */
export class HelmApplication extends Construct {
  /** The Terraform resource, for what no prop covers. What is overridden here is still judged after synthesis. */
  public readonly release: Release;
  public readonly releaseName: string;
  public readonly namespace: string;

  private readonly mandate: Mandate;
  private readonly keys: ValueKeys;
  private readonly ours: readonly ValuesFile[];
  private readonly images: HelmValues;
  private readonly caller: HelmValues;
  private readonly bounds: readonly Bound[];
  private readonly mandatedPaths: MandatedPaths;
  private readonly dependencies = new Set<Construct>();
  private wiring: HelmValues;
  /** CDKTF resolves an element several times in one synthesis; values are worked out and written once. */
  private resolved: BoundedValues | undefined;
  private written: string | undefined;

  public constructor(scope: Construct, id: string, props: HelmApplicationProps) {
    super(scope, id);
    const { releaseName = id, values = {}, wiring = {}, bounds = [], mandatedPaths = {} } = props;
    const coordinates = chart(props.chart);
    this.releaseName = releaseName;
    this.namespace = props.namespace;
    this.mandate = mandateOf(this);
    this.keys = loadValueKeys(props.chart);
    this.ours = chartValues(props.chart, props.profile, props.role);
    this.images = imageValues(coordinates.images, mirrorsOf(this));
    this.caller = values;
    this.bounds = bounds;
    this.mandatedPaths = mandatedPaths;
    this.wiring = wiring;
    this.refuse([
      ...this.staticLayers().flatMap((layer) => this.misplaced(layer)),
      ...this.wiringProblems(wiring),
    ]);
    this.release = this.createRelease(coordinates, props);
    waitFor(this.release, this.dependencies);
  }

  /**
   * Adds wiring after construction; maps merge with what was wired before, and lists may only grow.
   * @throws ConfigurationError when the caller's values contradict it, a path does not exist in the chart, or a list
   * would lose what was wired before.
   */
  public wire(values: HelmValues): void {
    const replaced = replacedLists(this.wiring, values).map((problem) => ({
      where: this.place(),
      ...problem,
    }));
    this.wiring = mergeValues(this.wiring, values);
    this.resolved = undefined;
    this.written = undefined;
    this.refuse([...replaced, ...this.wiringProblems(values)]);
  }

  /** Makes Terraform finish everything below the given constructs before this release. */
  public dependsOn(...others: readonly Construct[]): void {
    others.forEach((other) => this.dependencies.add(other));
  }

  private createRelease(coordinates: ChartCoordinates, props: HelmApplicationProps): Release {
    const { timeoutSeconds = TIMEOUT_SECONDS.pods, waitForJobs = false } = props;
    return new Release(this, "Resource", {
      name: this.releaseName,
      namespace: this.namespace,
      chart: props.chart,
      repository: mirrorsOf(this).charts ?? coordinates.repository,
      version: coordinates.version,
      values: [Lazy.stringValue({ produce: () => this.text() })],
      timeout: timeoutSeconds,
      waitForJobs,
      skipCrds: true,
      ...RELEASE_SETTINGS,
    });
  }

  private text(): string {
    this.written ??= terraformValues(this.resolve().values);
    return this.written;
  }

  private resolve(): BoundedValues {
    const merged = mergeLayers([...this.staticLayers().map(({ values }) => values), this.wiring]);
    this.resolved ??= applyBounds(
      mayShareZone(this) ? withSharedZone(merged) : merged,
      this.bounds,
      this.mandate,
    );
    return this.resolved;
  }

  /** Every layer but the wiring, with the name by which an error tells where a path was set. */
  private staticLayers(): readonly Layer[] {
    return [
      { layer: "images of charts-values/charts.json", values: this.images },
      ...this.ours.map(({ file, values }) => ({ layer: `charts-values/${file}`, values })),
      { layer: "values", values: this.caller },
    ];
  }

  private misplaced({ layer, values }: Layer): readonly Problem[] {
    return valueKeyProblems(values, this.keys).map((problem) => ({
      where: `${this.place()}, ${layer}`,
      ...problem,
    }));
  }

  private wiringProblems(added: HelmValues): readonly Problem[] {
    const { filled, problems } = this.resolve();
    return [
      ...this.misplaced({ layer: "wiring", values: added }),
      ...this.misplaced({ layer: "bounds", values: filled }),
      ...[...contradictions(this.caller, this.wiring, this.mandatedPaths), ...problems].map((problem) => ({
        where: this.place(),
        ...problem,
      })),
    ];
  }

  private refuse(problems: readonly Problem[]): void {
    if (problems.length > 0) {
      throw new ConfigurationError(`values of release ${this.releaseName} cannot be used`, problems);
    }
  }

  private place(): string {
    return `${this.node.path} (release ${this.releaseName})`;
  }
}

interface Layer {
  readonly layer: string;
  readonly values: HelmValues;
}
