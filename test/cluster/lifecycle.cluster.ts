import { join } from "node:path";
import { readArtifact } from "../../assurance";
import { requiredSecrets } from "../../assurance/secrets/required-secrets";
import type { Environment } from "../../stacks/environments/environment";
import { artifactFolder, testedEnvironments } from "./artifacts";
import { measured } from "./benchmark";
import { diagnosis } from "./lab/diagnosis";
import { inventory } from "./lab/inventory";
import { openCluster } from "./lab/cluster";
import { preflight } from "./preflight";
import { leaks } from "./secrets/leaks";
import { Session } from "./session";
import { print, story } from "./story";
import { errorsOf } from "./terraform/terraform-run";
import { plannedChanges, timings } from "./terraform/timings";
import type { Workspace } from "./terraform/workspace";

/** As the deploy guide says: definitions, signed certificates, and the volumes of the namespace that stays. */
const STAYS = [
  /^CustomResourceDefinition\./,
  // The API server makes one for each group that a definition has.
  /^APIService\./,
  /^Secret\.core observability\/(.*-tls|kps-admission)$/,
  /^PersistentVolume(Claim)?\.core /,
];

describe.each(testedEnvironments().map((environment) => [environment.name, environment] as const))(
  "%s, on an empty cluster",
  (name, environment) => {
    const step = story();
    const { storageClass } = environment.storage;
    const took = { environment: name, releases: 0, apply: 0, plan: 0, sum: 0, longestPath: 0 };
    let session: Session;
    let folder: string;
    let workspace: Workspace;
    let before: ReadonlySet<string>;

    beforeAll(async () => {
      session = new Session(await openCluster());
      folder = session.synthesize(environment);
      workspace = session.workspace().take(folder);
      print(
        `${name}: ${session.providers.doubles ? "doubles of the pinned providers" : "the pinned providers"}`,
      );
    });

    afterAll(async () => {
      await session.end();
    });

    it("is what `npm run synth` wrote", () => {
      expect(readArtifact(artifactFolder(name)).sha256).toBe(workspace.artifact.sha256);
    });

    it(
      "lacks its main namespace, its Secrets and its storage class, says preflight, and nothing else",
      step(async () => {
        const { code, failed } = await preflight(folder, session.cluster.kubeconfig);
        expect(code).toBe(2);
        expect(failed).toEqual([
          "namespace observability: it does not exist",
          ...requiredSecrets(workspace.artifact)
            .filter(({ optional }) => !optional)
            .map(({ name }) => `secret observability/${name}: it does not exist`),
          ...(storageClass === undefined ? [] : [`storage class ${storageClass}: there is no such class`]),
        ]);
      }),
    );

    it(
      "is ready once `qms secrets --apply` has run, and what comes from outside is there",
      step(async () => {
        await session.prepare(folder);
        if (storageClass !== undefined) await session.cluster.lab?.infrastructure.offer(storageClass);
        before = await inventory(session.cluster.api);
        const { code, remarks } = await preflight(folder, session.cluster.kubeconfig);
        expect(remarks).toEqual([]);
        expect(code).toBe(0);
      }),
    );

    it(
      "is initialised and valid",
      step(async () => {
        await workspace.init();
        expect((await workspace.validate()).output).toContain("Success! The configuration is valid.");
      }),
    );

    it(
      "is applied in one run",
      step(async () => {
        const plan = join(workspace.folder, "plan");
        expect((await workspace.plan(`-out=${plan}`)).code).toBe(2);
        const run = await workspace.apply(plan);
        const { chain, ...seconds } = timings(workspace.artifact, run);
        Object.assign(took, { ...seconds, apply: run.seconds });
        print(`${name}: longest path ${chain.join(" → ")}`);
        expect(errorsOf(run)).toEqual([]);
      }),
    );

    it(
      "has nothing left to do",
      step(async () => {
        const plan = await workspace.plan();
        took.plan = plan.seconds;
        expect(plannedChanges(plan)).toEqual([]);
        expect(plan.code).toBe(0);
      }),
    );

    it(
      "is what preflight expects of a cluster that has it",
      step(async () => {
        const { code, remarks } = await preflight(folder, session.cluster.kubeconfig);
        expect(remarks).toEqual([]);
        expect(code).toBe(0);
      }),
    );

    it(
      "changes the one release whose values changed",
      step(async () => {
        workspace.take(session.synthesize(talkative(environment)));
        const plan = await workspace.plan(`-out=${join(workspace.folder, "plan")}`);
        expect(plannedChanges(plan)).toEqual(["update helm_release.prometheus_kps_6C33E3DC"]);
        await workspace.apply(join(workspace.folder, "plan"));
        expect((await workspace.plan()).code).toBe(0);
      }),
    );

    it(
      "keeps every secret out of artifact, plan, state and logs",
      step(async () => {
        const shown = await workspace.run(["show", "-json", "plan"]);
        expect(shown.code).toBe(0);
        expect(session.seeds.length).toBeGreaterThan(5);
        expect(leaks(join(workspace.folder, ".."), session.seeds)).toEqual([]);
      }),
    );

    it(
      "refuses to be destroyed while its data is protected",
      step(async () => {
        const { protectData = true } = environment;
        const plan = await workspace.plan("-destroy");
        expect(errorsOf(plan).join("\n").includes("lifecycle.prevent_destroy")).toBe(protectData);
      }),
    );

    it(
      "is destroyed but for what is documented to stay",
      step(async () => {
        workspace.take(session.synthesize({ ...environment, protectData: false }));
        const run = await workspace.run(["destroy", "-input=false", "-json", "-auto-approve"]);
        measured({ ...took, destroy: run.seconds });
        expect([...errorsOf(run), ...(await diagnosis(session.cluster.api))]).toEqual([]);
        const left = [...(await inventory(session.cluster.api))].filter((object) => !before.has(object));
        expect(left.filter((object) => !STAYS.some((kind) => kind.test(object)))).toEqual([]);
      }),
    );
  },
);

/** One value of one chart, which nothing else is derived from. */
function talkative(environment: Environment): Environment {
  const kps = { ...environment.values?.kps, prometheusOperator: { logLevel: "debug" } };
  return { ...environment, values: { ...environment.values, kps } };
}
