import type { Artifact } from "../artifact/artifact";
import { entriesOf, isObject, textOf, valueAt, type JsonValue } from "../artifact/json";

/** Annotation of the Secret with Elasticsearch's roles: the users that are meant to have them, by their own Secrets. */
export const USERS_ANNOTATION = "observability.qms/users";

/** A user of Elasticsearch's file realm. */
export interface ElasticsearchUser {
  readonly username: string;
  /** Names of roles, separated by commas. */
  readonly roles: string | undefined;
}

/** The users of an artifact, by `<namespace>/<Secret>`. */
export function elasticsearchUsers(artifact: Artifact): ReadonlyMap<string, ElasticsearchUser> {
  return new Map(
    artifact.objects
      .filter(({ kind }) => kind === "Secret")
      .flatMap(({ body, namespace }) =>
        entriesOf(parsed(valueAt(body, `metadata.annotations.${USERS_ANNOTATION.replaceAll(".", "\\.")}`)))
          .filter(([, user]) => isObject(user))
          .map(([secret, user]) => [`${namespace}/${secret}`, userFrom(secret, user)] as const),
      ),
  );
}

/** A user whose Secret nobody describes: its name is what the Secret's name ends with. */
export function unknownUser(secret: string): ElasticsearchUser {
  return { username: secret.replace(/^.*-user-/, ""), roles: undefined };
}

function userFrom(secret: string, user: JsonValue): ElasticsearchUser {
  const { username } = unknownUser(secret);
  return {
    username: textOf(valueAt(user, "username")) ?? username,
    roles: textOf(valueAt(user, "roles")),
  };
}

function parsed(value: JsonValue | undefined): JsonValue | undefined {
  try {
    return JSON.parse(textOf(value) ?? "{}") as JsonValue;
  } catch {
    return undefined;
  }
}
