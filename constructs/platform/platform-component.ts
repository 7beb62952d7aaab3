import type { HelmValues } from "../core/helm-values";
import type { Profile } from "../core/chart-values";

/** What the operators and controllers of the platform have in common. */
export interface PlatformComponentProps {
  /** Namespace of the release. */
  readonly namespace: string;
  readonly profile: Profile;
  /**
   * The cluster has it already and someone else upgrades it: no release is made, and nothing waits for it.
   * @default false
   */
  readonly existing?: boolean;
  /**
   * Values for its chart, above ours.
   * @default - none
   */
  readonly values?: HelmValues;
}
