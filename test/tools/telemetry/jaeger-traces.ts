import { JAEGER_PORTS } from "../../../constructs/tracing/jaeger-config";
import type { TelemetryLab } from "./telemetry-lab";

/** A span as Jaeger shows it. */
export interface ShownSpan {
  readonly traceID: string;
  readonly spanID: string;
  readonly operationName: string;
  readonly references: readonly { readonly refType: string; readonly spanID: string }[];
  readonly tags: readonly { readonly key: string; readonly value: unknown }[];
  readonly processID: string;
}

/** A trace as Jaeger shows it. */
export interface ShownTrace {
  readonly traceID: string;
  readonly spans: readonly ShownSpan[];
  readonly processes: Readonly<Record<string, { readonly serviceName: string }>>;
}

const MOST = 20_000;

/** The traces that Jaeger has of a service. */
export async function tracesOf(lab: TelemetryLab, service: string): Promise<readonly ShownTrace[]> {
  const query = `service=${encodeURIComponent(service)}&limit=${MOST}&lookback=1h`;
  return (await ask(lab, `traces?${query}`)) as readonly ShownTrace[];
}

/** The services of which Jaeger has traces. */
export async function tracedServices(lab: TelemetryLab): Promise<readonly string[]> {
  return ((await ask(lab, "services")) ?? []) as readonly string[];
}

async function ask(lab: TelemetryLab, path: string): Promise<unknown> {
  const text = await lab.get(`https://${lab.addresses.jaeger}:${JAEGER_PORTS.queryHttp}/api/${path}`);
  return (JSON.parse(text) as { readonly data: unknown }).data;
}
