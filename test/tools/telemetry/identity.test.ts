import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { JsonObject } from "../../../assurance/artifact/json";
import { AUDIT_LOG_FOLDER } from "../../../constructs/telemetry/agent-receivers";
import { PORTS } from "../../../constructs/telemetry/endpoints";
import type { Environment } from "../../../stacks/environments/environment";
import { production } from "../../../stacks/environments/production";
import { replacing } from "./collector-adaptations";
import { textOf } from "./https-text";
import { otlpAttributes, otlpValue, plainAttributes } from "./otlp-json";
import { appendLines, criLine, labPod, logFile } from "./pods";
import { until } from "./program";
import { newSpanId, newTraceId } from "./span-sender";
import { Tap } from "./tap";
import { TelemetryLab } from "./telemetry-lab";

/** The production of a team that runs its control plane itself. */
const ENVIRONMENT: Environment = {
  ...production,
  cluster: { ...production.cluster, controlPlane: "self-run" },
  features: { auditLog: true },
};
const POD = labPod("web");
const FUTURE = Date.UTC(2099, 0, 1);

const FORGED = {
  data_stream: { dataset: "k8s.audit", namespace: "evil" },
  "elasticsearch.index": "evil",
  "service.name": "forged",
  "k8s.namespace.name": "forged",
  "pii.masked": "credential",
  "redaction.masked.count": 7,
};
const FORGED_KEYS =
  /^(data_stream|elasticsearch|service\.name|k8s\.|pii\.|redaction\.|obs|log\.iostream|app\.tier)/;

/** What the agent itself adds to lines of containers. */
const OWN_KEYS = ["log.iostream", "elasticsearch.document_id"];

const AUDIT_EVENT = {
  kind: "Event",
  auditID: "7d1f0c52-0001",
  stage: "ResponseComplete",
  requestReceivedTimestamp: "2026-11-22T18:00:00.123456Z",
  user: { username: "jane.doe@example.org", groups: ["system:authenticated"] },
  sourceIPs: ["203.0.113.195"],
  requestObject: {
    data: { password: "hunter2hunter2" },
    args: ["--token eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.abcdef"],
  },
};

const tap = new Tap();
const auditFolder = mkdtempSync(join(tmpdir(), "qms-audit-"));
let lab: TelemetryLab;

beforeAll(async () => {
  const audit = {
    at: ["receivers", "file_log/k8s_audit", "include"],
    why: "folder of the audit log",
    to: replacing(AUDIT_LOG_FOLDER, auditFolder),
  };
  lab = await TelemetryLab.start({
    environment: ENVIRONMENT,
    parts: ["agent"],
    pods: [{ ...POD, address: "127.0.0.1" }],
    adaptations: { agent: [audit, ...tap.adaptations("agent", ["logs", "logs/audit", "traces"])] },
  });
});

afterAll(async () => {
  tap.remove();
  await lab.stop();
  rmSync(auditFolder, { recursive: true, force: true });
});

describe("what a sender says of itself", () => {
  it("in a line of a container changes neither data stream nor identity nor counters", async () => {
    const line = JSON.stringify({
      level: "error",
      msg: "forgedLine",
      obs: { tmp: { level: "debug" } },
      ...FORGED,
    });
    appendLines(logFile(lab.podLogs, POD), [criLine(line)]);
    const { attributes, resource } = await logWith("forgedLine");
    expect(Object.keys(attributes).filter((key) => FORGED_KEYS.test(key) && !OWN_KEYS.includes(key))).toEqual(
      [],
    );
    expect(resource).toMatchObject({ "service.name": "web", "k8s.namespace.name": "shop" });
    expect(resource).not.toHaveProperty(["data_stream.dataset"]);
  });

  it("in OTLP changes neither data stream nor place nor level, even as what only files have", async () => {
    const own = { "log.iostream": "stdout", obs_clean: "x", ...FORGED };
    await sendLog("forgedRecord", own, {
      ...{
        "k8s.namespace.name": "forged",
        "k8s.pod.name": "forged",
        "k8s.node.name": "forged",
        "app.tier": "critical",
      },
      ...{ "obs.log_level": "error", "data_stream.dataset": "k8s.audit", "k8s.pod.uid": POD.uid },
    });
    const { attributes, resource } = await logWith("forgedRecord");
    expect(Object.keys(attributes).filter((key) => FORGED_KEYS.test(key))).toEqual([]);
    expect(resource).toMatchObject({
      "k8s.namespace.name": "shop",
      "k8s.pod.name": "web-0",
      "deployment.environment.name": "production",
    });
    expect(Object.keys(resource)).not.toEqual(expect.arrayContaining(["app.tier"]));
    expect(resource).not.toHaveProperty(["data_stream.dataset"]);
  });

  it("about the time does not stop the counters", async () => {
    await sendLog("fromTheFuture", {}, { "service.name": "clock" }, FUTURE);
    for (const id of ["after1", "after2", "after3"]) await sendLog(id, {}, { "service.name": "clock" });
    await logWith("after3");
    await until("the counter", async () => (await counted("log_records_total", "clock")) === 4);
    expect(await counted("log_records_total", "clock")).toBe(4);
  });
});

