import type { TerraformStack } from "cdktf";
import type { HelmValues } from "../../constructs/core/helm-values";
import { AgentCollector, type AgentCollectorProps } from "../../constructs/telemetry/agent-collector";
import { GatewayCollector } from "../../constructs/telemetry/gateway-collector";
import type { LogLevel } from "../../constructs/telemetry/log-level";
import { GATEWAY, LOG_BACKEND, TRACE_BACKEND } from "../support/collector-samples";
import { onlyProblemOf, problemsOf } from "../support/problems";
import { synthesize, type Synthesized } from "../support/synthesis";

const PROPS: AgentCollectorProps = {
  namespace: "nodes",
  profile: "single",
  clusterName: "north",
  environment: "trial",
};

function agent(stack: TerraformStack, props: Partial<AgentCollectorProps> = {}): AgentCollector {
  return new AgentCollector(stack, "agents", { ...PROPS, ...props });
}

function synthesized(props: Partial<AgentCollectorProps> = {}): Synthesized {
  return synthesize((stack) => {
    agent(stack, props).exportTo(GATEWAY);
  });
}

function valuesOf(props: Partial<AgentCollectorProps> = {}): HelmValues {
  return synthesized(props).values("otel-agent");
}

describe("the agents", () => {
  test("run on every node, behind a Service that leads to the own node", () => {
    const values = valuesOf();
    expect(values).toMatchObject({
      mode: "daemonset",
      fullnameOverride: "otel-agent",
      tolerations: [{ operator: "Exists" }],
      service: { enabled: true, internalTrafficPolicy: "Local" },
      podMonitor: { enabled: true },
    });
  });

  test.each([
    [
      "nodeSelector",
      { nodeSelector: { disk: "ssd" } },
      `value nodeSelector must stay unset, because an agent runs on every node
  found:    {"disk":"ssd"}
  allowed:  unset
  mandate:  observability_configuration.otel_collector_deployment
  fix:      remove nodeSelector`,
    ],
    [
      "affinity",
      { affinity: { nodeAffinity: {} } },
      `value affinity must stay unset, because an agent runs on every node
  found:    {"nodeAffinity":{}}
  allowed:  unset
  mandate:  observability_configuration.otel_collector_deployment
  fix:      remove affinity`,
    ],
    [
      "tolerations",
      { tolerations: [] },
      `value tolerations contradicts what the component sets
  found:    []
  allowed:  [{"operator":"Exists"}]
  mandate:  observability_configuration.otel_collector_deployment
  fix:      remove tolerations; the component's props and verbs decide it`,
    ],
  ])("refuse %s, by which a node could be left without an agent", (_, values, refusal) => {
    expect(onlyProblemOf(() => valuesOf({ values }))).toBe(
      `test/agents/otel-agent (release otel-agent): ${refusal}`,
    );
  });

  test("open no port of the node", () => {
    const ports = Object.values(valuesOf().ports as Record<string, { hostPort?: unknown; enabled: boolean }>);
    expect(ports.filter(({ hostPort }) => hostPort !== undefined && hostPort !== null)).toEqual([]);
  });

  test("may read pods, namespaces and the kubelet, and find the gateway's replicas in its namespace alone", () => {
    const artifact = synthesized();
    expect(artifact.values("otel-agent")).toHaveProperty("clusterRole", {
      create: true,
      rules: [
        { apiGroups: [""], resources: ["pods", "namespaces"], verbs: ["get", "list", "watch"] },
        { apiGroups: [""], resources: ["nodes/stats"], verbs: ["get"] },
      ],
    });
    expect(artifact.values("otel-agent-identity").manifests).toMatchObject({
      "role-otel-agent-replica-discovery": {
        metadata: { namespace: "obs" },
        rules: [
          { apiGroups: ["discovery.k8s.io"], resources: ["endpointslices"], verbs: ["get", "list", "watch"] },
        ],
      },
      "rolebinding-otel-agent-replica-discovery": {
        metadata: { namespace: "obs" },
        subjects: [{ kind: "ServiceAccount", name: "otel-agent", namespace: "nodes" }],
      },
    });
  });

  test("have a certificate of their own, which is there before they start", () => {
    const artifact = synthesized();
    expect(artifact.values("otel-agent-identity").manifests).toMatchObject({
      "certificate-otel-agent": { kind: "Certificate", spec: { secretName: "otel-agent-tls" } },
    });
    expect(artifact.values("otel-agent")).toHaveProperty(
      "extraVolumes.0.secret.secretName",
      "otel-agent-tls",
    );
    expect(artifact.resource("helm_release", "otel-agent").depends_on).toEqual([
      expect.stringContaining("otel-agent-identity"),
    ]);
  });

  test("mount of the node only what they read", () => {
    const paths = (props: Partial<AgentCollectorProps>): unknown[] =>
      (valuesOf(props).extraVolumes as { hostPath?: { path: string } }[]).flatMap(
        ({ hostPath }) => hostPath?.path ?? [],
      );
    expect(paths({})).toEqual(["/var/lib/otelcol", "/var/log/pods"]);
    expect(paths({ auditLog: true, hostMetrics: true })).toEqual([
      ...["/var/lib/otelcol", "/var/log/pods", "/var/log/kubernetes/audit", "/"],
    ]);
  });

  test.each(["TRACE", "DEBUG", "INFO", "WARN", "ERROR"] as const)("enforce the level %s", (logLevel) => {
    expect(valuesOf({ logLevel })).toHaveProperty(
      ["config", "processors", "filter/log_policy", "log_conditions", 0],
      `log.severity_number > 0 and log.severity_number < SEVERITY_NUMBER_${logLevel}`,
    );
  });

  test("wait for a gateway of the same stack", () => {
    const artifact = synthesize((stack) => {
      const gateway = new GatewayCollector(stack, "gateway", { namespace: "obs", profile: "single" });
      gateway.exportTracesTo(TRACE_BACKEND);
      gateway.exportLogsTo(LOG_BACKEND);
      agent(stack).exportTo(gateway);
    });
    expect(artifact.resource("helm_release", "otel-agent").depends_on).toEqual(
      expect.arrayContaining([expect.stringContaining("gateway_otel-gateway_")]),
    );
    expect(artifact.values("otel-agent")).toHaveProperty(
      "config.exporters.load_balancing.resolver.k8s.service",
      "otel-gateway.obs",
    );
  });

  test("tell applications where to send", () => {
    synthesize((stack) => {
      const agents = agent(stack);
      agents.exportTo(GATEWAY);
      expect(agents.otlpGrpcUrl).toBe("https://otel-agent.nodes.svc:4317");
      expect(agents.otlpHttpUrl).toBe("https://otel-agent.nodes.svc:4318");
    });
  });

  test("take telemetry of applications over TLS alone, unless told loudly otherwise", () => {
    const receivers = ["otlp.protocols.grpc", "otlp.protocols.http", "zipkin"];
    for (const receiver of receivers) {
      const at = `config.receivers.${receiver}.tls`;
      expect(valuesOf({})).toHaveProperty(at, {
        cert_file: "/etc/otelcol/tls/tls.crt",
        key_file: "/etc/otelcol/tls/tls.key",
        reload_interval: "1h",
      });
      expect(valuesOf({ allowPlaintextOtlp: true })).not.toHaveProperty(at);
    }
  });

  test("show in the artifact that they were told otherwise", () => {
    const artifact = synthesize((stack) => {
      const agents = agent(stack, { allowPlaintextOtlp: true });
      agents.exportTo(GATEWAY);
      expect(agents.otlpGrpcUrl).toBe("http://otel-agent.nodes.svc:4317");
    });
    expect(artifact.values("otel-agent-identity")).toHaveProperty(
      ["manifests", "certificate-otel-agent", "metadata", "annotations", "observability.qms/relaxation"],
      "allowPlaintextOtlp: applications send their telemetry to the agent of their node without TLS",
    );
  });

  test("take the caller's values beside the pipelines", () => {
    const values = valuesOf({ values: { resources: { limits: { memory: "3Gi" } } } });
    expect(values).toHaveProperty("resources.limits.memory", "3Gi");
  });
});

