import type { Artifact } from "../artifact";
import { alertmanagerFiles } from "./alertmanager";
import { collectorFiles } from "./collectors";
import { elasticsearchFiles } from "./elasticsearch";
import { grafanaDashboardFiles } from "./grafana-dashboards";
import { grafanaDataSourceFiles } from "./grafana-data-sources";
import { instrumentationFiles } from "./instrumentation";
import { jaegerFiles } from "./jaeger";
import { logstashFiles } from "./logstash";
import type { NativeConfiguration } from "./native-configuration";
import { prometheusRuleFiles } from "./prometheus-rules";

const READERS: readonly ((artifact: Artifact) => readonly NativeConfiguration[])[] = [
  prometheusRuleFiles,
  alertmanagerFiles,
  collectorFiles,
  jaegerFiles,
  elasticsearchFiles,
  logstashFiles,
  grafanaDataSourceFiles,
  grafanaDashboardFiles,
  instrumentationFiles,
];

/**
 * Every configuration inside an artifact in the language of the component that reads it: what promtool, amtool,
 * otelcol and people look at is exactly what will be deployed. Ordered by kind and file name.
 */
export function nativeConfigurations(artifact: Artifact): readonly NativeConfiguration[] {
  return READERS.flatMap((read) => withUniqueNames(read(artifact).map(withSafeName).sort(byFileName)));
}

/** A name comes from the artifact and must not leave its folder. */
function withSafeName(file: NativeConfiguration): NativeConfiguration {
  return { ...file, fileName: file.fileName.replace(/[^\w.@-]+/g, "-").replace(/^\.+/, "") };
}

function byFileName(one: NativeConfiguration, other: NativeConfiguration): number {
  const [left, right] = [one, other].map(({ fileName, address, path }) => `${fileName}\0${address}\0${path}`);
  return (left ?? "") < (right ?? "") ? -1 : 1;
}

/** Objects of one name may stand in two namespaces; the second gets a number. */
function withUniqueNames(files: readonly NativeConfiguration[]): readonly NativeConfiguration[] {
  const seen = new Map<string, number>();
  return files.map((file) => {
    const count = (seen.get(file.fileName) ?? 0) + 1;
    seen.set(file.fileName, count);
    if (count === 1) return file;
    const suffix = `-${String(count)}`;
    return {
      ...file,
      name: `${file.name}${suffix}`,
      fileName: file.fileName.replace(/(\.[^.]+)?$/, `${suffix}$1`),
    };
  });
}
