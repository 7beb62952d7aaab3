import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { App, TerraformStack } from "cdktf";
import { PROMETHEUS_DAYS } from "../../constructs/core/bound";
import { HelmApplication, type HelmApplicationProps } from "../../constructs/core/helm-application";
import { ManifestBundle } from "../../constructs/core/manifest-bundle";
import { refusalOf } from "../support/problems";
import { synthesize } from "../support/synthesis";

const RETENTION = {
  path: "prometheus.prometheusSpec.retention",
  key: "observability_configuration.metrics_retention_days",
  codec: PROMETHEUS_DAYS,
} as const;

const PROPS: HelmApplicationProps = {
  chart: "kube-prometheus-stack",
  namespace: "monitoring",
  profile: "single",
  bounds: [RETENTION],
};

function application(props: Partial<HelmApplicationProps> = {}): ReturnType<typeof synthesize> {
  return synthesize((stack) => {
    new HelmApplication(stack, "metrics", { ...PROPS, ...props });
  });
}

/** What the refusal of these props says. */
function refusal(props: Partial<HelmApplicationProps>): string {
  return refusalOf(() => application(props));
}

describe("HelmApplication", () => {
  it("takes chart, repository and version from the table of charts", () => {
    expect(application().resource("helm_release", "metrics")).toMatchObject({
      chart: "kube-prometheus-stack",
      repository: "https://prometheus-community.github.io/helm-charts",
      version: "88.5.3",
      namespace: "monitoring",
    });
  });

  it("writes one values document", () => {
    expect(application().resource("helm_release", "metrics").values).toHaveLength(1);
  });

  it("lays the caller's values over our defaults", () => {
    const values = application({
      values: { prometheus: { prometheusSpec: { scrapeInterval: "17s" } } },
    }).values("metrics");
    expect(values).toMatchObject({ prometheus: { prometheusSpec: { scrapeInterval: "17s" } } });
  });

  it("lays wiring over everything", () => {
    const values = application({ wiring: { nameOverride: "seven" } }).values("metrics");
    expect(values.nameOverride).toBe("seven");
  });

  it("fills a mandated value that nobody set", () => {
    expect(application().values("metrics")).toMatchObject({
      prometheus: { prometheusSpec: { retention: "30d" } },
    });
  });

  it("keeps a caller's stricter value", () => {
    const values = application({ values: { prometheus: { prometheusSpec: { retention: "401d" } } } }).values(
      "metrics",
    );
    expect(values).toMatchObject({ prometheus: { prometheusSpec: { retention: "401d" } } });
  });

  it("fails when a caller's value is weaker than the mandate", () => {
    expect(refusal({ values: { prometheus: { prometheusSpec: { retention: "7d" } } } }))
      .toMatchInlineSnapshot(`
     "values of release metrics cannot be used

     test/metrics (release metrics): value prometheus.prometheusSpec.retention is weaker than the mandate
       found:    "7d"
       allowed:  at least 30 days, as in "30d"
       mandate:  observability_configuration.metrics_retention_days
       fix:      remove prometheus.prometheusSpec.retention, or set it to something stricter"
    `);
  });

  it("fails when a caller's value contradicts the wiring", () => {
    expect(refusal({ wiring: { nameOverride: "seven" }, values: { nameOverride: "eight" } }))
      .toMatchInlineSnapshot(`
     "values of release metrics cannot be used

     test/metrics (release metrics): value nameOverride contradicts what the component sets
       found:    "eight"
       allowed:  "seven"
       fix:      remove nameOverride; the component's props and verbs decide it"
    `);
  });

  it("fails when a value path does not exist in the chart, and names the nearest", () => {
    expect(refusal({ values: { prometheus: { prometheusSpec: { retentoin: "40d" } } } }))
      .toMatchInlineSnapshot(`
     "values of release metrics cannot be used

     test/metrics (release metrics), values: value prometheus.prometheusSpec.retentoin does not exist in chart kube-prometheus-stack 88.5.3
       fix:      did you mean prometheus.prometheusSpec.retention?"
    `);
  });

  it("fails when a wired path does not exist in the chart", () => {
    expect(refusal({ wiring: { prometheus: { servicePerReplika: { enabled: true } } } }))
      .toMatchInlineSnapshot(`
     "values of release metrics cannot be used

     test/metrics (release metrics), wiring: value prometheus.servicePerReplika does not exist in chart kube-prometheus-stack 88.5.3
       fix:      did you mean prometheus.servicePerReplica?"
    `);
  });

  it("fails when a bound's path does not exist in the chart", () => {
    expect(refusal({ bounds: [{ ...RETENTION, path: "prometheus.prometheusSpec.retain" }] }))
      .toMatchInlineSnapshot(`
     "values of release metrics cannot be used

     test/metrics (release metrics), bounds: value prometheus.prometheusSpec.retain does not exist in chart kube-prometheus-stack 88.5.3
       fix:      did you mean prometheus.prometheusSpec.retention?"
    `);
  });

  it("reports every mistake of a call at once", () => {
    const message = refusal({
      wiring: { nameOverride: "seven" },
      values: { nameOverride: "eight", promtheus: {}, prometheus: { prometheusSpec: { retention: "7d" } } },
    });
    expect(message.match(/^\S.*release metrics\).*: value /gm)).toHaveLength(3);
  });

  it("refuses wiring that contradicts the caller later, too", () => {
    const late = () =>
      synthesize((stack) => {
        const metrics = new HelmApplication(stack, "metrics", {
          ...PROPS,
          values: { nameOverride: "eight" },
        });
        metrics.wire({ nameOverride: "nine" });
      });
    expect(refusalOf(late)).toContain("value nameOverride contradicts what the component sets");
  });

  it("refuses wiring that would drop what a list has", () => {
    const late = () =>
      synthesize((stack) => {
        const metrics = new HelmApplication(stack, "metrics", {
          ...PROPS,
          wiring: { prometheus: { prometheusSpec: { secrets: ["seven", "eight"] } } },
        });
        metrics.wire({ prometheus: { prometheusSpec: { secrets: ["eight"] } } });
      });
    expect(refusalOf(late)).toMatchInlineSnapshot(`
     "values of release metrics cannot be used

     test/metrics (release metrics): value prometheus.prometheusSpec.secrets would lose what is wired already
       found:    ["eight"]
       allowed:  ["seven","eight"], and more between
       fix:      wire prometheus.prometheusSpec.secrets with everything that it has, or leave it to the component's props and verbs"
    `);
  });

  it("escapes what Terraform would read as a template", () => {
    const { text } = application({ values: { commonLabels: { note: "${env:POD} %{+YYYY} $${x}" } } });
    expect(text).toContain("$${env:POD} %%{+YYYY} $$${x}");
  });

  it("waits for everything below the constructs that it depends on", () => {
    const { resource } = synthesize((stack) => {
      const crds = new HelmApplication(stack, "crds", {
        ...PROPS,
        chart: "prometheus-operator-crds",
        bounds: [],
      });
      const settings = new ManifestBundle(stack, "settings", { namespace: "monitoring" });
      new HelmApplication(stack, "metrics", PROPS).dependsOn(crds, settings);
    });
    expect(resource("helm_release", "metrics").depends_on).toEqual([
      "helm_release.crds_C08F62E1",
      "helm_release.settings_BA1755D9",
    ]);
  });

  it("has no depends_on where nothing has to come first", () => {
    expect(application().resource("helm_release", "metrics")).not.toHaveProperty("depends_on");
  });

  it("takes charts and images from the mirrors", () => {
    const { resource, values } = synthesize(
      (stack) => {
        new HelmApplication(stack, "metrics", PROPS);
      },
      { mirrors: { charts: "oci://mirror.example.test/charts", images: "mirror.example.test/images" } },
    );
    expect(resource("helm_release", "metrics").repository).toBe("oci://mirror.example.test/charts");
    expect(values("metrics")).toMatchObject({
      prometheus: {
        prometheusSpec: {
          image: { registry: "mirror.example.test/images", repository: "prometheus/prometheus" },
        },
      },
    });
  });

  it("fails outside a MandatedApp", () => {
    const outdir = mkdtempSync(join(tmpdir(), "qms-plain-"));
    const plain = new TerraformStack(new App({ outdir }), "plain");
    expect(refusalOf(() => new HelmApplication(plain, "metrics", PROPS))).toMatchInlineSnapshot(`
     "no mandate holds here

     plain/metrics: constructs of qms-observability must stand in a MandatedApp
       fix:      build the stack in \`new MandatedApp()\` from "qms-observability" instead of \`new App()\` from "cdktf""
    `);
    rmSync(outdir, { recursive: true });
  });
});
