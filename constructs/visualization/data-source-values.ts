import { type HelmValues, mergeLayers, mergeValues } from "../core/helm-values";
import { type DataSource, firstOfType } from "./data-source";
import { dataSourceLinks } from "./data-source-links";

/**
 * Values of Grafana's chart for the data sources: a provisioning file for each, because maps of files merge while the
 * list inside one file would be replaced, and the environment that they refer to.
 */
export function dataSourceValues(sources: readonly DataSource[]): HelmValues {
  return {
    datasources: Object.fromEntries(sources.map((source) => [`${source.uid}.yaml`, file(source, sources)])),
    envValueFrom: mergeLayers(sources.map((source) => source.environment)),
  };
}

function file(source: DataSource, all: readonly DataSource[]): HelmValues {
  const { name, type, uid, url, entry } = source;
  return {
    apiVersion: 1,
    // A source that is no longer here leaves Grafana's database too.
    prune: true,
    datasources: [
      {
        name,
        type,
        uid,
        url,
        access: "proxy",
        orgId: 1,
        editable: false,
        isDefault: source === firstOfType(all, "prometheus"),
        ...entry,
        jsonData: mergeValues(entry.jsonData, dataSourceLinks(source, all)),
      },
    ],
  };
}
