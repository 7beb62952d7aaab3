import { stringify } from "safe-stable-stringify";
import type { HelmValues } from "./helm-values";

/**
 * Escapes what Terraform would read as a template (`${env:POD_IP}`, `%{COMBINEDAPACHELOG}`), and leaves CDKTF's
 * own tokens alone. The only place where this happens: `Fn.rawString` misses `%{` and `Fn.jsonencode` doubles.
 */
export function escapeTemplates(text: string): string {
  return text.replace(/([$%])\{(?!TfToken\[)/g, "$1$1{");
}

/**
 * Values as Terraform carries them: one JSON document with sorted keys, so that a change of one value is a change
 * of a few plan lines.
 */
export function terraformValues(values: HelmValues): string {
  return escapeTemplates(stringify(values, null, 2));
}
