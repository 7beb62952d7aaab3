import type { Artifact } from "../artifact";
import type { KubernetesObject } from "../kubernetes-object";
import { yamlContent, type NativeConfiguration } from "./native-configuration";

/** The resources by which the OpenTelemetry operator instruments workloads. */
export function instrumentations(artifact: Artifact): readonly KubernetesObject[] {
  return artifact.objects.filter(({ kind }) => kind === "Instrumentation");
}

export function instrumentationFiles(artifact: Artifact): readonly NativeConfiguration[] {
  return instrumentations(artifact).map(({ address, path, name, body }) => ({
    kind: "instrumentation",
    name,
    fileName: `${name}.yaml`,
    content: yamlContent(body),
    data: body,
    address,
    path,
  }));
}
