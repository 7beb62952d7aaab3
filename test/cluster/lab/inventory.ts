import type { ApiClient } from "./api-client";

interface Resource {
  readonly name: string;
  readonly kind: string;
  readonly verbs: readonly string[];
}

/** Kinds that come and go by themselves. */
const OWN_LIFE = new Set([
  "Event",
  "Lease",
  "ComponentStatus",
  "EndpointSlice",
  "Endpoints",
  "ControllerRevision",
]);

/** Everything that a cluster holds, as `<kind>.<group> <namespace>/<name>`. */
export async function inventory(api: ApiClient): Promise<ReadonlySet<string>> {
  const found = new Set<string>();
  for (const version of await versions(api)) {
    const list = await api.get<{ resources: readonly Resource[] }>(version.path);
    const resources = (list?.resources ?? []).filter(
      ({ kind, name, verbs }) => verbs.includes("list") && !name.includes("/") && !OWN_LIFE.has(kind),
    );
    for (const { kind, name } of resources) {
      for (const { metadata } of await api.list(`${version.path}/${name}`)) {
        found.add(`${kind}.${version.group} ${metadata.namespace ?? ""}/${metadata.name}`);
      }
    }
  }
  return found;
}

interface Version {
  readonly group: string;
  readonly path: string;
}

async function versions(api: ApiClient): Promise<readonly Version[]> {
  const groups = await api.get<{
    groups: readonly {
      readonly name: string;
      readonly preferredVersion: { readonly groupVersion: string };
    }[];
  }>("/apis");
  return [
    { group: "core", path: "/api/v1" },
    ...(groups?.groups ?? []).map(({ name, preferredVersion }) => ({
      group: name,
      path: `/apis/${preferredVersion.groupVersion}`,
    })),
  ];
}
