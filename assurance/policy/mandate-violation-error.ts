import type { Finding } from "./finding";
import { formatFindings } from "./format-findings";

/** Thrown when an artifact breaks the mandate; carries every finding. */
export class MandateViolationError extends Error {
  override readonly name = "MandateViolationError";

  constructor(readonly findings: readonly Finding[]) {
    super(formatFindings(findings));
  }
}