describe("agents are refused", () => {
  test("when they would not run on every node", () => {
    expect(onlyProblemOf(() => valuesOf({ values: { mode: "deployment" } }))).toBe(
      [
        "test/agents/otel-agent (release otel-agent): value mode is weaker than the mandate",
        '  found:    "deployment"',
        '  allowed:  "daemonset", as in "daemonset"',
        "  mandate:  observability_configuration.otel_collector_deployment",
        "  fix:      remove mode, or set it to something stricter",
      ].join("\n"),
    );
  });

  test("when values switch redaction off", () => {
    const values = { config: { processors: { "redaction/pii": null } } };
    expect(onlyProblemOf(() => valuesOf({ values }))).toBe(
      [
        "test/agents: values: value config.processors.redaction/pii would change the pipelines of the collector",
        "  found:    null",
        "  allowed:  unset",
        "  mandate:  observability_configuration.pii_scrubbing_enabled",
        "  fix:      remove config.processors.redaction/pii; the construct's props and verbs decide the pipelines",
      ].join("\n"),
    );
  });

  test("when further wiring would take a processor out of a pipeline", () => {
    const pipelines = { "logs/otlp": { processors: ["memory_limiter"] } };
    const rewired = () =>
      synthesize((stack) => {
        const agents = agent(stack);
        agents.exportTo(GATEWAY);
        agents.application.wire({ config: { service: { pipelines } } });
      });
    expect(onlyProblemOf(rewired)).toBe(
      [
        "test/agents/otel-agent (release otel-agent): " +
          "value config.service.pipelines.logs/otlp.processors would lose what is wired already",
        '  found:    ["memory_limiter"]',
        '  allowed:  ["memory_limiter","transform/senders"], and more between',
        "  fix:      wire config.service.pipelines.logs/otlp.processors with everything that it has, " +
          "or leave it to the component's props and verbs",
      ].join("\n"),
    );
  });

  test("with all mistakes at once", () => {
    const problems = problemsOf(() =>
      valuesOf({
        logLevel: "NONE" as LogLevel,
        additionalPiiPatterns: [
          { name: "email", class: "contact", pattern: "x", examples: ["x"], counterExamples: [] },
        ],
        values: { presets: { logsCollection: { enabled: true } } },
      }),
    );
    expect(problems.map(({ where }) => where)).toEqual([
      "test/agents: logLevel",
      "test/agents: additionalPiiPatterns[0]",
      "test/agents: values",
    ]);
  });

  test("when they export nowhere", () => {
    expect(() => synthesize((stack) => agent(stack))).toThrow(
      "otel-agent exports nowhere: call exportTo(gateway)",
    );
  });

  test("when they export twice", () => {
    expect(
      onlyProblemOf(() =>
        synthesize((stack) => {
          const agents = agent(stack);
          agents.exportTo(GATEWAY);
          agents.exportTo(GATEWAY);
        }),
      ),
    ).toBe(
      [
        "test/agents: exportTo was called twice, and there is one target",
        "  fix:      remove one of the calls",
      ].join("\n"),
    );
  });
});
