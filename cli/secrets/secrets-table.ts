import type { RequiredKey, RequiredSecret } from "../../assurance/secrets/required-secrets";
import { tableOf } from "../table";
import type { AppliedNamespace } from "./apply-namespaces";
import type { AppliedSecret } from "./apply-secrets";

const FROM: Readonly<Record<RequiredKey["origin"], string>> = {
  fixed: "fixed",
  random: "random",
  outside: "outside",
};

/** What must exist, for people. */
export function secretsTable(secrets: readonly RequiredSecret[]): string {
  const rows = secrets.map(({ keys, name, namespace, neededBy, optional, type }) => [
    `${namespace}/${name}`,
    optional ? `${type}\n(optional)` : type,
    keys.length === 0 ? "any" : keys.map(({ key }) => key).join("\n"),
    keys.map(({ origin }) => FROM[origin]).join("\n"),
    neededBy.join("\n"),
  ]);
  const missing = secrets.map(({ keys, name, namespace }) => ({
    namespace,
    name,
    missing: keys.filter(({ origin }) => origin === "outside"),
  }));
  return [tableOf(["secret", "type", "key", "from", "needed by"], rows), ...outside(missing)].join("\n");
}

/** What was done, for people. */
export function appliedTable(
  namespaces: readonly AppliedNamespace[],
  secrets: readonly AppliedSecret[],
  dryRun: boolean,
): string {
  const rows = [
    ...namespaces.map(({ name, action }) => [`namespace ${name}`, action, "", ""]),
    ...secrets.map(({ action, missing, name, namespace, written }) => [
      `${namespace}/${name}`,
      action,
      written.join("\n"),
      missing.map(({ key }) => key).join("\n"),
    ]),
  ];
  return [
    ...(dryRun ? ["dry run: nothing was kept"] : []),
    tableOf(["secret", "action", "written", "missing"], rows),
    ...outside(secrets),
  ].join("\n");
}

/** Who gives out the keys that the command cannot make. */
function outside(
  secrets: readonly Pick<AppliedSecret, "namespace" | "name" | "missing">[],
): readonly string[] {
  const lines = secrets.flatMap(({ missing, name, namespace }) =>
    missing.map(({ how, key, what }) => `  ${namespace}/${name} ${key}: ${what}; ${how}`),
  );
  return lines.length === 0 ? [] : ["", "from outside:", ...lines];
}
