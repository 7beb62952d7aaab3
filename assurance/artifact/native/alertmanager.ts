import type { Artifact } from "../artifact";
import { isObject, textOf, valueAt, type JsonObject } from "../json";
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
function replacement(values: JsonObject): string | undefined {
  const switches = [
    "alertmanager.alertmanagerSpec.useExistingSecret",
    "alertmanager.tplConfig",
    "alertmanager.alertmanagerSpec.alertmanagerConfiguration",
  ];
  const off = (path: string): boolean => [undefined, false, ""].includes(valueAt(values, path) as undefined);
  const named = textOf(valueAt(values, "alertmanager.alertmanagerSpec.configSecret"));
  return (
    switches.find((path) => !off(path)) ?? (named ? "alertmanager.alertmanagerSpec.configSecret" : undefined)
  );
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
