import { workloadMetadata } from "../../constructs/services/workload-metadata";
import { service } from "../support/services";

describe("workloadMetadata", () => {
  it("asks for instrumentation by language, and names the service", () => {
    const given = service({ languages: ["typescript", "javascript", "dotnet"], logLevel: "WARN" });
    expect(workloadMetadata(given)).toEqual({
      labels: { "app.kubernetes.io/name": "checkout", "qms.observability/criticality": "high" },
      annotations: {
        "instrumentation.opentelemetry.io/inject-dotnet": "observability/default",
        "instrumentation.opentelemetry.io/inject-nodejs": "observability/default",
        "resource.opentelemetry.io/service.name": "checkout",
        "qms.observability/log-level": "warn",
      },
    });
  });

  it("takes other names for the resource and the prefix", () => {
    const { annotations, labels } = workloadMetadata(service(), {
      instrumentation: "true",
      annotationPrefix: "acme.example",
    });
    expect(annotations["instrumentation.opentelemetry.io/inject-java"]).toBe("true");
    expect(labels["acme.example/criticality"]).toBe("high");
  });
});
