import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { tool } from "../support/tools";
import { renderEnvironment } from "../support/chart-rendering";
import { ControlPlane } from "./lab/control-plane";
import { StrictValidation } from "./manifests/strict-validation";
import type { KubernetesObject } from "./lab/api-client";
import { readFileSync } from "node:fs";
import { ARTIFACTS } from "./session";

it("x", async () => {
  const folder = mkdtempSync(join(tmpdir(), "qms-api-"));
  const say = (text: string): void => void process.stdout.write(`${text}\n`);
  const t0 = Date.now();
  const plane = await ControlPlane.start(join(folder, "plane"), "api");
  say(`api ${Date.now() - t0}`);
  try {
    process.env.QMS_HELM = tool("helm");
    process.env.CHARTS_DIR ??= "/tmp/charts";
    const v = new StrictValidation(plane.api);
    for (const env of ["production", "local"]) {
      const rendered = renderEnvironment(env, join(ARTIFACTS, env), folder);
      say(`rendered ${Date.now() - t0}`);
      const all = rendered.map((r) => ({
        r,
        objects:
          r.objectsFile === ""
            ? []
            : (JSON.parse(readFileSync(r.objectsFile, "utf8")) as { objects: KubernetesObject[] }).objects,
      }));
      for (const ns of new Set(rendered.map((r) => r.namespace)))
        await v.create({ apiVersion: "v1", kind: "Namespace", metadata: { name: ns } }, "");
      for (const { objects } of all)
        for (const o of objects)
          if (o.kind === "CustomResourceDefinition") {
            const x = await v.judge(o, "");
            if (x.fault || x.warnings.length) say(`CRD ${o.metadata.name} ${x.fault} ${x.warnings}`);
            await v.create(o, "");
          }
      await pause(3000);
      for (const { r, objects } of all) {
        let bad = 0;
        for (const o of objects) {
          const x = await v.judge(o, r.namespace);
          if (x.fault !== undefined) {
            bad++;
            say(`  FAULT ${o.kind}/${o.metadata.name}: ${x.fault}`);
          }
          for (const w of x.warnings) say(`  WARN ${o.kind}/${o.metadata.name}: ${w}`);
        }
        say(`${env} ${r.name} ${objects.length} objects, ${bad} faults ${r.failure ?? ""}`);
      }
    }
    say(`done ${Date.now() - t0}`);
  } finally {
    await plane.stop();
    rmSync(folder, { recursive: true, force: true });
  }
});
