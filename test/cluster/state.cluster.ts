import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { backendAttributes } from "../../stacks/backend";
import { local } from "../../stacks/environments/local";
import { tool } from "../support/tools";
import { type Cluster, type Lab, openLab } from "./lab/cluster";
import { HttpState } from "./lab/http-state";
import { MESSAGES } from "./messages";
import { Session } from "./session";
import { errorsOf, runTerraform, type StartedRun } from "./terraform/terraform-run";
import { plannedChanges } from "./terraform/timings";

const STATE_NAMESPACE = "terraform-state";
const APPLY = ["apply", "-input=false", "-json", "-auto-approve"];

let session: Session<Cluster & { readonly lab: Lab }>;
let http: HttpState;
let artifact: string;

beforeAll(async () => {
  session = new Session(await openLab());
  http = await HttpState.start();
  artifact = session.synthesize(local);
  const metadata = { name: STATE_NAMESPACE };
  await session.cluster.api.create("/api/v1/namespaces", { apiVersion: "v1", kind: "Namespace", metadata });
});

afterAll(async () => {
  await http.stop();
  await session.end();
});

/** Backend blocks as environments get them, for those backends that can be had without an account. */
function backend(type: string): Readonly<Record<string, object>> {
  const { context, file } = session.cluster.kubeconfig;
  const cluster = { ...local.cluster, context, kubeconfig: file };
  const attributes = (declared: typeof local.backend): object =>
    backendAttributes({ name: local.name, backend: declared, cluster });
  if (type === "kubernetes") return { kubernetes: attributes({ type, namespace: STATE_NAMESPACE }) };
  return type === "http"
    ? { http: attributes({ type, address: http.address }) }
    : { local: { path: "terraform.tfstate" } };
}

describe.each(["local", "kubernetes", "http"])("state in the backend %s", (type) => {
  it("is locked while an apply runs: a second one is refused, and nothing is lost", async () => {
    const workspace = session.workspace({ backend: backend(type) }).take(artifact);
    await session.prepare(artifact);
    await workspace.init();
    const sink = workspace.artifact.releases.find(({ name }) => name === "notification-sink");
    const target = `-target=${String(sink?.address)}`;

    // As long as its pods are not ready, the first one runs.
    session.cluster.lab.nodes.holdBack(() => true);
    const first = workspace.start([...APPLY, target]);
    await begun(first, String(sink?.address));
    const second = await workspace.run([...APPLY, target]);
    session.cluster.lab.nodes.holdBack(() => false);

    expect(second.code).toBe(1);
    expect(errorsOf(second)).toEqual([expect.stringContaining(MESSAGES.locked)]);
    expect(errorsOf(await first.end)).toEqual([]);
    expect(plannedChanges(await workspace.plan(target))).toEqual([]);
    await workspace.destroy();
  });
});

async function begun(run: StartedRun, address: string): Promise<void> {
  const is = ({ hook, type }: ReturnType<StartedRun["soFar"]>[number]): boolean =>
    type === "apply_start" && hook?.resource.addr === address;
  while (!run.soFar().some(is)) await pause(20);
}

const ACCOUNTS: readonly (readonly [string, typeof local.backend, string])[] = [
  [
    "s3",
    { type: "s3", bucket: "states", region: "eu-central-1", kmsKeyId: "alias/states" },
    "No valid credential sources",
  ],
  ["gcs", { type: "gcs", bucket: "states" }, "could not find default credentials"],
  [
    "azurerm",
    { type: "azurerm", resourceGroupName: "group", storageAccountName: "account", containerName: "states" },
    "unable to build authorizer",
  ],
];

describe.each(ACCOUNTS)("state in the backend %s", (type, declared, missing) => {
  it("is understood by Terraform, which lacks nothing but an account", async () => {
    const folder = mkdtempSync(join(tmpdir(), "qms-backend-"));
    const attributes = backendAttributes({ name: local.name, backend: declared, cluster: local.cluster });
    writeFileSync(
      join(folder, "main.tf.json"),
      JSON.stringify({ terraform: { backend: { [type]: attributes } } }),
    );
    // No account of whoever runs the tests, and no question to the cloud that the machine may be in.
    const environment = {
      PATH: process.env.PATH,
      HOME: folder,
      AWS_EC2_METADATA_DISABLED: "true",
      CHECKPOINT_DISABLE: "1",
    };
    const options = { program: tool("terraform"), folder, environment, log: join(folder, "log") };
    const { output } = await runTerraform(options, ["init", "-input=false", "-no-color"]).end;
    rmSync(folder, { recursive: true });
    expect(/^Error: .*/m.exec(output)?.[0]).toContain(missing);
  });
});
