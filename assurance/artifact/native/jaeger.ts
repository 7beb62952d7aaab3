import type { Artifact } from "../artifact";
import { isObject, type JsonObject } from "../json";
import { yamlContent, type NativeConfiguration } from "./native-configuration";

/** The configuration of one Jaeger and of the jobs that tidy its storage. */
export interface JaegerConfiguration {
  readonly address: string;
  readonly name: string;
  /** Value `userconfig`, which replaces the configuration inside the image. */
  readonly config: JsonObject;
  /** All values, for the jobs. */
  readonly values: JsonObject;
}

export function jaegerConfigurations(artifact: Artifact): readonly JaegerConfiguration[] {
  return artifact.releases
    .filter(({ chart }) => chart === "jaeger")
    .map(({ address, name, values }) => ({
      address,
      name,
      config: isObject(values.userconfig) ? values.userconfig : {},
      values,
    }));
}

export function jaegerFiles(artifact: Artifact): readonly NativeConfiguration[] {
  return jaegerConfigurations(artifact).map(({ address, name, config }) => ({
    kind: "jaeger",
    name,
    fileName: `${name}.yaml`,
    content: yamlContent(config),
    data: config,
    address,
    path: "userconfig",
  }));
}
