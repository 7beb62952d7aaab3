import type { Artifact } from "../artifact";
import { isObject, valueAt, type JsonObject } from "../json";
import { yamlContent, type NativeConfiguration } from "./native-configuration";

/** The configuration of one Alertmanager. */
export interface AlertmanagerConfiguration {
  readonly address: string;
  readonly path: "alertmanager.config";
  readonly name: string;
  readonly config: JsonObject;
  /** What makes the chart take another configuration than this one, as a value path. */
  readonly replacedBy: string | undefined;
}

/** Of every kube-prometheus-stack that runs an Alertmanager; the chart's defaults are folded in. */
export function alertmanagerConfigurations(artifact: Artifact): readonly AlertmanagerConfiguration[] {
  return artifact.releases
    .filter(
      ({ chart, values }) =>
        chart === "kube-prometheus-stack" && valueAt(values, "alertmanager.enabled") !== false,
    )
    .map(({ address, name, values }) => {
      const config = valueAt(values, "alertmanager.config");
      return {
        address,
        path: "alertmanager.config",
        name,
        config: isObject(config) ? config : {},
        replacedBy: replacement(values),
      };
    });
}

/** With `tplConfig` the configuration is a template, and its text may come from `stringConfig`. */
const REPLACEMENTS = [
  "alertmanager.tplConfig",
  "alertmanager.alertmanagerSpec.useExistingSecret",
  "alertmanager.alertmanagerSpec.configSecret",
  "alertmanager.alertmanagerSpec.alertmanagerConfiguration",
];

function replacement(values: JsonObject): string | undefined {
  return REPLACEMENTS.find((path) => {
    const value = valueAt(values, path) ?? false;
    return value !== false && value !== "";
  });
}

export function alertmanagerFiles(artifact: Artifact): readonly NativeConfiguration[] {
  return alertmanagerConfigurations(artifact).map(({ address, path, name, config }) => ({
    kind: "alertmanager",
    name,
    fileName: `${name}.yaml`,
    content: yamlContent(config),
    data: config,
    address,
    path,
  }));
}
