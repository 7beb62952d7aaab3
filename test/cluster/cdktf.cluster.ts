import { readArtifact } from "../../assurance";
import { artifactFolder } from "./artifacts";
import { openCluster } from "./lab/cluster";
import { leaks } from "./secrets/leaks";
import { Session } from "./session";
import { story } from "./story";
import { CdktfProject, type CdktfRun } from "./terraform/cdktf-project";

describe("npx cdktf, with the environment local", () => {
  const step = story();
  let session: Session;
  let folder: string;
  let project: CdktfProject;

  const expectEnd = ({ code, output }: CdktfRun, says: RegExp): void => {
    // The output is the reason, should it fail.
    expect(code === 0 ? "" : output).toBe("");
    expect(output).toMatch(says);
  };

  beforeAll(async () => {
    session = new Session(await openCluster());
    const artifact = readArtifact(artifactFolder("local"));
    await session.prepare(artifactFolder("local"));
    folder = session.subfolder("cdktf");
    const override = session.overrideFile(artifact);
    const { configuration } = session.providers;
    project = new CdktfProject({ folder, environment: "local", override, configuration });
  });

  afterAll(async () => {
    await session.end();
  });

  it(
    "diff tells what would be created",
    step(async () => {
      expectEnd(await project.run("diff"), /Plan: \d+ to add, 0 to change, 0 to destroy/);
    }),
  );

  it(
    "deploy creates it",
    step(async () => {
      expectEnd(await project.run("deploy", "--auto-approve"), /Apply complete! Resources: \d+ added/);
    }),
  );

  it(
    "diff has nothing more to tell",
    step(async () => {
      expectEnd(await project.run("diff"), /No changes\. Your infrastructure matches the configuration/);
    }),
  );

  it(
    "destroy takes it away",
    step(async () => {
      expectEnd(await project.run("destroy", "--auto-approve"), /Destroy complete! Resources: \d+ destroyed/);
    }),
  );

  it(
    "writes no secret into any file or log",
    step(() => {
      expect(leaks(folder, session.seeds)).toEqual([]);
      return Promise.resolve();
    }),
  );
});
