import { existsSync } from "node:fs";
import { join } from "node:path";
import { HelmProvider } from "@cdktf/provider-helm/lib/provider";
import { Release, type ReleaseConfig } from "@cdktf/provider-helm/lib/release";
import { NamespaceV1 } from "@cdktf/provider-kubernetes/lib/namespace-v1";
import { KubernetesProvider } from "@cdktf/provider-kubernetes/lib/provider";
import { App, TerraformStack } from "cdktf";
import { MandateViolationError, readArtifact, valueAt } from "../../assurance";
import { Jaeger } from "../../constructs/tracing/jaeger";
import { development } from "../../stacks/environments/development";
import { production } from "../../stacks/environments/production";
import { MandatedApp } from "../../stacks/mandated-app";
import { ObservabilityStack } from "../../stacks/observability-stack";
import { withOutdir } from "../support/environments";
import { mandateWith } from "../support/mandate-variants";
import { valuesOf } from "../support/mandated-readings";
import { refusalOf } from "../support/problems";

/** A stack of another team in the same app. */
function teamStack(app: App, build: (stack: TerraformStack) => unknown = () => undefined): TerraformStack {
  const stack = new TerraformStack(app, "team");
  new HelmProvider(stack, "helm");
  new KubernetesProvider(stack, "kubernetes");
  build(stack);
  return stack;
}

function release(stack: TerraformStack, config: Partial<ReleaseConfig>): Release {
  return new Release(stack, "release", { name: "cart", chart: "cart", namespace: "shop", ...config });
}

describe("an observability stack", () => {
  it("is refused in a plain App, which would judge nothing", () => {
    withOutdir((outdir) => {
      const app = new App({ outdir });
      expect(refusalOf(() => new ObservabilityStack(app, production))).toBe(`nothing would judge this stack

(root): an observability stack must stand in a MandatedApp
  fix:      replace \`new App()\` by \`new MandatedApp()\``);
    });
  });

  it("is refused below a construct of a plain App too, and so is each component", () => {
    withOutdir((outdir) => {
      const stack = new TerraformStack(new App({ outdir }), "team");
      expect(refusalOf(() => new Jaeger(stack, "jaeger", { namespace: "obs", profile: "single" })))
        .toBe(`no mandate holds here

team/jaeger: constructs of qms-observability must stand in a MandatedApp
  fix:      build the stack in \`new MandatedApp()\` from "qms-observability" instead of \`new App()\` from "cdktf"`);
    });
  });

  it("knows its app", () => {
    withOutdir((outdir) => {
      const app = new MandatedApp({ outdir });
      const stack = new ObservabilityStack(app, development);
      expect(MandatedApp.of(stack.jaeger)).toBe(app);
    });
  });
});

describe("a MandatedApp", () => {
  it("refuses to write HCL, which could not be judged", () => {
    withOutdir((outdir) => {
      try {
        process.env.SYNTH_HCL_OUTPUT = "true";
        const app = new MandatedApp({ outdir });
        new ObservabilityStack(app, development);
        expect(
          refusalOf(() => {
            app.synth();
          }),
        ).toBe(`HCL cannot be judged

SYNTH_HCL_OUTPUT or hclOutput: CDKTF's HCL output loses quotes and backslashes, and the gate reads JSON
  fix:      synthesize JSON; terraform and tofu run cdk.tf.json as it is`);
        expect(existsSync(join(outdir, "manifest.json"))).toBe(false);
      } finally {
        delete process.env.SYNTH_HCL_OUTPUT;
      }
    });
  });

  it("judges by the mandate that it is given", () => {
    withOutdir((outdir) => {
      const app = new MandatedApp({ outdir, mandate: mandateWith({ metrics_retention_days: 32 }) });
      const { prometheus } = new ObservabilityStack(app, development);
      app.synth();
      const path = "prometheus.prometheusSpec.retention";
      const artifact = readArtifact(join(outdir, "stacks", "development"));
      expect(valueAt(valuesOf(artifact, "kps"), path)).toBe("32d");
      prometheus.application.release.addOverride("set", [{ name: path, value: "31d" }]);
      expect(() => {
        app.synth();
      }).toThrow(/found {4}"31d"\n {6}required at least 32 days/);
    });
  });

  it("judges each environment by what that environment made stricter", () => {
    withOutdir((outdir) => {
      const app = new MandatedApp({ outdir });
      const stricter = new ObservabilityStack(app, {
        ...production,
        stricter: { metrics_retention_days: 33 },
      });
      const other = new ObservabilityStack(app, development);
      for (const { prometheus } of [stricter, other]) {
        prometheus.application.release.addOverride(
          "values.1",
          '{"prometheus":{"prometheusSpec":{"retention":"32d"}}}',
        );
      }
      expect(findingsOf(app)).toEqual([
        'production: helm_release.prometheus_kps_6C33E3DC: "32d", not at least 33 days',
      ]);
    });
  });

  it("refuses all of its environments' findings at once, and withdraws only what is refused", () => {
    withOutdir((outdir) => {
      const app = new MandatedApp({ outdir });
      const [first, second] = [development, production].map(
        (environment) => new ObservabilityStack(app, environment),
      );
      new ObservabilityStack(app, { ...production, name: "good" });
      first?.jaeger.application.release.addOverride("reuse_values", true);
      second?.grafana.application.release.addOverride("reuse_values", true);
      expect(findingsOf(app)).toEqual([
        "development: helm_release.jaeger_3257C643: true, not not set, because Helm would keep values that are not in the artifact",
        "production: helm_release.grafana_48F1E58F: true, not not set, because Helm would keep values that are not in the artifact",
      ]);
      const written = ["development", "production", "good"].map((name) =>
        existsSync(join(outdir, "stacks", name, "cdk.tf.json")),
      );
      expect(written).toEqual([false, false, true]);
    });
  });
});

