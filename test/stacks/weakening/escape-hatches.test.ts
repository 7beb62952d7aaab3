import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { Release } from "@cdktf/provider-helm/lib/release";
import { Aspects } from "cdktf";
import { type Finding, MandateViolationError, whereOf } from "../../../assurance";
import { production } from "../../../stacks/environments/production";
import { MandatedApp } from "../../../stacks/mandated-app";
import { ObservabilityStack } from "../../../stacks/observability-stack";
import { artifactOf, synthesizeEnvironment, withOutdir } from "../../support/environments";

/** Builds production, lets somebody get at the stack afterwards, and synthesizes into a folder. */
function synthesizeTampered(outdir: string, tamper: (stack: ObservabilityStack) => void): void {
  const app = new MandatedApp({ outdir });
  tamper(new ObservabilityStack(app, production));
  app.synth();
}

function findingsOf(tamper: (stack: ObservabilityStack) => void): readonly Finding[] {
  return withOutdir((outdir) => {
    try {
      synthesizeTampered(outdir, tamper);
    } catch (error) {
      if (error instanceof MandateViolationError) return error.findings;
      throw error;
    }
    throw new Error("nothing was refused");
  });
}

function idOf(release: string): string {
  return artifactOf(production).releases.find(({ name }) => name === release)?.id ?? "";
}

/** The values document of a release as Terraform reads it, with one text in it replaced. */
function documentWith(release: string, from: string | RegExp, to: string): string {
  const { resource } = JSON.parse(synthesizeEnvironment(production).text) as {
    resource: { helm_release: Record<string, { values: [string] }> };
  };
  const [document] = resource.helm_release[idOf(release)]?.values ?? [""];
  const changed = document.replace(from, to);
  if (changed === document) throw new Error(`nothing to replace in ${release}`);
  return changed;
}

