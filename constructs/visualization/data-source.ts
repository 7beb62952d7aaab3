import type { HelmValues } from "../core/helm-values";

/** Types of data sources, in Grafana's words. */
export type DataSourceType = "prometheus" | "elasticsearch" | "jaeger" | "alertmanager";

/** A data source as it is provisioned, and the environment that its `$…` references need. */
export interface DataSource {
  readonly type: DataSourceType;
  /** What people see and choose by. */
  readonly name: string;
  /** What dashboards and links refer to; fixed, made of the name. */
  readonly uid: string;
  readonly url: string;
  /** Further keys of its entry in the provisioning file. */
  readonly entry: DataSourceEntry;
  /** Environment variables of the Grafana container by name, each from a Secret or ConfigMap. */
  readonly environment: HelmValues;
}

/** Settings of a data source beside its identity; `secureJsonData` is stored encrypted. */
export interface DataSourceEntry {
  readonly jsonData: HelmValues;
  readonly secureJsonData?: HelmValues;
  readonly basicAuth?: boolean;
  readonly basicAuthUser?: string;
}

/** The uid of a data source: its name in lower case, with hyphens for everything but letters and digits. */
export function dataSourceUid(name: string): string {
  return name
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^-|-$/g, "");
}

/** The prefix of a data source's environment variables. */
export function environmentPrefix(uid: string): string {
  return uid.toUpperCase().replaceAll("-", "_");
}

/** The first source of a type, to which links of the others lead. */
export function firstOfType(sources: readonly DataSource[], type: DataSourceType): DataSource | undefined {
  return sources.find((source) => source.type === type);
}