describe("a stack of others in the same app", () => {
  const governed = (outdir: string): MandatedApp => {
    const app = new MandatedApp({ outdir });
    new ObservabilityStack(app, development);
    return app;
  };

  it("is left alone, whatever is in it", () => {
    withOutdir((outdir) => {
      const app = governed(outdir);
      teamStack(app, (stack) => {
        new NamespaceV1(stack, "namespace", { metadata: { name: "shop" } });
        const shop = release(stack, { values: ["retention: ${var.days}"] });
        shop.addOverride("set", [{ name: "prometheus.prometheusSpec.retention", value: "1h" }]);
        stack.addOverride("resource.kubernetes_manifest.anything", { manifest: { kind: "ConfigMap" } });
      });
      app.synth();
      expect(existsSync(join(outdir, "stacks", "team", "cdk.tf.json"))).toBe(true);
      expect(existsSync(join(outdir, "manifest.json"))).toBe(true);
    });
  });

  it.each<[string, (stack: TerraformStack) => unknown, string]>([
    [
      "installs a release over one of ours",
      (stack) => release(stack, { name: "kps", namespace: "observability" }),
      "helm_release.release: release kps in namespace observability, which development manages",
    ],
    [
      "installs a release into a namespace of ours",
      (stack) => release(stack, { namespace: "observability-agents" }),
      "helm_release.release: a release in namespace observability-agents of development",
    ],
    [
      "manages a namespace of ours",
      (stack) => new NamespaceV1(stack, "namespace", { metadata: { name: "cert-manager" } }),
      "kubernetes_namespace_v1.namespace: namespace cert-manager of development",
    ],
    [
      "puts an object into a namespace of ours",
      (stack) => {
        const metadata = { name: "rules", namespace: "observability" };
        stack.addOverride("resource.kubernetes_config_map_v1.late", { metadata, data: {} });
      },
      "kubernetes_config_map_v1.late: ConfigMap rules in namespace observability of development",
    ],
  ])("is refused when it %s", (_, build, found) => {
    withOutdir((outdir) => {
      const app = governed(outdir);
      teamStack(app, build);
      expect(findingsOf(app)).toEqual([`team: ${found}, not releases and objects in other namespaces`]);
      expect(existsSync(join(outdir, "stacks", "team", "cdk.tf.json.refused"))).toBe(true);
      expect(existsSync(join(outdir, "stacks", "development", "cdk.tf.json"))).toBe(true);
      expect(existsSync(join(outdir, "manifest.json"))).toBe(false);
    });
  });

  it("is told what it touched, why that is refused, and what to do", () => {
    withOutdir((outdir) => {
      const app = governed(outdir);
      teamStack(app, (stack) => {
        release(stack, { name: "kps", namespace: "observability" });
      });
      expect(() => {
        app.synth();
      }).toThrow(`1 finding breaks the mandate in 1 environment

team

  ✗ QMS-GATE-001  other stacks leave the governed ones alone
      where    helm_release.release
      found    release kps in namespace observability, which development manages
      required releases and objects in other namespaces
      mandate  qms_context.observability_enforcement
      fix      move it to a namespace of its own, or into the observability stack`);
    });
  });
});

/** What an app is refused for: environment, address, found and required of each finding. */
function findingsOf(app: MandatedApp): readonly string[] {
  try {
    app.synth();
  } catch (error) {
    if (error instanceof MandateViolationError) {
      return error.findings.map(
        ({ environment, address, found, required }) =>
          `${environment}: ${address}: ${found}, not ${required}`,
      );
    }
    throw error;
  }
  return [];
}
