import type { HelmValues } from "../core/helm-values";
import type { AgentEndpoint } from "./endpoints";

/** Languages that the operator instruments, by the names of the mandate. */
export const SDK_LANGUAGES = [
  ...["javascript", "typescript", "python", "go", "java", "dotnet"],
  ...["apache-httpd", "nginx"],
] as const;

/** How an Instrumentation resource names the languages; TypeScript runs as JavaScript. */
const FIELDS: Readonly<Record<string, string>> = {
  javascript: "nodejs",
  typescript: "nodejs",
  python: "python",
  go: "go",
  java: "java",
  dotnet: "dotnet",
  "apache-httpd": "apacheHttpd",
  nginx: "nginx",
};

/** Languages that the operator cannot instrument. */
export function unknownLanguages(languages: readonly string[]): readonly string[] {
  return languages.filter((language) => FIELDS[language] === undefined);
}

/**
 * The part of an Instrumentation resource for each language, with the port that its SDK speaks to.
 * @see https://opentelemetry.io/docs/platforms/kubernetes/operator/automatic/
 */
export function languageSettings(languages: readonly string[], agent: AgentEndpoint): HelmValues {
  const fields = new Set(languages.flatMap((language) => FIELDS[language] ?? []));
  return Object.fromEntries([...fields].sort().map((field) => [field, { env: environment(field, agent) }]));
}

function environment(field: string, agent: AgentEndpoint): readonly HelmValues[] {
  // The image for Node.js speaks gRPC, the others HTTP.
  const endpoint = field === "nodejs" ? agent.otlpGrpcUrl : agent.otlpHttpUrl;
  return [variable("OTEL_EXPORTER_OTLP_ENDPOINT", endpoint), ...(FURTHER[field] ?? [])];
}

// No collector reaches attributes of span links, so SDKs are asked to record none. Java's reads no limit for them alone.
const NO_LINK_ATTRIBUTES = variable("OTEL_LINK_ATTRIBUTE_COUNT_LIMIT", "0");

const FURTHER: Readonly<Record<string, readonly HelmValues[]>> = {
  nodejs: [variable("OTEL_SPAN_ATTRIBUTE_PER_LINK_COUNT_LIMIT", "0")],
  go: [NO_LINK_ATTRIBUTES],
  dotnet: [NO_LINK_ATTRIBUTES],
  // Trace ids in the context of log lines.
  java: [variable("OTEL_INSTRUMENTATION_COMMON_LOGGING_MDC_ENABLED", "true")],
  python: [
    variable("OTEL_PYTHON_LOG_CORRELATION", "true"),
    // Logs come from standard output; sent by OTLP as well they would be doubled.
    variable("OTEL_PYTHON_LOGGING_AUTO_INSTRUMENTATION_ENABLED", "false"),
    NO_LINK_ATTRIBUTES,
  ],
};

function variable(name: string, value: string): HelmValues {
  return { name, value };
}
