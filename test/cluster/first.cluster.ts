import { openLab } from "./lab/cluster";
import { Session } from "./session";
import { errorsOf } from "./terraform/terraform-run";

it("applies", async () => {
  const env = process.env.ENVIRONMENT ?? "production";
  const say = (text: string): void => void process.stdout.write(`${text}\n`);
  const t0 = Date.now();
  const cluster = await openLab();
  say(`lab ${Date.now() - t0} ms ${cluster.kubeconfig.file}`);
  const session = new Session(cluster);
  try {
    const w = session.workspace(env);
    say(w.folder);
    say(`init ${(await w.init()).seconds}`);
    say(`validate ${(await w.validate()).output}`);
    const namespaces = w.artifact.resources.filter((a) => a.startsWith("kubernetes_namespace"));
    const ns = await w.apply(...namespaces.map((a) => `-target=${a}`));
    say(`namespaces ${ns.seconds}`);
    await session.createSecrets(w.artifact);
    const run = await w.run(["apply", "-input=false", "-json", "-auto-approve"]);
    say(`apply ${run.code} ${run.seconds}`);
    say(
      run.events
        .filter((e) => e.type.startsWith("apply_") && e.type !== "apply_progress")
        .map((e) => `${e["@timestamp"]} ${e["@message"]}`)
        .join("\n"),
    );
    say(errorsOf(run).join("\n-----\n"));
    const plan = await w.plan();
    say(
      `plan ${plan.code} ${plan.seconds}\n${plan.events
        .filter((e) => e.type === "planned_change" || e.type === "resource_drift")
        .map((e) => e["@message"])
        .join("\n")}`,
    );
    if (process.env.HOLD) {
      const fs = await import("node:fs");
      while (fs.existsSync(process.env.HOLD)) await new Promise((r) => setTimeout(r, 1000));
    }
    const destroy = await w.run(["destroy", "-input=false", "-json", "-auto-approve"]);
    say(`destroy ${destroy.code} ${destroy.seconds}`);
    say(errorsOf(destroy).join("\n-----\n"));
  } finally {
    await session.end();
  }
});