describe("a values document that is overridden after construction", () => {
  it.each<[string, string | RegExp, string, Pick<Finding, "path" | "found" | "required" | "mandate">]>([
    [
      "kps",
      '"retention": "30d"',
      '"retention": "7d"',
      {
        path: "prometheus.prometheusSpec.retention",
        found: '"7d"',
        required: "at least 30 days",
        mandate: "observability_configuration.metrics_retention_days",
      },
    ],
    [
      "elasticsearch-setup",
      String.raw`\"min_age\": \"90d\"`,
      String.raw`\"min_age\": \"9d\"`,
      {
        path: "manifests.configmap-elasticsearch-setup.data.ilm-qms-logs\\.json > policy.phases.delete.min_age",
        found: '"9d"',
        required: "at least 90 days",
        mandate: "observability_configuration.log_retention_days",
      },
    ],
    [
      "jaeger",
      '"numberOfDays": 16',
      '"numberOfDays": 3',
      {
        path: "esIndexCleaner.numberOfDays",
        found: "3",
        required: "at least 16, because the cleaner counts today, and clocks differ",
        mandate: "observability_configuration.trace_retention_days",
      },
    ],
    [
      "jaeger",
      '"max_span_age": "336h"',
      '"max_span_age": "72h"',
      {
        path: "userconfig.extensions.jaeger_storage.backends.elasticsearch.elasticsearch.max_span_age",
        found: '"72h"',
        required: "at least 336h",
        mandate: "observability_configuration.trace_retention_days",
      },
    ],
    [
      "otel-gateway",
      '"sampling_percentage": 10',
      '"sampling_percentage": 1',
      {
        path: "config.processors.tail_sampling.policies",
        found: "1",
        required: "at least 10 % of all traces, by a probabilistic policy without a further condition",
        mandate: "observability_configuration.trace_sampling_rate",
      },
    ],
    [
      "otel-instrumentation",
      '"tracecontext",',
      '"b3", "tracecontext",',
      {
        path: "manifests.instrumentation-observability-default.spec.propagators",
        found: '["b3","tracecontext","baggage"]',
        required: 'contains "tracecontext", ahead of any other',
        mandate: "observability_configuration.trace_context_propagation",
      },
    ],
    [
      "threshold-rules",
      "> 0.85",
      "> 0.95",
      {
        path: expect.stringMatching(
          /^manifests\.prometheusrule-platform-thresholds\.spec\.groups\[\d\]\.rules\[\d+\]\.expr$/,
        ) as string,
        found: "NodeMemoryHigh fires above 95 %",
        required: "above at most 85 %",
        mandate: "monitoring_thresholds.memory_utilization_threshold",
      },
    ],
    [
      "kps",
      /"repeat_interval": "14m50s"/,
      '"repeat_interval": "4h"',
      {
        path: "alertmanager.config.route.routes[3].repeat_interval",
        found: "4h with group_interval 5m, so every 14700 s",
        required: "at most 900 s",
        mandate: "alerting_configuration.high_response_time",
      },
    ],
    [
      "kps",
      '"group_interval": "5m"',
      '"group_interval": "6m"',
      {
        path: "alertmanager.config.route.group_interval",
        found: '"6m"',
        required: "at most 300 s",
        mandate: "alerting_configuration.alert_grouping_window",
      },
    ],
    [
      "kps",
      /"slack_configs"/g,
      '"discord_configs"',
      {
        path: "alertmanager.config.receivers",
        found: "no slack_configs for critical, high, medium, low",
        required: "a receiver with slack_configs for at least one severity",
        mandate: "alerting_configuration.slack_notifications",
      },
    ],
    [
      "otel-agent",
      /(?<="logs": \{[^}]*)"redaction\/credential",[^\]]*"transform\/normalise"/,
      '"transform/normalise"',
      {
        path: "config.service.pipelines.logs.processors",
        found: "no redaction processor with blocked_values",
        required: "a redaction processor that masks sensitive values",
        mandate: "observability_configuration.pii_scrubbing_enabled",
      },
    ],
    [
      "otel-agent",
      'severity_number < SEVERITY_NUMBER_INFO",',
      'severity_number < SEVERITY_NUMBER_INFO and false",',
      {
        path: "config.service.pipelines.logs.processors",
        found: "no filter on severity_number without a further condition",
        required: "a filter processor that drops every record below the environment's level",
        mandate: "observability_configuration.log_level_enforcement",
      },
    ],
    [
      "otel-agent",
      '"mode": "daemonset"',
      '"mode": "deployment"',
      {
        path: "mode",
        found: '"deployment"',
        required: '"daemonset"',
        mandate: "observability_configuration.otel_collector_deployment",
      },
    ],
  ])("of %s, with %s as %s, is refused", (release, from, to, finding) => {
    const values = [documentWith(release, from, to)];
    const findings = findingsOf((stack) => {
      stack.addOverride(`resource.helm_release.${idOf(release)}.values`, values);
    });
    expect(findings).toContainEqual(
      expect.objectContaining({
        environment: "production",
        address: `helm_release.${idOf(release)}`,
        ...finding,
      }),
    );
  });
});