describe("the audit trail", () => {
  it("keeps who acted from where, and loses credentials alone", async () => {
    appendLines(join(auditFolder, "audit.log"), [`${JSON.stringify(AUDIT_EVENT)}\n`]);
    await until("the event", () => tap.records("agent", "logs/audit").length > 0);
    const [event = ""] = tap.records("agent", "logs/audit");
    expect(
      ["jane.doe@example.org", "203.0.113.195", "k8s.audit"].filter((kept) => !event.includes(kept)),
    ).toEqual([]);
    expect(["hunter2hunter2", "eyJzdWIiOiIxIn0"].filter((secret) => event.includes(secret))).toEqual([]);
  });
});

describe("attributes of span links", () => {
  it("pass, the one known leak, and spans with links are counted", async () => {
    const span = {
      traceId: newTraceId(),
      spanId: newSpanId(),
      name: "linked",
      kind: 2,
      startTimeUnixNano: "1",
      endTimeUnixNano: "2",
    };
    const links = [
      { traceId: newTraceId(), spanId: newSpanId(), attributes: otlpAttributes({ v: "jane@example.org" }) },
    ];
    const resource = { attributes: otlpAttributes({ "service.name": "linker" }) };
    await post("traces", { resourceSpans: [{ resource, scopeSpans: [{ spans: [{ ...span, links }] }] }] });
    await until("the span", () => tap.records("agent", "traces").length > 0);
    expect(tap.records("agent", "traces")[0]).toContain("jane@example.org");
    await until("the counter", async () => (await counted("spans_with_links_total", "linker")) === 1);
    expect(await counted("spans_with_links_total", "linker")).toBe(1);
  });
});

async function post(signal: string, body: JsonObject): Promise<void> {
  const url = `https://${lab.addresses.agent}:${PORTS.otlpHttp}/v1/${signal}`;
  await textOf({ url, ca: lab.ca, body: JSON.stringify(body) });
}

async function sendLog(
  body: string,
  attributes: JsonObject,
  resource: JsonObject,
  time = Date.now(),
): Promise<void> {
  const record = {
    timeUnixNano: `${time}000000`,
    severityNumber: 9,
    body: otlpValue(body),
    attributes: otlpAttributes(attributes),
  };
  const scopeLogs = [{ scope: { name: "lab" }, logRecords: [record] }];
  await post("logs", { resourceLogs: [{ resource: { attributes: otlpAttributes(resource) }, scopeLogs }] });
}

/** The record with a text, once it has left the agent. */
async function logWith(
  text: string,
): Promise<{ readonly attributes: JsonObject; readonly resource: JsonObject }> {
  const find = (): string | undefined => tap.records("agent", "logs").find((record) => record.includes(text));
  await until(text, () => find() !== undefined);
  const { record, resource } = JSON.parse(find() ?? "{}") as Record<"record" | "resource", JsonObject>;
  return { attributes: plainAttributes(record.attributes), resource: plainAttributes(resource.attributes) };
}

async function counted(name: string, service: string): Promise<number> {
  const page = await lab.metrics("agent", "derived");
  const lines = page.matchAll(
    new RegExp(`^${name}\\{[^}]*service_name="${service}"[^}]*\\} ([0-9.e+]+)`, "gm"),
  );
  return [...lines].reduce((sum, [, value]) => sum + Number(value), 0);
}
