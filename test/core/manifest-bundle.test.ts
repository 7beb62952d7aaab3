import { randomBytes } from "node:crypto";
import { existsSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { HelmProvider } from "@cdktf/provider-helm/lib/provider";
import { App, TerraformStack } from "cdktf";
import { folderDigest } from "../../constructs/core/folder-digest";
import { type Manifest, ManifestBundle } from "../../constructs/core/manifest-bundle";
import { refusalOf } from "../support/problems";
import { synthesize } from "../support/synthesis";

const CHART = join(__dirname, "..", "..", "constructs", "core", "manifests-chart");

function configMap(name: string, data: Record<string, string> = {}): Manifest {
  return { apiVersion: "v1", kind: "ConfigMap", metadata: { name }, data };
}

describe("ManifestBundle", () => {
  it("carries its objects as values by their names", () => {
    const { values } = synthesize((stack) => {
      new ManifestBundle(stack, "settings", {
        namespace: "shop",
        manifests: { "configmap-limits": configMap("limits", { queue: "7" }) },
      });
    });
    expect(values("settings")).toEqual({
      manifests: { "configmap-limits": configMap("limits", { queue: "7" }) },
    });
  });

  it("names the chart's folder by the SHA-256 of its files, relative to the stack", () => {
    const { resource } = synthesize((stack) => {
      new ManifestBundle(stack, "settings", { namespace: "shop" });
    });
    expect(resource("helm_release", "settings").chart).toBe(
      `\${path.module}/assets/manifests-chart/${folderDigest(CHART)}`,
    );
  });

  it("shares one copy of the chart among the bundles of a stack", () => {
    const { document } = synthesize((stack) => {
      new ManifestBundle(stack, "one", { namespace: "shop" });
      new ManifestBundle(stack, "two", { namespace: "shop" });
    });
    const charts = Object.values(document.resource?.helm_release ?? {}).map((release) => release.chart);
    expect(new Set(charts).size).toBe(1);
  });

  it("writes the chart beside the artifact, whatever the working directory is", () => {
    const outdir = mkdtempSync(join(tmpdir(), "qms-bundle-"));
    const before = process.cwd();
    process.chdir(tmpdir());
    try {
      const stack = new TerraformStack(new App({ outdir, stackTraces: false }), "test");
      new HelmProvider(stack, "helm");
      new ManifestBundle(stack, "settings", { namespace: "shop" });
      App.of(stack).synth();
    } finally {
      process.chdir(before);
    }
    const folder = join(outdir, "stacks/test/assets/manifests-chart", folderDigest(CHART));
    expect(existsSync(folder) && readdirSync(folder).sort()).toEqual([
      "Chart.yaml",
      "templates",
      "values.yaml",
    ]);
    rmSync(outdir, { recursive: true });
  });

  it("fails when a name is taken", () => {
    const twice = () =>
      synthesize((stack) => {
        const bundle = new ManifestBundle(stack, "settings", { namespace: "shop" });
        bundle.add("configmap-limits", configMap("limits"));
        bundle.add("configmap-limits", configMap("other"));
      });
    expect(refusalOf(twice)).toMatchInlineSnapshot(`
     "manifest configmap-limits cannot be added

     test/settings: a manifest named configmap-limits is there already
       fix:      choose a name that is unique in the bundle"
    `);
  });

  it("fails when it is too large for one Secret, which is where Helm stores a release", () => {
    const large = () =>
      synthesize((stack) => {
        const noise = randomBytes(1_000_000).toString("base64");
        new ManifestBundle(stack, "settings", {
          namespace: "shop",
          manifests: { "configmap-noise": configMap("noise", { noise }) },
        });
      });
    expect(large).toThrow(
      /the bundle is \d+ KiB compressed, above the 900 KiB that fit into Helm's release Secret; make a bundle per service/,
    );
  });
});
