import { existsSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { readArtifact } from "../../assurance";
import { artifactFolder } from "./artifacts";
import { guideCommands } from "./guide/commands";
import { GuideProject } from "./guide/guide-project";
import { openLab, type Cluster, type Lab } from "./lab/cluster";
import { MESSAGES } from "./messages";
import { leaks } from "./secrets/leaks";
import { Session } from "./session";
import { print, story } from "./story";

/** Its state is in the cluster, so that the whole guide can be walked without an account. */
const ENVIRONMENT = "development";
const COMMANDS = guideCommands();

/** What cannot be run here, and why. */
const NOT_RUN: readonly (readonly [command: RegExp, reason: string])[] = [
  [/port-forward/, "it runs until it is stopped, and no pod of the lab answers"],
  [/kubeseal/, "it needs the key of a cluster with Sealed Secrets; test/cli looks at what goes in"],
];

/** Programs of the guide that not every machine has; what they would have made is made otherwise. */
const PROGRAMS = ["kubectl", "jq"];

describe("the deploy guide, command by command, for the environment development", () => {
  const step = story();
  const walked = new Set<string>();
  let session: Session<Cluster & { readonly lab: Lab }>;
  let project: GuideProject;
  let folder: string;

  /** Runs the commands of a section, or those of them that are asked for, and returns what each printed. */
  const walk = async (heading: string, which = /./): Promise<Readonly<Record<string, string>>> => {
    const printed: Record<string, string> = {};
    for (const command of (COMMANDS.get(heading) ?? []).filter((one) => which.test(one))) {
      walked.add(`${heading}: ${command}`);
      const reason =
        NOT_RUN.find(([pattern]) => pattern.test(command))?.[1] ?? missingProgram(project, command);
      print(
        `  ${reason === undefined ? "$" : "not run:"} ${command}${reason === undefined ? "" : ` (${reason})`}`,
      );
      if (reason !== undefined) continue;
      const { code, output } = await project.run(command);
      // The output is the reason, should it fail.
      expect(code === 0 ? "" : `${command}\n${output}`).toBe("");
      printed[command] = output;
    }
    return printed;
  };

  beforeAll(async () => {
    session = new Session(await openLab());
    const { api, kubeconfig, lab } = session.cluster;
    const artifact = readArtifact(artifactFolder(ENVIRONMENT));
    folder = session.subfolder("guide");
    const { configuration, lockOptions } = session.providers;
    const override = session.overrideFile(artifact);
    project = new GuideProject({
      folder,
      environment: ENVIRONMENT,
      override,
      configuration,
      kubeconfig,
      lockOptions,
    });
    // What the guide says is there before: a storage class, the namespace of the state, keys from outside.
    await lab.infrastructure.offer("standard");
    const metadata = { name: "terraform-state" };
    await api.create("/api/v1/namespaces", { apiVersion: "v1", kind: "Namespace", metadata });
    for (const name of ["routing-key", "slack-url"]) writeFileSync(join(folder, name), `seeded-${name}-7c1f`);
  });

  afterAll(async () => {
    await session.end();
  });

  it(
    "synthesizes",
    step(async () => {
      await walk("Prerequisites");
      await walk("First deployment", /npm ci/);
      expect(existsSync(join(folder, "cdktf.out/stacks", ENVIRONMENT, "cdk.tf.json"))).toBe(true);
    }),
  );

  it(
    "lists the Secrets, makes what can be made, and writes the rest for operators",
    step(async () => {
      const printed = await walk("Secrets that must exist");
      expect(printed["npx qms secrets production"]).toContain("elasticsearch-user-collector");
      expect(existsSync(join(folder, "secrets"))).toBe(true);
      await session.prepare(artifactFolder(ENVIRONMENT));
    }),
  );

  it(
    "deploys in one run, and has nothing left to do for an approved plan",
    step(async () => {
      const printed = await walk("First deployment", /^(?!npm ci)/);
      await walk("Who gets in");
      expect(printed["npx qms preflight production"]).toMatch(/0 failed, 0 warned/);
      expect(printed["npx cdktf deploy production"]).toMatch(/Apply complete! Resources: \d+ added/);
      expect(printed["terraform -chdir=cdktf.out/stacks/production plan -out=plan"]).toContain("No changes.");
    }),
  );

  it(
    "keeps checksums of providers, and is initialised by them alone on a fresh checkout",
    step(async () => {
      const printed = await walk("Provider lock file");
      expect(existsSync(join(folder, "locks", `${ENVIRONMENT}.terraform.lock.hcl`))).toBe(true);
      expect(printed["terraform -chdir=cdktf.out/stacks/production init -lockfile=readonly"]).toContain(
        "Terraform has been successfully initialized!",
      );
    }),
  );

  it(
    "names images for a mirror, deploys without a registry of providers, hands definitions over",
    step(async () => {
      const printed = await walk("Without access to the internet");
      expect(printed["npx cdktf deploy production --skip-provider-lock"]).toContain("No changes.");
      await walk("Troubleshooting");
    }),
  );

  it(
    "refuses to destroy what holds data",
    step(async () => {
      expect((await project.run("npx cdktf destroy production")).code).toBe(1);
      // CDKTF may end before it has passed on all that Terraform said.
      const plan = "terraform -chdir=cdktf.out/stacks/production plan -destroy -no-color";
      expect((await project.run(plan)).output).toContain(MESSAGES.protected);
    }),
  );

  it(
    "has no command that was left out, and wrote no secret",
    step(() => {
      const all = [...COMMANDS].flatMap(([heading, commands]) => commands.map((one) => `${heading}: ${one}`));
      expect(all.filter((command) => !walked.has(command))).toEqual([]);
      const given = new Set(["routing-key", "slack-url"].map((name) => join(folder, name)));
      expect(leaks(folder, session.seeds).filter(({ file }) => !given.has(file))).toEqual([]);
      return Promise.resolve();
    }),
  );
});

function missingProgram(project: GuideProject, command: string): string | undefined {
  const missing = PROGRAMS.find((program) => command.startsWith(`${program} `) && !project.has(program));
  return missing === undefined ? undefined : `${missing} is not on PATH`;
}
