import type { RequiredKey, RequiredSecret } from "../../assurance/secrets/required-secrets";
import { ConfigurationError } from "../../mandate";
import type { Cluster, ClusterObject } from "../cluster/cluster";
import { randomText } from "./random-text";

/** What was done with one Secret, or in a dry run what would be. */
export interface AppliedSecret {
  readonly namespace: string;
  readonly name: string;
  readonly action: "created" | "completed" | "unchanged" | "missing";
  /** Keys that were written; their values are nowhere but in the cluster. */
  readonly written: readonly string[];
  /** Keys that only somebody else can give. */
  readonly missing: readonly RequiredKey[];
}

export interface ApplyOptions {
  readonly environment: string;
  /** The server checks all and keeps nothing. */
  readonly dryRun: boolean;
  /** Namespaces of which a dry run knows only that they would be created. */
  readonly absentNamespaces: ReadonlySet<string>;
}

interface ExistingSecret extends ClusterObject {
  readonly data?: Readonly<Record<string, string>>;
  readonly immutable?: boolean;
  readonly type?: string;
}

/** Somebody else may write at the same time; more often than this nobody does. */
const ATTEMPTS = 5;

/**
 * Brings one Secret into the cluster as far as that is possible: missing keys are added, and what is there is never
 * changed.
 * @throws ConfigurationError when the cluster refuses, or the Secret can no longer be changed
 */
export async function applySecret(
  cluster: Cluster,
  secret: RequiredSecret,
  options: ApplyOptions,
): Promise<AppliedSecret> {
  for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
    const existing = options.absentNamespaces.has(secret.namespace)
      ? undefined
      : await cluster.get<ExistingSecret>(pathOf(secret));
    const done =
      existing === undefined
        ? await create(cluster, secret, options)
        : await complete(cluster, secret, existing, options);
    if (done !== undefined) return done;
  }
  throw problem(secret, "the Secret changes faster than it can be completed", "run the command again");
}

/** Nothing when somebody else was quicker. */
async function create(
  cluster: Cluster,
  secret: RequiredSecret,
  { absentNamespaces, dryRun, environment }: ApplyOptions,
): Promise<AppliedSecret | undefined> {
  const { own, missing } = split(secret.keys);
  if (own.length === 0) return { ...idOf(secret), action: "missing", written: [], missing };
  const object = {
    apiVersion: "v1",
    kind: "Secret",
    metadata: {
      name: secret.name,
      namespace: secret.namespace,
      labels: {
        "app.kubernetes.io/part-of": "qms-observability",
        "app.kubernetes.io/managed-by": "qms",
        "observability.qms/environment": environment,
      },
    },
    type: secret.type,
    stringData: Object.fromEntries(own.map((key) => [key.key, valueOf(key)])),
  };
  // Of a namespace that is not there the server could only say that it is not there.
  if (!absentNamespaces.has(secret.namespace)) {
    const outcome = await cluster.create(`${namespacePath(secret)}/secrets`, object, { dryRun });
    if (outcome === "exists") return undefined;
  }
  return { ...idOf(secret), action: "created", written: own.map(({ key }) => key), missing };
}

async function complete(
  cluster: Cluster,
  secret: RequiredSecret,
  existing: ExistingSecret,
  { dryRun }: ApplyOptions,
): Promise<AppliedSecret | undefined> {
  const there = Object.keys(existing.data ?? {});
  const { own, missing } = split(secret.keys.filter(({ key }) => !there.includes(key)));
  const written = own.map(({ key }) => key);
  if (own.length === 0) return { ...idOf(secret), action: "unchanged", written, missing };
  if (existing.immutable === true) {
    throw problem(
      secret,
      `the Secret is immutable and lacks ${written.join(", ")}`,
      "make it anew with these keys, and keep the values of the others",
    );
  }
  const outcome = await cluster.merge(pathOf(secret), additions(existing, own), { dryRun });
  return outcome === "merged" ? { ...idOf(secret), action: "completed", written, missing } : undefined;
}

/** Adds keys, unless the Secret is no longer the one that was read: an added key would replace one of its name. */
function additions({ metadata }: ExistingSecret, own: readonly RequiredKey[]): object {
  const data = own.map((key) => [key.key, Buffer.from(valueOf(key)).toString("base64")] as const);
  return { metadata: { resourceVersion: metadata.resourceVersion }, data: Object.fromEntries(data) };
}

function split(keys: readonly RequiredKey[]): {
  readonly own: readonly RequiredKey[];
  readonly missing: readonly RequiredKey[];
} {
  const isOwn = ({ origin }: RequiredKey): boolean => origin !== "outside";
  return { own: keys.filter(isOwn), missing: keys.filter((key) => !isOwn(key)) };
}

function valueOf({ value }: RequiredKey): string {
  return value ?? randomText();
}

function idOf({ namespace, name }: RequiredSecret): Pick<AppliedSecret, "namespace" | "name"> {
  return { namespace, name };
}

function namespacePath({ namespace }: RequiredSecret): string {
  return `/api/v1/namespaces/${namespace}`;
}

function pathOf(secret: RequiredSecret): string {
  return `${namespacePath(secret)}/secrets/${secret.name}`;
}

function problem(secret: RequiredSecret, what: string, fix: string): ConfigurationError {
  return new ConfigurationError("a Secret cannot be made", [
    { where: `Secret ${secret.name} in namespace ${secret.namespace}`, what, fix },
  ]);
}
