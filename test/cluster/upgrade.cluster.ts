import { readdirSync } from "node:fs";
import { join } from "node:path";
import { local } from "../../stacks/environments/local";
import type { ApiClient } from "./lab/api-client";
import { openCluster } from "./lab/cluster";
import { Session } from "./session";
import { story } from "./story";
import { errorsOf } from "./terraform/terraform-run";
import { plannedChanges } from "./terraform/timings";
import type { Workspace } from "./terraform/workspace";

/** Artifacts of released versions, one folder each, as scripts/cluster-release.mjs keeps them. */
const RELEASED = join(__dirname, "released");

/** Releases whose loss is a loss of data. */
const STATEFUL = ["elasticsearch", "grafana", "kps", "logstash", "otel-gateway"];

describe.each(readdirSync(RELEASED))("from version %s", (version) => {
  const step = story();
  let session: Session;
  let workspace: Workspace;
  let artifact: string;
  let volumes: ReadonlyMap<string, string>;
  /** Addresses of what must stay, as the released version has them. */
  let precious: readonly string[];

  const lost = async (): Promise<readonly string[]> =>
    plannedChanges(await workspace.plan())
      .filter((change) => /^(delete|replace) /.test(change))
      .filter((change) => precious.some((address) => change.endsWith(` ${address}`)));

  beforeAll(async () => {
    session = new Session(await openCluster());
    artifact = session.synthesize(local);
    const released = join(RELEASED, version, "stacks", local.name);
    // Charts of former versions need not be at hand.
    workspace = session.workspace({ standIns: true }).take(released);
    const { objects, releases } = workspace.artifact;
    precious = [
      ...objects.filter(({ kind }) => kind === "Namespace"),
      ...releases.filter(({ name }) => STATEFUL.includes(name)),
    ].map(({ address }) => address);
    await session.prepare(released);
    await workspace.init();
    await workspace.apply();
    volumes = await claims(session.cluster.api);
  });

  afterAll(async () => {
    await session.end();
  });

  it(
    "notices a construct whose id was changed, which to Terraform is another one",
    step(async () => {
      const id = workspace.artifact.releases.find(({ name }) => name === "elasticsearch")?.id ?? "";
      for (const file of ["cdk.tf.json", "lab_override.tf.json"]) {
        workspace.write(file, JSON.parse(workspace.read(file).replaceAll(id, "renamed")) as object);
      }
      expect(await lost()).toEqual([`delete helm_release.${id}`]);
    }),
  );

  it(
    "destroys and replaces no namespace and no release that holds data",
    step(async () => {
      workspace.take(artifact);
      await session.prepare(artifact);
      expect(await lost()).toEqual([]);
    }),
  );

  it(
    "is applied in one run, and every volume claim stays",
    step(async () => {
      expect(errorsOf(await workspace.apply())).toEqual([]);
      expect((await workspace.plan()).code).toBe(0);
      const now = await claims(session.cluster.api);
      expect([...volumes].filter(([claim, uid]) => now.get(claim) !== uid)).toEqual([]);
      expect(volumes.size).toBeGreaterThan(0);
    }),
  );
});

async function claims(api: ApiClient): Promise<ReadonlyMap<string, string>> {
  const all = await api.list("/api/v1/persistentvolumeclaims");
  return new Map(
    all.map(({ metadata: { name, namespace, uid } }) => [`${String(namespace)}/${name}`, String(uid)]),
  );
}
