import { production } from "../../../stacks/environments/production";
import { tracedServices } from "./jaeger-traces";
import { appendLines, criLine, labPod, logFile } from "./pods";
import { newSpanId, newTraceId, sendSpans } from "./span-sender";
import { TelemetryLab } from "./telemetry-lab";

const POD = labPod("web", { annotations: { "qms.observability/log-level": "warn" } });
let lab: TelemetryLab;

beforeAll(async () => {
  lab = await TelemetryLab.start({ environment: production, pods: [POD] });
});

afterAll(async () => {
  await lab.stop();
});

describe("the pipeline of production", () => {
  it("brings what a container writes to the store of logs, with the identity of its pod", async () => {
    const file = logFile(lab.podLogs, POD);
    appendLines(file, [criLine('{"level":"info","msg":"quiet"}'), criLine('{"level":"error","msg":"loud"}')]);
    await lab.until("the document", () => lab.logStore.documents.length > 0);
    expect(lab.logStore.documents.map(({ body, index, resource }) => ({ body, index, resource }))).toEqual([
      {
        body: "loud",
        index: "logs-generic.otel-default",
        resource: expect.objectContaining({
          "k8s.namespace.name": "shop",
          "k8s.pod.name": "web-0",
          "service.name": "web",
          "deployment.environment.name": "production",
        }) as unknown,
      },
    ]);
  });

  it("brings a span that failed to Jaeger", async () => {
    const [traceId, spanId] = [newTraceId(), newSpanId()];
    await sendSpans(lab, [
      { service: "web", name: "GET /", traceId, spanId, kind: "server", milliseconds: 5, failed: true },
    ]);
    await lab.until("the trace", async () => (await tracedServices(lab)).includes("web"));
    expect(await tracedServices(lab)).toEqual(["web"]);
  });
});
