import { createHash } from "node:crypto";
import type { Service } from "./service";

/**
 * A name for what belongs to a service, no longer than a limit. Words hold no double dash, so no two services share one;
 * what is too long ends in a digest.
 */
export function serviceName(
  { namespace, name }: Pick<Service, "namespace" | "name">,
  prefix: string,
  longest: number,
): string {
  const whole = `${prefix}-${namespace}--${name}`;
  if (whole.length <= longest) return whole;
  const digest = createHash("sha256").update(whole).digest("hex").slice(0, 8);
  return `${whole.slice(0, longest - digest.length - 1).replace(/-+$/, "")}-${digest}`;
}

/** Helm takes no longer name of a release. */
export const LONGEST_RELEASE = 53;

/** Grafana takes no longer uid of a dashboard. */
export const LONGEST_UID = 40;
