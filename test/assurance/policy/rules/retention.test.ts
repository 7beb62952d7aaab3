import {
  addRelease,
  bundle,
  release,
  setupFile,
  values,
  withoutRelease,
} from "../../../support/artifact-fixture";
import { findingsWith } from "../../../support/findings";

describe("retention of metrics (QMS-RET-001)", () => {
  const RETENTION = "prometheus.prometheusSpec.retention";
  const WHERE = `QMS-RET-001 | helm_release.kps: ${RETENTION}`;
  const REQUIRED = "at least 30 days | observability_configuration.metrics_retention_days";

  test.each(["30d", "45d", "5w", "1y", "720h"])("accepts %s", (retention) => {
    expect(findingsWith(values("kps", { [RETENTION]: retention }))).toEqual([]);
  });

  test.each([
    ["29d", '"29d"'],
    ["719h", '"719h"'],
    ["30", '"30"'],
    ["30 days", '"30 days"'],
    [30, "30"],
    [undefined, "not set"],
    [null, "not set"],
  ])("refuses %p", (retention, found) => {
    expect(findingsWith(values("kps", { [RETENTION]: retention }))).toEqual([
      `${WHERE} | ${found} | ${REQUIRED}`,
    ]);
  });

  test("refuses whatever deletes samples earlier than by age", () => {
    const spec = "prometheus.prometheusSpec";
    const found = findingsWith(
      values("kps", {
        [`${spec}.retentionSize`]: "11GB",
        [`${spec}.additionalConfig.retention`]: "1d",
        [`${spec}.additionalArgs`]: [{ name: "storage.tsdb.retention.time", value: "2d" }],
      }),
    );
    expect(found).toEqual([
      `QMS-RET-001 | helm_release.kps: ${spec}.retentionSize | "11GB" | not set, because it can delete samples before their time | observability_configuration.metrics_retention_days`,
      `QMS-RET-001 | helm_release.kps: ${spec}.additionalConfig.retention | "1d" | not set, because it can delete samples before their time | observability_configuration.metrics_retention_days`,
      `QMS-RET-001 | helm_release.kps: ${spec}.additionalArgs[0].name | "storage.tsdb.retention.time" | no retention flag beside the value retention | observability_configuration.metrics_retention_days`,
    ]);
  });

  test("accepts an empty size limit, which is the chart's own default", () => {
    expect(findingsWith(values("kps", { "prometheus.prometheusSpec.retentionSize": "" }))).toEqual([]);
  });

  test("judges a second Prometheus, as a release or as an object", () => {
    const second = release("kube-prometheus-stack", "88.5.3", "second", {
      alertmanager: { enabled: false },
      prometheus: { prometheusSpec: { retention: "6d" } },
    });
    const object = bundle("third", {
      "prometheus-third": {
        apiVersion: "monitoring.coreos.com/v1",
        kind: "Prometheus",
        metadata: { name: "third" },
        spec: { retention: "8d" },
      },
    });
    expect(findingsWith(addRelease("second", second), addRelease("third", object))).toEqual([
      `QMS-RET-001 | helm_release.second: ${RETENTION} | "6d" | ${REQUIRED}`,
      `QMS-RET-001 | helm_release.third: manifests.prometheus-third.spec.retention | "8d" | ${REQUIRED}`,
    ]);
  });

  test("refuses an artifact without Prometheus", () => {
    expect(findingsWith(values("kps", { "prometheus.enabled": false }))).toEqual([
      "QMS-RET-001 | (the whole artifact) | no Prometheus | a Prometheus that keeps samples at least 30 days | observability_configuration.metrics_retention_days",
    ]);
  });
});

