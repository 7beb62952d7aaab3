import { isObject, type JsonObject, type JsonValue, textOf } from "../../../assurance/artifact/json";

/** A log record as the store of logs has it. */
export interface LogDocument {
  /** Its data stream. */
  readonly index: string;
  /** Of the document, where the collectors decide it. */
  readonly id: string | undefined;
  readonly timestamp: string;
  readonly severityNumber: number;
  readonly severityText: string;
  readonly traceId: string;
  readonly spanId: string;
  readonly eventName: string;
  /** A text, or what the body is made of. */
  readonly body: JsonValue;
  readonly attributes: JsonObject;
  readonly resource: JsonObject;
  readonly scope: JsonObject;
  /** The document as it was sent. */
  readonly source: JsonObject;
}

/** A document that the exporter sends in its mapping `otel`, with the line of the bulk request that comes before it. */
export function logDocument(action: JsonObject, source: JsonObject): LogDocument {
  const { _id: id, _index: index } = isObject(action.create) ? action.create : {};
  const body = isObject(source.body) ? source.body : {};
  return {
    index: textOf(index) ?? "",
    id: textOf(id),
    timestamp: textOf(source["@timestamp"]) ?? "",
    severityNumber: Number(source.severity_number ?? 0),
    severityText: textOf(source.severity_text) ?? "",
    traceId: textOf(source.trace_id) ?? "",
    spanId: textOf(source.span_id) ?? "",
    eventName: textOf(source.event_name) ?? "",
    body: body.text ?? body.structured ?? null,
    attributes: mapOf(source.attributes),
    resource: mapOf(isObject(source.resource) ? source.resource.attributes : {}),
    scope: mapOf(isObject(source.scope) ? source.scope.attributes : {}),
    source,
  };
}

function mapOf(value: JsonValue | undefined): JsonObject {
  return isObject(value) ? value : {};
}
