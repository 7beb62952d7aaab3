import type { JsonValue } from "../../assurance";
import { itemsOf, textOf, textsOf, valueAt } from "../../assurance/artifact/json";
import { environments, objectsOf, renderedReleases } from "../support/rendered";

/** Roles that may read Secrets which no name confines, and what for. */
const EXPLAINED: Readonly<Record<string, string>> = {
  "cert-manager/ClusterRole cert-manager-cainjector":
    "copies authorities into webhooks from Secrets of any namespace; the chart has no narrower form",
  "cert-manager/ClusterRole cert-manager-controller-certificates":
    "writes certificates, and reads them again to renew them, in every namespace that asks for one",
  "cert-manager/ClusterRole cert-manager-controller-challenges":
    "reads the credentials of DNS providers that an issuer names",
  "cert-manager/ClusterRole cert-manager-controller-clusterissuers": "reads and writes keys of issuers",
  "cert-manager/ClusterRole cert-manager-controller-issuers": "reads and writes keys of issuers",
  "cert-manager/ClusterRole cert-manager-controller-orders": "reads the account keys of ACME issuers",
  "trust-manager/Role cert-manager/trust-manager":
    "reads the authorities that it spreads; its own namespace alone, which holds no others' Secrets",
  "eck-operator/ClusterRole elastic-operator":
    "makes users, certificates and configurations; the chart binds it to single namespaces only without webhook and definitions",
  "opentelemetry-operator/Role observability-system/opentelemetry-operator-leader-election":
    "the chart's, in the operators' namespace alone",
  "kps/ClusterRole kps-operator":
    "writes configurations with credentials, and reads those that monitors name; the chart has no narrower form",
};

const READING = ["get", "list", "watch", "*"];

function readsSecrets(rule: JsonValue): boolean {
  const has = (field: string, ...names: readonly string[]): boolean =>
    textsOf(valueAt(rule, field)).some((one) => names.includes(one));
  return (
    has("apiGroups", "", "*") &&
    has("resources", "secrets", "*") &&
    has("verbs", ...READING) &&
    itemsOf(valueAt(rule, "resourceNames")).length === 0
  );
}

describe.each(environments())("the roles of %s", (environment) => {
  const readers = renderedReleases(environment).flatMap((release) =>
    objectsOf(release)
      .filter(
        ({ kind, rules }) => /^(Cluster)?Role$/.test(textOf(kind) ?? "") && itemsOf(rules).some(readsSecrets),
      )
      .map(({ kind, metadata }) => {
        const namespace = textOf(valueAt(metadata, "namespace"));
        const place = kind === "Role" ? `${namespace ?? release.namespace}/` : "";
        return `${release.name}/${textOf(kind) ?? ""} ${place}${textOf(valueAt(metadata, "name")) ?? ""}`;
      }),
  );

  it("read Secrets only where a reason is listed", () => {
    expect(readers.filter((reader) => EXPLAINED[reader] === undefined)).toEqual([]);
  });

  it("include every role for which a reason is listed", () => {
    expect(Object.keys(EXPLAINED).filter((reader) => !readers.includes(reader))).toEqual([]);
  });

  it("allow nobody everything", () => {
    const everything = renderedReleases(environment)
      .flatMap(objectsOf)
      .filter(({ kind }) => /^(Cluster)?Role$/.test(textOf(kind) ?? ""))
      .filter(({ rules }) =>
        itemsOf(rules).some((rule) =>
          ["resources", "verbs"].every((field) => textsOf(valueAt(rule, field)).includes("*")),
        ),
      )
      .map(({ metadata }) => textOf(valueAt(metadata, "name")));
    expect(everything).toEqual([]);
  });
});
