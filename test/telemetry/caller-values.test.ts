import { pipelineValueProblems } from "../../constructs/telemetry/caller-values";

const PII = "observability_configuration.pii_scrubbing_enabled";

test("leaves values that do not touch the pipelines alone", () => {
  expect(pipelineValueProblems({ resources: { limits: { memory: "2Gi" } }, mode: "x" }, "here")).toEqual([]);
});

test.each([
  ["config.processors.redaction/pii", { config: { processors: { "redaction/pii": null } } }, "null", PII],
  [
    "config.processors.redaction/pii.allowed_values",
    { config: { processors: { "redaction/pii": { allowed_values: [".*"] } } } },
    '[".*"]',
    PII,
  ],
  [
    "config.service.pipelines.logs/bypass.exporters",
    { config: { service: { pipelines: { "logs/bypass": { exporters: ["debug"] } } } } },
    '["debug"]',
    PII,
  ],
  [
    "config.service.pipelines.logs.processors",
    { config: { service: { pipelines: { logs: { processors: ["memory_limiter"] } } } } },
    '["memory_limiter"]',
    PII,
  ],
  [
    "config.processors.tail_sampling.policies",
    { config: { processors: { tail_sampling: { policies: [] } } } },
    "[]",
    "observability_configuration.trace_sampling_rate",
  ],
  [
    "config.processors.filter/log_policy.log_conditions",
    { config: { processors: { "filter/log_policy": { log_conditions: [] } } } },
    "[]",
    "observability_configuration.log_level_enforcement",
  ],
  ["alternateConfig.receivers", { alternateConfig: { receivers: {} } }, "{}", PII],
  ["presets.logsCollection.enabled", { presets: { logsCollection: { enabled: true } } }, "true", PII],
  ["command.extraArgs", { command: { extraArgs: ["--set=x"] } }, '["--set=x"]', PII],
  ["configMap.existingName", { configMap: { existingName: "mine" } }, '"mine"', PII],
] as const)("fails when a caller sets %s", (path, values, found, mandate) => {
  expect(pipelineValueProblems(values, "here: values")).toEqual([
    {
      where: "here: values",
      what: `value ${path} would change the pipelines of the collector`,
      found,
      allowed: "unset",
      mandate,
      fix: `remove ${path}; the construct's props and verbs decide the pipelines`,
    },
  ]);
});