describe("an escape hatch that goes around the values document", () => {
  const KPS = "helm_release.prometheus_kps_6C33E3DC";
  const table = (findings: readonly Finding[]): readonly string[] =>
    findings.map((finding) => `${whereOf(finding)}: ${finding.found} (${finding.mandate})`);

  it("is refused as a first values document of the release", () => {
    const findings = findingsOf(({ prometheus }) => {
      prometheus.application.release.addOverride("values.0", documentWith("kps", '"30d"', '"29d"'));
    });
    expect(table(findings)).toEqual([
      `${KPS}: prometheus.prometheusSpec.retention: "29d" (observability_configuration.metrics_retention_days)`,
    ]);
  });

  it("is refused as a further values document", () => {
    const findings = findingsOf(({ prometheus }) => {
      prometheus.application.release.addOverride(
        "values.1",
        "prometheus: {prometheusSpec: {retentionSize: 1GB}}",
      );
    });
    expect(table(findings)).toEqual([
      `${KPS}: prometheus.prometheusSpec.retentionSize: "1GB" (observability_configuration.metrics_retention_days)`,
    ]);
  });

  it("is refused as a single value, once for what it is and once for what it does", () => {
    const set = [{ name: "prometheus.prometheusSpec.retention", value: "7d" }];
    const findings = findingsOf(({ prometheus }) => {
      prometheus.application.release.addOverride("set", set);
    });
    expect(table(findings)).toEqual([
      `${KPS}: prometheus.prometheusSpec.retention: "7d" (observability_configuration.metrics_retention_days)`,
      `${KPS}: set: ${JSON.stringify(set)} (qms_context.observability_enforcement)`,
    ]);
  });

  it("is refused as a value that only Terraform knows", () => {
    const findings = findingsOf(({ prometheus }) => {
      prometheus.application.release.addOverride("values.0", documentWith("kps", '"30d"', '"${var.days}d"'));
    });
    expect(table(findings)).toEqual([
      `${KPS}: prometheus.prometheusSpec.retention: "\${var.days}d" (observability_configuration.metrics_retention_days)`,
      `${KPS}: values.prometheus.prometheusSpec.retention: \${var.days} (qms_context.observability_enforcement)`,
    ]);
  });

  it.each([
    ["version", "1.2.3", '"1.2.3"'],
    ["postrender", { binary_path: "./patch.sh" }, '{"binary_path":"./patch.sh"}'],
    ["reuse_values", true, "true"],
    ["lifecycle.ignore_changes", ["values"], '["values"]'],
  ])("is refused as the attribute %s", (attribute, value, found) => {
    const findings = findingsOf(({ prometheus }) => {
      prometheus.application.release.addOverride(attribute, value);
    });
    expect(table(findings)).toContain(
      `${KPS}: ${attribute}: ${found} (qms_context.observability_enforcement)`,
    );
  });

  it("is refused as an aspect that changes a release", () => {
    const findings = findingsOf((stack) => {
      Aspects.of(stack).add({
        visit: (node) => {
          if (node instanceof Release && node.nameInput === "jaeger") {
            node.addOverride("values.0", documentWith("jaeger", '"numberOfDays": 16', '"numberOfDays": 2'));
          }
        },
      });
    });
    expect(table(findings)).toEqual([
      "helm_release.jaeger_3257C643: esIndexCleaner.numberOfDays: 2 (observability_configuration.trace_retention_days)",
    ]);
  });

  it("is refused as a kubernetes_manifest", () => {
    const findings = findingsOf((stack) => {
      stack.addOverride("resource.kubernetes_manifest.late", { manifest: { kind: "ConfigMap" } });
    });
    expect(table(findings)).toEqual([
      "kubernetes_manifest.late: a kubernetes_manifest (qms_context.observability_enforcement)",
    ]);
  });

  it("is refused as the removal of a component", () => {
    const findings = findingsOf((stack) => {
      stack.alerting.node.tryRemoveChild("threshold-rules");
    });
    expect(findings.map(({ mandate }) => mandate)).toEqual(
      expect.arrayContaining(["monitoring_thresholds.response_time_p95_ms"]),
    );
    expect(findings.map(({ found }) => found)).toContain(
      'no alert with label threshold: "cache_hit_ratio_minimum"',
    );
  });
});

describe("a refused artifact", () => {
  it("is renamed, so that neither Terraform nor the cdktf CLI finds anything to apply", () => {
    withOutdir((outdir) => {
      const tampered = (): void => {
        synthesizeTampered(outdir, ({ jaeger }) => {
          jaeger.application.release.addOverride("reuse_values", true);
        });
      };
      expect(tampered).toThrow(MandateViolationError);
      expect(existsSync(join(outdir, "manifest.json"))).toBe(false);
      const files = readdirSync(join(outdir, "stacks", "production")).filter((name) => name.includes(".tf"));
      expect(files).toEqual(["cdk.tf.json.refused"]);
    });
  });

  it("is told with what was found, what is required, why, and what to change", () => {
    withOutdir((outdir) => {
      const tampered = (): void => {
        synthesizeTampered(outdir, ({ prometheus }) => {
          prometheus.application.release.addOverride("values.0", documentWith("kps", '"30d"', '"7d"'));
        });
      };
      expect(tampered).toThrow(
        `1 finding breaks the mandate in 1 environment

production

  ✗ QMS-RET-001  metrics are kept for the mandated days
      where    helm_release.prometheus_kps_6C33E3DC: prometheus.prometheusSpec.retention
      found    "7d"
      required at least 30 days
      mandate  observability_configuration.metrics_retention_days
      fix      remove prometheus.prometheusSpec.retention from the values, or raise it`,
      );
    });
  });
});
