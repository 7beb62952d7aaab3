import { createServer, type IncomingMessage, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { gunzipSync } from "node:zlib";
import { production } from "../../../stacks/environments/production";
import { newSpanId, newTraceId, sendSpans } from "./span-sender";
import { otlpAttributes } from "./otlp-json";
import { TelemetryLab } from "./telemetry-lab";

const SECRET = "jane.doe@example.org";
const LINKED = newTraceId();

/** What Jaeger asked an Elasticsearch to keep. */
const written: string[] = [];
let elasticsearch: Server;
let lab: TelemetryLab;

/** Takes everything, and says of itself what Jaeger wants to know. */
function elasticsearchStandIn(): Server {
  return createServer((request, response) => {
    const parts: Buffer[] = [];
    request.on("data", (part: Buffer) => parts.push(part));
    request.once("end", () => {
      if (request.url?.includes("_bulk") === true) written.push(textOf(request, Buffer.concat(parts)));
      const answer = { version: { number: "9.0.0" }, tagline: "You Know, for Search", acknowledged: true };
      response
        .writeHead(200, { "content-type": "application/json", "x-elastic-product": "Elasticsearch" })
        .end(JSON.stringify({ ...answer, took: 1, errors: false, items: [] }));
    });
  });
}

function textOf({ headers }: IncomingMessage, sent: Buffer): string {
  return (headers["content-encoding"] === "gzip" ? gunzipSync(sent) : sent).toString("utf8");
}

beforeAll(async () => {
  elasticsearch = elasticsearchStandIn();
  await new Promise<void>((resolve) => elasticsearch.listen(0, "127.0.0.1", resolve));
  const { port } = elasticsearch.address() as AddressInfo;
  lab = await TelemetryLab.start({
    environment: production,
    adaptations: {
      jaeger: [
        {
          at: ["extensions", "jaeger_storage", "backends", "elasticsearch"],
          why: "a stand-in shows what is written",
          to: () => ({ elasticsearch: { server_urls: [`http://127.0.0.1:${String(port)}`] } }),
        },
      ],
    },
  });
  await sendSpans(lab, [
    {
      ...{ service: "shop", name: "linked", traceId: newTraceId(), spanId: newSpanId() },
      kind: "server",
      milliseconds: 5,
      failed: true,
      links: [{ traceId: LINKED, spanId: newSpanId(), attributes: otlpAttributes({ email: SECRET }) }],
    },
  ]);
  await lab.until("the span", () => written.join("").includes("linked"));
});

afterAll(async () => {
  await lab.stop();
  await new Promise((resolve) => elasticsearch.close(resolve));
});

describe("a span link in Elasticsearch, as Jaeger writes it", () => {
  it("has the trace that it leads to", () => {
    expect(written.join("")).toContain(LINKED);
  });

  it("has no attributes, which no collector can mask", () => {
    expect(written.join("")).not.toContain(SECRET);
  });
});