describe("retention of logs (QMS-RET-002)", () => {
  const KEY = "observability_configuration.log_retention_days";
  const DATA = "manifests.configmap-setup.data";
  const POLICY = `QMS-RET-002 | helm_release.setup: ${DATA}.ilm-logs\\.json`;
  const MIN_AGE = "policy.phases.delete.min_age";

  test.each(["90d", "2160h", "120d"])("accepts a deletion after %s", (age) => {
    expect(findingsWith(setupFile("ilm-logs.json", { [MIN_AGE]: age }))).toEqual([]);
  });

  test.each([
    ["89d", '"89d"'],
    ["2159h", '"2159h"'],
    ["3M", '"3M"'],
    [undefined, "not set"],
  ])("refuses a deletion after %p", (age, found) => {
    expect(findingsWith(setupFile("ilm-logs.json", { [MIN_AGE]: age }))).toEqual([
      `${POLICY} > ${MIN_AGE} | ${found} | at least 90 days | ${KEY}`,
    ]);
  });

  test("refuses a policy without a delete phase, because nothing says how long logs stay", () => {
    expect(findingsWith(setupFile("ilm-logs.json", { "policy.phases.delete": undefined }))).toEqual([
      `${POLICY} > ${MIN_AGE} | not set | at least 90 days | ${KEY}`,
    ]);
  });

  test("refuses a policy without rollover, whose age would count from the first record", () => {
    expect(
      findingsWith(setupFile("ilm-logs.json", { "policy.phases.hot.actions.rollover": undefined })),
    ).toEqual([
      `${POLICY} > policy.phases.hot.actions.rollover | not set | a rollover, so that the age counts from the last record of an index | ${KEY}`,
    ]);
  });

  test("refuses a policy that no template names", () => {
    expect(
      findingsWith(setupFile("component-template-logs-otel.json", { "template.settings": undefined })),
    ).toEqual([
      `${POLICY} | no template names the policy | a component template with index.lifecycle.name "logs" | ${KEY}`,
    ]);
  });

  test("refuses a template of logs that names a policy of elsewhere", () => {
    const name = { "template.settings.index.lifecycle\\.name": "logs@lifecycle" };
    expect(findingsWith(setupFile("component-template-logs-otel.json", name))).toEqual([
      `${POLICY} | no template names the policy | a component template with index.lifecycle.name "logs" | ${KEY}`,
      `QMS-RET-002 | helm_release.setup: ${DATA}.component-template-logs-otel\\.json > index.lifecycle.name | "logs@lifecycle" | one of the policies of this set-up: logs | ${KEY}`,
    ]);
  });

  test.each(["index.lifecycle.name", "index\\.lifecycle\\.name", "index\\.lifecycle.name", "lifecycle.name"])(
    "reads the name of the policy as %s",
    (path) => {
      const edits = { "template.settings": {}, [`template.settings.${path}`]: "logs" };
      expect(findingsWith(setupFile("component-template-logs-otel.json", edits))).toEqual([]);
    },
  );

  test("judges every policy, whatever it is called", () => {
    const policy = { "policy.phases.hot.actions.rollover": {}, [MIN_AGE]: "31d" };
    const template = { "template.settings.index.lifecycle.name": "jaeger-like" };
    const found = findingsWith(
      setupFile("ilm-jaeger-like.json", policy),
      setupFile("component-template-logs-hidden.json", template),
    );
    expect(found).toEqual([
      `QMS-RET-002 | helm_release.setup: ${DATA}.ilm-jaeger-like\\.json > ${MIN_AGE} | "31d" | at least 90 days | ${KEY}`,
    ]);
  });

  test("judges the lifecycle that data streams have of their own", () => {
    const edits = { "data_stream_options.failure_store.lifecycle.data_retention": "29d" };
    expect(findingsWith(setupFile("existing-options.json", edits))).toEqual([
      `QMS-RET-002 | helm_release.setup: ${DATA}.existing-options\\.json > data_retention | "29d" | at least 90 days | ${KEY}`,
    ]);
  });

  test("refuses an artifact without a policy for logs", () => {
    expect(findingsWith(setupFile("ilm-logs.json", undefined))).toEqual([
      `QMS-RET-002 | (the whole artifact) | no lifecycle policy for logs | a policy that deletes logs after at least 90 days | ${KEY}`,
    ]);
  });
});

