import type { JsonObject } from "../../assurance";
import { valueAt } from "../../assurance/artifact/json";
import {
  legacyComponentTemplate,
  legacyIndexTemplate,
  logComponentTemplate,
  logLifecyclePolicy,
} from "../../constructs/logging/index-lifecycle";

describe("logLifecyclePolicy", () => {
  it("rolls over every day, so that the retention counts from no later than a day after the first record", () => {
    expect(logLifecyclePolicy(97)).toEqual({
      policy: {
        _meta: { managed_by: "qms-observability" },
        phases: {
          hot: {
            min_age: "0ms",
            actions: {
              rollover: { max_age: "1d", max_primary_shard_size: "50gb" },
              set_priority: { priority: 100 },
            },
          },
          warm: {
            min_age: "7d",
            actions: { forcemerge: { max_num_segments: 1 }, set_priority: { priority: 50 } },
          },
          delete: { min_age: "97d", actions: { delete: {} } },
        },
      },
    });
  });

  it.each([
    [1, "0d"],
    [5, "4d"],
    [8, "7d"],
    [365, "7d"],
  ])("merges segments before it deletes after %d days", (retention, warm) => {
    expect(logLifecyclePolicy(retention)).toMatchObject({
      policy: { phases: { warm: { min_age: warm }, delete: { min_age: `${retention}d` } } },
    });
  });
});

describe("logComponentTemplate", () => {
  it("names the policy, the copies and the retention of what could not be indexed", () => {
    expect(logComponentTemplate({ retentionDays: 97, replicas: 2 })).toEqual({
      template: {
        settings: {
          index: { lifecycle: { name: "qms-logs", prefer_ilm: true }, number_of_replicas: 2 },
        },
        data_stream_options: {
          failure_store: { enabled: true, lifecycle: { enabled: true, data_retention: "97d" } },
        },
      },
      _meta: { managed_by: "qms-observability" },
    });
  });
});

describe("legacyComponentTemplate", () => {
  const template = legacyComponentTemplate({ retentionDays: 91, replicas: 2 });

  it("has all that the collectors' template has", () => {
    expect(template).toMatchObject(logComponentTemplate({ retentionDays: 91, replicas: 2 }));
  });

  it("has the fields of the collectors' records, and finds attributes by their own names", () => {
    const { properties } = valueAt(template, "template.mappings") as JsonObject;
    expect(properties).toMatchObject({
      severity_text: { type: "keyword" },
      trace_id: { type: "keyword" },
      body: { properties: { text: { type: "match_only_text" } } },
      attributes: { type: "passthrough", priority: 20 },
      resource: { properties: { attributes: { type: "passthrough", priority: 40 } } },
    });
  });
});

describe("legacyIndexTemplate", () => {
  it("reaches Logstash's own data streams and no others, above the built-in template for all logs", () => {
    expect(legacyIndexTemplate()).toMatchObject({
      index_patterns: ["logs-legacy-*", "logs-rejected-*"],
      priority: 150,
      data_stream: {},
      composed_of: ["logs@mappings", "logs@settings", "logs-legacy@custom", "ecs@mappings"],
    });
  });
});
