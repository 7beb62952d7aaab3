import {
  isObject,
  itemsOf,
  type JsonObject,
  type JsonValue,
  textOf,
  textsOf,
  valueAt,
} from "../../../assurance/artifact/json";
import type { Environment } from "../../../stacks/environments/environment";
import { nativeOf } from "../../support/native-files";

/** Languages of the applications, as the operator calls them. */
export type Language = "nodejs" | "python" | "java" | "go";

/** Protocol of the SDK that the operator's image of a language brings. */
const PROTOCOLS: Readonly<Record<Language, string>> = {
  nodejs: "grpc",
  python: "http/protobuf",
  java: "http/protobuf",
  go: "http/protobuf",
};

/**
 * What the operator sets in a container of a language, from the Instrumentation of an environment; only the host of
 * the agent and the place of its authority's certificate are those of a lab.
 */
export function instrumentationEnvironment(
  environment: Environment,
  language: Language,
  { agent, ca }: { readonly agent: string; readonly ca: string },
): Readonly<Record<string, string>> {
  const [file] = nativeOf(environment, "instrumentation");
  const spec = valueAt(file?.data, "spec");
  if (!isObject(spec)) throw new Error(`${environment.name} has no Instrumentation`);
  const own = Object.fromEntries(
    itemsOf(valueAt(spec, `${language}.env`))
      .filter(isObject)
      .map(variable),
  );
  const endpoint = new URL(own.OTEL_EXPORTER_OTLP_ENDPOINT ?? "");
  endpoint.hostname = agent;
  return {
    ...own,
    OTEL_EXPORTER_OTLP_ENDPOINT: endpoint.origin,
    OTEL_EXPORTER_OTLP_PROTOCOL: PROTOCOLS[language],
    OTEL_EXPORTER_OTLP_CERTIFICATE: ca,
    OTEL_PROPAGATORS: textsOf(spec.propagators).join(","),
    OTEL_TRACES_SAMPLER: textOf(valueAt(spec, "sampler.type")) ?? "",
    OTEL_METRICS_EXPORTER: "none",
    OTEL_LOGS_EXPORTER: "none",
    // A test waits less long.
    OTEL_BSP_SCHEDULE_DELAY: "300",
  };
}

function variable({ name, value }: JsonObject): readonly [string, string] {
  const text = (part: JsonValue | undefined): string => textOf(part) ?? "";
  return [text(name), text(value)];
}