describe("retention of traces (QMS-RET-003)", () => {
  const KEY = "observability_configuration.trace_retention_days";
  const CLEANER = "esIndexCleaner.numberOfDays";
  const BACKENDS = "userconfig.extensions.jaeger_storage.backends";
  const AGE = `${BACKENDS}.store.elasticsearch.max_span_age`;

  test.each([16, 22])("accepts a cleaner that is told %p days", (days) => {
    expect(findingsWith(values("jaeger", { [CLEANER]: days }))).toEqual([]);
  });

  test.each([
    [15, "15"],
    ["16", '"16"'],
    [undefined, "not set"],
  ])("refuses a cleaner that is told %p days", (days, found) => {
    expect(findingsWith(values("jaeger", { [CLEANER]: days }))).toEqual([
      `QMS-RET-003 | helm_release.jaeger: ${CLEANER} | ${found} | at least 16, because the cleaner counts today, and clocks differ | ${KEY}`,
    ]);
  });

  test.each([
    ["335h", '"335h"'],
    ["14d", '"14d"'],
    [undefined, "not set"],
  ])("refuses to look back only %p", (age, found) => {
    expect(findingsWith(values("jaeger", { [AGE]: age }))).toEqual([
      `QMS-RET-003 | helm_release.jaeger: ${AGE} | ${found} | at least 336h | ${KEY}`,
    ]);
  });

  test.each(["336h", "20160m", "400h30m"])("accepts to look back %s", (age) => {
    expect(findingsWith(values("jaeger", { [AGE]: age }))).toEqual([]);
  });

  test("judges the backend that is read, not only the one that is written", () => {
    const edits = {
      "userconfig.extensions.jaeger_query.storage.traces": "other",
      [`${BACKENDS}.other.elasticsearch.max_span_age`]: "72h",
    };
    expect(findingsWith(values("jaeger", edits))).toEqual([
      `QMS-RET-003 | helm_release.jaeger: ${BACKENDS}.other.elasticsearch.max_span_age | "72h" | at least 336h | ${KEY}`,
    ]);
  });

  test("refuses a store in memory", () => {
    expect(findingsWith(values("jaeger", { [`${BACKENDS}.store`]: { memory: { max_traces: 7 } } }))).toEqual([
      `QMS-RET-003 | helm_release.jaeger: ${BACKENDS} | {"store":{"memory":{"max_traces":7}}} | an Elasticsearch backend, named by the exporter and by the query service | ${KEY}`,
      `QMS-RET-003 | helm_release.jaeger: ${AGE} | not set | at least 336h | ${KEY}`,
    ]);
  });

  test.each([
    [false, "false"],
    [undefined, "not set"],
  ])("refuses a cleaner that is switched %p", (enabled, found) => {
    expect(findingsWith(values("jaeger", { "esIndexCleaner.enabled": enabled }))).toEqual([
      `QMS-RET-003 | helm_release.jaeger: esIndexCleaner.enabled | ${found} | true | ${KEY}`,
    ]);
  });

  test("refuses what takes traces away by rollover", () => {
    const env = (count: string): { name: string; value: string }[] => [
      { name: "UNIT", value: "days" },
      { name: "UNIT_COUNT", value: count },
    ];
    const policy = setupFile("ilm-jaeger.json", { "policy.phases.delete.min_age": "13d" });
    expect(
      findingsWith(policy, values("jaeger", { "esLookback.enabled": true, "esLookback.extraEnv": env("7") })),
    ).toEqual([
      `QMS-RET-003 | helm_release.jaeger: esLookback.extraEnv | "7" | at least 14 days | ${KEY}`,
      `QMS-RET-003 | helm_release.setup: manifests.configmap-setup.data.ilm-jaeger\\.json > policy.phases.delete.min_age | "13d" | at least 14 days | ${KEY}`,
    ]);
    expect(
      findingsWith(values("jaeger", { "esLookback.enabled": true, "esLookback.extraEnv": env("14") })),
    ).toEqual([]);
  });

  test("refuses an artifact without Jaeger", () => {
    expect(findingsWith(withoutRelease("jaeger"))).toEqual([
      `QMS-RET-003 | (the whole artifact) | no Jaeger | a Jaeger that keeps traces at least 14 days | ${KEY}`,
    ]);
  });
});
