import { randomBytes } from "node:crypto";
import { type Artifact, readArtifact } from "../../../assurance";
import { requiredSecrets, type RequiredSecret } from "../../../assurance/secrets/required-secrets";
import type { ApiClient } from "../lab/api-client";
import type { Kubeconfig } from "../lab/kubeconfig";
import { runQms } from "../qms";

/** A value that only the cluster may know. */
export interface Seed {
  /** `<namespace>/<name>: <key>`. */
  readonly key: string;
  readonly value: string;
}

/**
 * The documented way to a first deployment: `qms secrets <environment> --apply` makes the namespaces and what nobody
 * outside has to know; the rest, which somebody outside gives out, is made up here.
 *
 * @param folder - of the artifact
 * @returns every value that is secret
 * @throws Error with what the command said
 */
export async function prepare(
  api: ApiClient,
  kubeconfig: Kubeconfig,
  folder: string,
): Promise<readonly Seed[]> {
  const { code, output } = await runQms(["secrets", "--apply"], folder, kubeconfig);
  if (code !== 0) throw new Error(`qms secrets --apply ended with ${String(code)}:\n${output}`);
  const artifact = readArtifact(folder);
  for (const secret of requiredSecrets(artifact)) await addFromOutside(api, secret);
  return seedsIn(api, artifact);
}

async function addFromOutside(
  api: ApiClient,
  { keys, name, namespace, type }: RequiredSecret,
): Promise<void> {
  const outside = keys.filter(({ origin }) => origin === "outside");
  if (outside.length === 0) return;
  const random = (): string => `seeded-${randomBytes(18).toString("hex")}`;
  const stringData = Object.fromEntries(outside.map(({ key }) => [key, random()]));
  const folder = `/api/v1/namespaces/${namespace}/secrets`;
  const metadata = { name, namespace };
  if ((await api.get(`${folder}/${name}`)) === undefined) {
    await api.create(folder, { apiVersion: "v1", kind: "Secret", metadata, type, stringData });
  } else {
    await api.patch(`${folder}/${name}`, { stringData });
  }
}

/** As they stand in the cluster. */
async function seedsIn(api: ApiClient, artifact: Artifact): Promise<readonly Seed[]> {
  const seeds: Seed[] = [];
  for (const { keys, name, namespace } of requiredSecrets(artifact)) {
    const secret = await api.get(`/api/v1/namespaces/${namespace}/secrets/${name}`);
    const data = (secret?.data ?? {}) as Readonly<Record<string, string>>;
    for (const { key, origin } of keys) {
      const value = Buffer.from(data[key] ?? "", "base64").toString("utf8");
      if (origin !== "fixed" && value !== "") seeds.push({ key: `${namespace}/${name}: ${key}`, value });
    }
  }
  return seeds;
}
