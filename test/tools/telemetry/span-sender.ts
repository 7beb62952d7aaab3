import { randomBytes } from "node:crypto";
import type { JsonObject } from "../../../assurance/artifact/json";
import { PORTS } from "../../../constructs/telemetry/endpoints";
import { textOf } from "./https-text";
import { otlpAttributes } from "./otlp-json";
import type { TelemetryLab } from "./telemetry-lab";

/** A span as a test describes it. */
export interface LabSpan {
  /** Whose it is. */
  readonly service: string;
  readonly name: string;
  readonly traceId: string;
  readonly spanId: string;
  /** @default - it is the root */
  readonly parentSpanId?: string;
  readonly kind: "internal" | "server" | "client";
  readonly milliseconds: number;
  /** @default false */
  readonly failed?: boolean;
  /** @default - none */
  readonly attributes?: JsonObject;
  /** As OTLP's JSON has them. @default - none */
  readonly links?: readonly JsonObject[];
  /** Of the resource, beside the name of the service. @default - none */
  readonly resource?: JsonObject;
}

const KINDS = { internal: 1, server: 2, client: 3 } as const;
const ERROR = 2;

/** Identifiers of a trace and of a span, as W3C says them. */
export const newTraceId = (): string => randomBytes(16).toString("hex");
export const newSpanId = (): string => randomBytes(8).toString("hex");

/** Sends spans to the agent, as a pod of the node does. */
export async function sendSpans(lab: TelemetryLab, spans: readonly LabSpan[]): Promise<void> {
  await textOf({
    url: `https://${lab.addresses.agent}:${PORTS.otlpHttp}/v1/traces`,
    ca: lab.ca,
    from: lab.addresses.pod,
    body: JSON.stringify({ resourceSpans: spans.map(resourceSpan) }),
  });
}

function resourceSpan({ resource = {}, service, ...span }: LabSpan): JsonObject {
  return {
    resource: { attributes: otlpAttributes({ "service.name": service, ...resource }) },
    scopeSpans: [{ scope: { name: "lab" }, spans: [otlpSpan(span)] }],
  };
}

function otlpSpan(span: Omit<LabSpan, "service" | "resource">): JsonObject {
  const {
    attributes = {},
    failed = false,
    kind,
    links = [],
    milliseconds,
    name,
    parentSpanId,
    spanId,
    traceId,
  } = span;
  const end = BigInt(Date.now()) * 1_000_000n;
  return {
    ...{ traceId, spanId, name },
    ...(parentSpanId === undefined ? {} : { parentSpanId }),
    kind: KINDS[kind],
    startTimeUnixNano: String(end - BigInt(milliseconds) * 1_000_000n),
    endTimeUnixNano: String(end),
    attributes: otlpAttributes(attributes),
    links,
    status: failed ? { code: ERROR } : {},
  };
}
