import type { Problem } from "../../mandate";

/** What a namespace is for; each has its own Pod Security level. */
export const NAMESPACE_ROLES = ["main", "agents", "operators", "certManager"] as const;

/** One of {@link NAMESPACE_ROLES}. */
export type NamespaceRole = (typeof NAMESPACE_ROLES)[number];

/** The name of each role's namespace. */
export type NamespaceNames = Readonly<Record<NamespaceRole, string>>;

/** The names that are used unless others are given. */
export const DEFAULT_NAMESPACE_NAMES = {
  main: "observability",
  agents: "observability-agents",
  operators: "observability-system",
  certManager: "cert-manager",
} as const satisfies NamespaceNames;

// RFC 1123 label, as the API server asks of a namespace's name.
const NAME = /^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$/;

/** What is wrong with the names; `where` begins with the given place and ends with the role. */
export function namespaceNameProblems(names: NamespaceNames, where: string): readonly Problem[] {
  return NAMESPACE_ROLES.flatMap((role) => {
    const found = JSON.stringify(names[role]);
    const at = `${where}: ${role}`;
    const namesake = earlierNamesake(role, names);
    return [
      ...(NAME.test(names[role]) ? [] : [{ where: at, ...MALFORMED, found }]),
      ...(namesake === undefined ? [] : [{ where: at, ...shared(namesake), found }]),
    ];
  });
}

const MALFORMED = {
  what: "is no name that a namespace can have",
  allowed: "1 to 63 lower-case letters, digits and hyphens, beginning and ending with a letter or digit",
};

function shared(namesake: NamespaceRole): Omit<Problem, "where"> {
  return {
    what: `has the name of ${namesake}, but each role has its own Pod Security level`,
    fix: "give each role a namespace of its own",
  };
}

function earlierNamesake(role: NamespaceRole, names: NamespaceNames): NamespaceRole | undefined {
  return NAMESPACE_ROLES.slice(0, NAMESPACE_ROLES.indexOf(role)).find(
    (other) => names[other] === names[role],
  );
}
