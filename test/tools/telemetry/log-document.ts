import { isObject, itemsOf, type JsonObject, type JsonValue } from "../../../assurance/artifact/json";
import { plainAttributes, plainValue } from "./otlp-json";

/** A log record as the store of logs would have it. */
export interface LogDocument {
  /** Its data stream. */
  readonly index: string;
  /** Of the document, where the collectors decide it. */
  readonly id: string | undefined;
  readonly timeUnixNano: string;
  readonly severityNumber: number;
  readonly severityText: string;
  readonly traceId: string;
  readonly spanId: string;
  readonly eventName: string;
  readonly body: JsonValue;
  readonly attributes: JsonObject;
  readonly resource: JsonObject;
  readonly scope: JsonObject;
}

const DOCUMENT_ID = "elasticsearch.document_id";
const ROUTING = ["data_stream.dataset", "data_stream.namespace"] as const;

/**
 * What the exporter to Elasticsearch makes of log records in its mapping `otel`: the data stream from the record, else
 * its scope, else its resource; the document's id from an attribute, which is no part of the document.
 * @see https://github.com/open-telemetry/opentelemetry-collector-contrib/tree/main/exporter/elasticsearchexporter
 */
export function logDocuments(request: JsonObject): readonly LogDocument[] {
  return below(request, "resourceLogs").flatMap((perResource) => {
    const resource = attributesOf(perResource.resource);
    return below(perResource, "scopeLogs").flatMap((perScope) => {
      const scope = attributesOf(perScope.scope);
      return below(perScope, "logRecords").map((record) => logDocument(record, scope, resource));
    });
  });
}

function logDocument(record: JsonObject, scope: JsonObject, resource: JsonObject): LogDocument {
  const attributes = plainAttributes(record.attributes);
  const id = attributes[DOCUMENT_ID];
  const [dataset, namespace] = ROUTING.map((key) => attributes[key] ?? scope[key] ?? resource[key]);
  return {
    index: `logs-${text(dataset, "generic")}.otel-${text(namespace, "default")}`,
    id: typeof id === "string" ? id : undefined,
    timeUnixNano: text(record.timeUnixNano),
    severityNumber: Number(record.severityNumber ?? 0),
    severityText: text(record.severityText),
    traceId: text(record.traceId),
    spanId: text(record.spanId),
    eventName: text(record.eventName),
    body: plainValue(record.body),
    attributes: without(attributes, [DOCUMENT_ID, ...ROUTING]),
    resource: without(resource, ROUTING),
    scope: without(scope, ROUTING),
  };
}

function below(parent: JsonObject, key: string): readonly JsonObject[] {
  return itemsOf(parent[key]).filter(isObject);
}

function attributesOf(holder: JsonValue | undefined): JsonObject {
  return isObject(holder) ? plainAttributes(holder.attributes) : {};
}

function text(value: JsonValue | undefined, otherwise = ""): string {
  return typeof value === "string" ? value : otherwise;
}

function without(map: JsonObject, keys: readonly string[]): JsonObject {
  return Object.fromEntries(Object.entries(map).filter(([key]) => !keys.includes(key)));
}
