import { once } from "node:events";
import { connect } from "node:net";
import { join } from "node:path";
import { production } from "../../../stacks/environments/production";
import { isObject, itemsOf, type JsonObject, textOf } from "../../../assurance/artifact/json";
import { freePort } from "../../support/free-port";
import { Random } from "../../support/random";
import { tool } from "../../support/tools";
import type { Adaptation } from "./adaptation";
import { samplesIn, sumOf } from "./exposition";
import { instrumentationEnvironment, type Language } from "./instrumentation-environment";
import { type ShownSpan, type ShownTrace, tracesOf } from "./jaeger-traces";
import { Program } from "./program";
import { plainAttributes } from "./otlp-json";
import { QUICK_METRICS } from "./quick-metrics";
import { Tap } from "./tap";
import { TelemetryLab } from "./telemetry-lab";

interface Application {
  readonly name: string;
  readonly language: Language;
  /** What starts it, in its folder. */
  readonly command: (folder: string) => readonly string[];
  readonly environment?: (folder: string) => Readonly<Record<string, string>>;
}

/** In the order in which they call one another. */
const APPLICATIONS: readonly Application[] = [
  { name: "node-app", language: "nodejs", command: (folder) => [process.execPath, join(folder, "app.js")] },
  {
    name: "python-app",
    language: "python",
    command: (folder) => ["python3", join(folder, "app.py")],
    environment: (folder) => ({ PYTHONPATH: join(folder, "site") }),
  },
  {
    name: "java-app",
    language: "java",
    command: (folder) => [
      "java",
      `-javaagent:${join(folder, "lib/opentelemetry-javaagent.jar")}`,
      "-cp",
      `${folder}:${join(folder, "lib/*")}`,
      "App",
    ],
  },
  { name: "go-app", language: "go", command: (folder) => [folder] },
];

/** The first span of these traces has a parent, so no decision comes early. */
const QUICK_DECISION: Adaptation = {
  at: ["processors", "tail_sampling", "decision_wait"],
  why: "a test waits less long",
  to: () => "8s",
};

const NAMES = APPLICATIONS.map(({ name }) => name);
const REQUESTS = 60;

let lab: TelemetryLab;
const programs: Program[] = [];
const tap = new Tap();
const answers: string[] = [];
const traceIds: readonly string[] = identifiers(REQUESTS);
let kept: readonly ShownTrace[];

beforeAll(async () => {
  lab = await TelemetryLab.start({
    environment: production,
    adaptations: {
      agent: tap.adaptations("agent", ["traces"]),
      gateway: [...QUICK_METRICS, QUICK_DECISION],
    },
  });
  let next: string | undefined;
  for (const application of [...APPLICATIONS].reverse()) {
    const url = `http://127.0.0.1:${await freePort()}`;
    programs.push(programOf(application, url, next));
    next = url;
  }
  await Promise.all(programs.map(async (program) => program.start()));
  for (const traceId of traceIds) answers.push(await ask(next ?? "", traceId));
  const spans = REQUESTS * SPANS_OF_A_REQUEST;
  await lab.until("all spans", async () => {
    const derived = samplesIn(await lab.metrics("gateway", "derived"));
    return sumOf(derived, "traces_span_metrics_calls_total") >= spans;
  });
  await lab.until("whole traces in Jaeger", async () => {
    kept = (await tracesOf(lab, "node-app")).filter(({ traceID }) => traceIds.includes(traceID));
    return kept.length > 0 && kept.every((trace) => trace.spans.length >= SPANS_OF_A_REQUEST);
  });
});

afterAll(async () => {
  await Promise.all(programs.map(async (program) => program.kill()));
  await lab.stop();
  tap.remove();
});

/** A server's and two manual ones in each application, and a client's in all but the last. */
const SPANS_OF_A_REQUEST = 4 * NAMES.length - 1;

function identifiers(count: number): readonly string[] {
  const random = new Random(20_260_102);
  const digit = (): string => random.whole(0, 15).toString(16);
  return Array.from({ length: count }, () => Array.from({ length: 32 }, digit).join(""));
}

