import {
  requiredSecrets,
  type RequiredKey,
  type RequiredSecret,
} from "../../assurance/secrets/required-secrets";
import type { ClusterObject } from "../cluster/cluster";
import type { Check, Finding } from "./check";

interface ExistingSecret extends ClusterObject {
  readonly data?: Readonly<Record<string, string>>;
  readonly type?: string;
}

type Judgement = Pick<Finding, "verdict" | "found" | "fix">;

/** Whether every Secret is there, with every key. */
export const checkSecrets: Check = async (cluster, artifact) => {
  const findings: Finding[] = [];
  for (const secret of requiredSecrets(artifact)) {
    const { name, namespace } = secret;
    const path = `/api/v1/namespaces/${namespace}/secrets/${name}`;
    const judgement = judge(secret, await cluster.get<ExistingSecret>(path), artifact.environment);
    findings.push({ area: "secret", subject: `${namespace}/${name}`, ...judgement });
  }
  return findings;
};

function judge(secret: RequiredSecret, there: ExistingSecret | undefined, environment: string): Judgement {
  const verdict = secret.optional ? "warn" : "fail";
  if (there === undefined) {
    return { verdict, found: "it does not exist", fix: remedy(secret.keys, environment) };
  }
  const missing = secret.keys.filter(({ key }) => there.data?.[key] === undefined);
  if (missing.length > 0) {
    const found = `lacks ${missing.map(({ key }) => key).join(", ")}`;
    return { verdict, found, fix: remedy(missing, environment) };
  }
  const empty = secret.keys.filter(({ key }) => there.data?.[key] === "");
  if (empty.length > 0) {
    const found = `${empty.map(({ key }) => key).join(", ")} is empty`;
    return { verdict, found, fix: remedy(empty, environment) };
  }
  return ofType(secret, there);
}

function ofType({ keys, type }: RequiredSecret, there: ExistingSecret): Judgement {
  const found = keys.length === 0 ? "is there" : `has ${keys.map(({ key }) => key).join(", ")}`;
  return there.type === undefined || there.type === type
    ? { verdict: "ok", found }
    : {
        verdict: "warn",
        found: `is of type ${there.type}`,
        fix: `make it anew with type ${type}; a Secret's type cannot be changed`,
      };
}

function remedy(keys: readonly RequiredKey[], environment: string): string {
  const isOwn = keys.some(({ origin }) => origin !== "outside");
  const others = keys.filter(({ origin }) => origin === "outside").map(({ how, key }) => `${key}: ${how}`);
  return [...(isOwn ? [`run \`qms secrets ${environment} --apply\``] : []), ...others].join("\n");
}
