import { stringify as toJson } from "safe-stable-stringify";
import { stringify as toYaml } from "yaml";
import type { JsonValue } from "../json";

/** The languages in which an environment's components are told what to do; also the folders of `qms render`. */
export const NATIVE_KINDS = [
  "prometheus-rules",
  "alertmanager",
  "collectors",
  "jaeger",
  "elasticsearch",
  "logstash",
  "grafana-data-sources",
  "grafana-dashboards",
  "instrumentation",
] as const;

export type NativeKind = (typeof NATIVE_KINDS)[number];

/** One configuration as its component reads it. */
export interface NativeConfiguration {
  readonly kind: NativeKind;
  /** Name of the release or object that it belongs to; unique within its kind after `nativeConfigurations`. */
  readonly name: string;
  readonly fileName: string;
  /** The file: the same configuration gives the same bytes. */
  readonly content: string;
  /** The configuration as data; for texts that are no document, the text. */
  readonly data: JsonValue;
  /** Where in the artifact it stands. */
  readonly address: string;
  readonly path: string;
}

/**
 * A document as YAML with sorted keys and without folded lines and anchors. Texts that YAML 1.1 would read as
 * something else, such as `2006-01-02` or `on`, are quoted, because the components' parsers still know those rules.
 */
export function yamlContent(data: JsonValue): string {
  return toYaml(data, { version: "1.1", sortMapEntries: true, lineWidth: 0, aliasDuplicateObjects: false });
}

/** A document as JSON with sorted keys. */
export function jsonContent(data: JsonValue): string {
  return `${toJson(data, null, 2)}\n`;
}