function programOf(application: Application, url: string, next: string | undefined): Program {
  const { command, environment = () => ({}), language, name } = application;
  const folder = tool(name);
  const [path = "", ...args] = command(folder);
  const agent = lab.addresses.agent;
  return new Program({
    path,
    args,
    environment: {
      ...instrumentationEnvironment(production, language, { agent, ca: join(lab.folder, "tls/ca.crt") }),
      ...environment(folder),
      OTEL_SERVICE_NAME: name,
      PORT: new URL(url).port,
      ...(next === undefined ? {} : { NEXT_URL: next }),
    },
    log: join(lab.folder, `${name}.log`),
    // A request would be a span too many.
    ready: async () => connects(new URL(url)),
  });
}

async function connects({ hostname, port }: URL): Promise<boolean> {
  const socket = connect(Number(port), hostname);
  await once(socket, "connect");
  socket.destroy();
  return true;
}

async function ask(url: string, traceId: string): Promise<string> {
  const response = await fetch(url, { headers: { traceparent: `00-${traceId}-00f067aa0ba902b7-01` } });
  return response.text();
}

/** Links that left the agent in manual spans of an application, and keys of their attributes. */
function linksOf(name: string): { readonly links: number; readonly keys: readonly string[] } {
  const links = tap
    .records("agent", "traces")
    .map((record) => JSON.parse(record) as { record: JsonObject; resource: JsonObject })
    .filter(({ resource }) => textOf(plainAttributes(resource.attributes)["service.name"]) === name)
    .flatMap(({ record }) => itemsOf(record.links).filter(isObject));
  const keys = links.flatMap(({ attributes }) => Object.keys(plainAttributes(attributes)));
  return { links: links.length, keys: [...new Set(keys)] };
}

function serviceOf(trace: ShownTrace, span: ShownSpan): string {
  return trace.processes[span.processID]?.serviceName ?? "";
}

describe("applications in Node.js, Python, Java and Go that call one another", () => {
  it("answer", () => {
    expect(new Set(answers)).toEqual(new Set(["node python java go"]));
  });

  it("carry the trace id of the caller to the last of them", () => {
    const services = kept.map((trace) =>
      [...new Set(trace.spans.map((span) => serviceOf(trace, span)))].sort(),
    );
    expect(services).toEqual(kept.map(() => [...NAMES].sort()));
  });

  it("hang every span below the one that caused it, across all languages", () => {
    const chains = kept.map((trace) => {
      const parents = new Map(trace.spans.map((span) => [span.spanID, span]));
      const last = trace.spans.find(
        (span) => serviceOf(trace, span) === "go-app" && span.operationName === "reserve stock",
      );
      const chain: string[] = [];
      for (let span = last; span !== undefined; span = parents.get(span.references[0]?.spanID ?? "")) {
        chain.unshift(serviceOf(trace, span));
      }
      return chain;
    });
    const whole = NAMES.flatMap((name) => (name === "go-app" ? [name, name] : [name, name, name]));
    expect(chains).toEqual(kept.map(() => whole));
  });

  it("have manual spans with the attributes that a team gave them", () => {
    const items = kept.flatMap((trace) =>
      trace.spans
        .filter(({ operationName }) => operationName === "reserve stock")
        .map((span) => span.tags.find(({ key }) => key === "shop.items")?.value),
    );
    expect(items).toEqual(kept.flatMap(() => NAMES.map(() => 3)));
  });

  it.each(["node-app", "python-app", "go-app"])("record no attributes of links in %s", (name) => {
    expect(linksOf(name)).toEqual({ links: REQUESTS, keys: [] });
  });

  it("record attributes of links in java-app, whose SDK reads no limit for them", () => {
    expect(linksOf("java-app")).toEqual({ links: REQUESTS, keys: ["customer.card", "customer.email"] });
  });

  it("are the services of the graph, with their calls alone", async () => {
    const derived = samplesIn(await lab.metrics("gateway", "derived"));
    const edges = derived
      .filter(({ name }) => name === "traces_service_graph_request_total")
      .map(({ labels }) => `${labels.client ?? ""} → ${labels.server ?? ""}`);
    expect([...new Set(edges)].sort()).toEqual([
      "java-app → go-app",
      "node-app → python-app",
      "python-app → java-app",
    ]);
  });
});
