import type { MandateKey } from "../../mandate";

/** One way in which an artifact falls short of the mandate. */
export interface Finding {
  /** `QMS-<FAMILY>-<NNN>`; never reused for another rule. */
  readonly rule: string;
  readonly title: string;
  readonly environment: string;
  /** Address of the resource; empty where something is missing from the artifact as a whole. */
  readonly address: string;
  /** Path inside the resource, for a release a value path; may be empty. */
  readonly path: string;
  readonly found: string;
  readonly required: string;
  readonly mandate: MandateKey;
  /** What to change. */
  readonly fix: string;
}

/** Where a finding is, in one text. */
export function whereOf({ address, path }: Pick<Finding, "address" | "path">): string {
  if (address === "") return "(the whole artifact)";
  return path === "" ? address : `${address}: ${path}`;
}
