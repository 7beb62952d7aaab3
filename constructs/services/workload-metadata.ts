import type { Language, Service } from "./service";

/** What the pods of a service carry, so that the stack instruments them and knows them. */
export interface WorkloadMetadata {
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
}

export interface WorkloadMetadataOptions {
  /**
   * Name of the Instrumentation resource, `namespace/name`, or `true` for the one in the service's own namespace.
   * @default "observability/default"
   */
  readonly instrumentation?: string;
  /**
   * Prefix of what the agents read; that of `AgentCollector`.
   * @default "qms.observability"
   */
  readonly annotationPrefix?: string;
}

/**
 * Go is instrumented from outside by its executable, which only the workload knows: it adds
 * `instrumentation.opentelemetry.io/otel-go-auto-target-exe` itself.
 * @see https://opentelemetry.io/docs/platforms/kubernetes/operator/automatic/
 */
const INJECTIONS: Readonly<Record<Language, string>> = {
  javascript: "inject-nodejs",
  typescript: "inject-nodejs",
  python: "inject-python",
  go: "inject-go",
  java: "inject-java",
  dotnet: "inject-dotnet",
  "apache-httpd": "inject-apache-httpd",
  nginx: "inject-nginx",
};

/** Labels and annotations for the pod template of a service. */
export function workloadMetadata(service: Service, options: WorkloadMetadataOptions = {}): WorkloadMetadata {
  const { instrumentation = "observability/default", annotationPrefix = "qms.observability" } = options;
  const { criticality, languages, logLevel, name } = service;
  const injections = [...new Set(languages.map((language) => INJECTIONS[language]))].sort();
  return {
    labels: { "app.kubernetes.io/name": name, [`${annotationPrefix}/criticality`]: criticality },
    annotations: {
      ...Object.fromEntries(
        injections.map((injection) => [`instrumentation.opentelemetry.io/${injection}`, instrumentation]),
      ),
      "resource.opentelemetry.io/service.name": name,
      ...(logLevel === undefined ? {} : { [`${annotationPrefix}/log-level`]: logLevel.toLowerCase() }),
    },
  };
}
