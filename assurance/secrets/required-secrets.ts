import type { Artifact } from "../artifact/artifact";
import { elasticsearchUsers, unknownUser } from "./elasticsearch-users";
import { madeSecrets } from "./made-secrets";
import { purposeOf, UNKNOWN, userPurposes, type Purpose } from "./secret-purposes";
import type { SecretReference, SecretType } from "./secret-reference";
import { secretReferences } from "./secret-references";

/** A key that a Secret must have. */
export interface RequiredKey extends Purpose {
  readonly key: string;
}

/** A Secret that must exist before the deployment, because nothing in it makes it. */
export interface RequiredSecret {
  readonly namespace: string;
  readonly name: string;
  readonly type: SecretType;
  /** Empty where nothing says which keys are read. */
  readonly keys: readonly RequiredKey[];
  /** Names of the releases that read it. */
  readonly neededBy: readonly string[];
  /** True where everything that reads it starts without it. */
  readonly optional: boolean;
}

/**
 * The Secrets that must exist before an artifact is deployed, by namespace and name: every one that it refers to, less
 * those that it makes itself or that cert-manager, trust-manager and ECK make for it.
 */
export function requiredSecrets(artifact: Artifact): readonly RequiredSecret[] {
  const isMade = madeSecrets(artifact);
  const users = elasticsearchUsers(artifact);
  const required = secretReferences(artifact).filter(({ namespace, name }) => !isMade(namespace, name));
  const ids = [...new Set(required.map(idOf))].sort();
  return ids.map((id) => {
    const references = required.filter((reference) => idOf(reference) === id);
    const type = typeOf(references);
    const user = type === "kubernetes.io/basic-auth" ? (users.get(id) ?? unknownUser(id)) : undefined;
    return describe(references, type, user === undefined ? {} : userPurposes(user));
  });
}

function describe(
  references: readonly SecretReference[],
  type: SecretType,
  purposes: Readonly<Record<string, Purpose>>,
): RequiredSecret {
  const [{ namespace, name } = { namespace: "", name: "" }] = references;
  const keys = [...new Set(references.flatMap(({ key }) => key ?? []))].sort();
  return {
    namespace,
    name,
    type,
    keys: keys.map((key) => {
      const readers = references.filter((reference) => reference.key === key);
      return { key, ...(purposes[key] ?? purposeOf(readers) ?? UNKNOWN) };
    }),
    neededBy: [...new Set(references.map(({ release }) => release))].sort(),
    optional: references.every(({ optional }) => optional),
  };
}

function idOf({ namespace, name }: SecretReference): string {
  return `${namespace}/${name}`;
}

function typeOf(references: readonly SecretReference[]): SecretType {
  return references.find(({ type }) => type !== undefined)?.type ?? "Opaque";
}
