import { describeAllowed, isWeaker, valueAt, type Mandate, type MandateKey } from "../../mandate";
import type { Artifact } from "../artifact/artifact";
import type { Finding } from "./finding";

/** A finding without what its rule and artifact say already. */
export type Violation = Omit<Finding, "rule" | "title" | "environment">;

/** One check of an artifact against the mandate. */
export interface Rule {
  /** `QMS-<FAMILY>-<NNN>`. */
  readonly id: string;
  readonly title: string;
  /** The keys of the mandate that it checks. */
  readonly mandate: readonly MandateKey[];
  readonly evaluate: (artifact: Artifact, mandate: Mandate) => readonly Finding[];
}

export interface RuleDefinition extends Omit<Rule, "evaluate"> {
  /** What is weaker or missing. A setting that is not there is a violation, not a pass. */
  readonly violations: (artifact: Artifact, mandate: Mandate) => readonly Violation[];
}

export function defineRule({ violations, ...rule }: RuleDefinition): Rule {
  return {
    ...rule,
    evaluate: (artifact, mandate) =>
      violations(artifact, mandate).map((violation) => ({
        rule: rule.id,
        title: rule.title,
        environment: artifact.environment,
        ...violation,
      })),
  };
}

/** A setting of the artifact beside the bound that the mandate puts on it. */
export interface BoundSetting {
  readonly key: MandateKey;
  readonly address: string;
  readonly path: string;
  /** As it is written; `undefined` where it is not set. */
  readonly written: unknown;
  /** In the mandate's unit; `undefined` where it cannot be read. */
  readonly value: unknown;
  /** How to write the mandated value in this place (default: with the mandate's unit). */
  readonly render?: (mandated: unknown) => string;
  readonly fix: string;
}

/** The violation of one bound, if there is one. */
export function boundViolations(mandate: Mandate, setting: BoundSetting): readonly Violation[] {
  const { key, address, path, written, value, render, fix } = setting;
  const mandated = valueAt(mandate.values, key);
  if (!isWeaker(key, mandated, value)) return [];
  const required = describeAllowed(key, mandated, render);
  return [{ address, path, found: rendered(written), required, mandate: key, fix }];
}

/** A value as the artifact writes it. */
export function rendered(written: unknown): string {
  return written === undefined ? "not set" : JSON.stringify(written);
}

/** Whether the mandate has a switch on; where it is off, its rule asks for nothing. */
export function isOn(mandate: Mandate, key: MandateKey): boolean {
  return valueAt(mandate.values, key) === true;
}
