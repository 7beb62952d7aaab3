import { exporter, forward, measure, processor, receiver } from "../../constructs/telemetry/components";
import { pipeline } from "../../constructs/telemetry/pipeline";

// For the compiler alone (`npm run typecheck`): a directive with no error below it is an error itself.

const otlp = receiver("otlp", {});
const zipkin = receiver("zipkin", {});
const limiter = processor("memory_limiter", {});
const tail = processor("tail_sampling", {});
const spans = measure("span_metrics", {});
const joined = forward("logs", "logs");
const prometheus = exporter("prometheus", {});
const gateway = exporter("otlp_grpc/gateway", {});

pipeline("logs/otlp", { from: [otlp], through: [limiter], to: [joined] });
pipeline("logs", { from: [joined], through: [limiter], to: [gateway] });
pipeline("traces", { from: [otlp, zipkin], through: [limiter, tail], to: [gateway, spans] });
pipeline("metrics/spans", { from: [spans], through: [], to: [prometheus] });

// @ts-expect-error -- no such signal
pipeline("profiles", { from: [], through: [], to: [] });
// @ts-expect-error -- no such receiver
receiver("filelog", {});
// @ts-expect-error -- no such processor
processor("memory_limter", {});
// @ts-expect-error -- an exporter is no connector
measure("prometheus", {});
// @ts-expect-error -- no such exporter
exporter("otlp/gateway", {});
// @ts-expect-error -- a name instead of the component
pipeline("logs", { from: ["otlp"], through: [], to: [gateway] });
// @ts-expect-error -- Zipkin gives no logs
pipeline("logs", { from: [zipkin], through: [], to: [gateway] });
// @ts-expect-error -- logs are not sampled by trace
pipeline("logs", { from: [otlp], through: [tail], to: [gateway] });
// @ts-expect-error -- Prometheus takes no traces
pipeline("traces", { from: [otlp], through: [], to: [prometheus] });
// @ts-expect-error -- spans are measured, not metrics
pipeline("metrics", { from: [otlp], through: [], to: [spans] });
// @ts-expect-error -- what is measured of spans are metrics
pipeline("traces", { from: [spans], through: [], to: [gateway] });
// @ts-expect-error -- logs stay logs where pipelines are joined
pipeline("metrics", { from: [joined], through: [], to: [prometheus] });
// @ts-expect-error -- a processor brings nothing in
pipeline("logs", { from: [limiter], through: [], to: [gateway] });
// @ts-expect-error -- an exporter changes nothing
pipeline("logs", { from: [otlp], through: [gateway], to: [gateway] });
// @ts-expect-error -- a receiver sends nothing
pipeline("logs", { from: [otlp], through: [], to: [otlp] });
