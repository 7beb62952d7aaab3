import { Construct } from "constructs";
import { quantities } from "../../mandate";
import { HelmApplication } from "../core/helm-application";
import { mandateOf } from "../core/scope-context";
import type { MetricsPort, Scraped } from "../metrics/scraped";
import { INTERNAL_ISSUER, type IssuerReference } from "../security/certificate";
import { declareEdges } from "../security/edge";
import {
  otelOperatorEdges,
  otelOperatorMetrics,
  otelOperatorMetricsTls,
} from "./opentelemetry-operator-network";
import type { PlatformComponentProps } from "./platform-component";

/** Properties of `OpentelemetryOperator`. */
export interface OpentelemetryOperatorProps extends PlatformComponentProps {
  /**
   * Signs the certificate of its webhook.
   * @default INTERNAL_ISSUER
   */
  readonly issuer?: IssuerReference;
}

/** The operator that puts auto-instrumentation into the pods that ask for it. */
export class OpentelemetryOperator extends Construct implements Scraped {
  public readonly metricsPorts: readonly MetricsPort[];
  private readonly application?: HelmApplication;

  public constructor(scope: Construct, id: string, props: OpentelemetryOperatorProps) {
    super(scope, id);
    const { namespace, profile, existing = false, issuer = INTERNAL_ISSUER, values = {} } = props;
    this.metricsPorts = existing ? [] : otelOperatorMetrics(namespace);
    if (existing) {
      return;
    }
    const { sdkLanguages } = quantities(mandateOf(this));
    this.application = new HelmApplication(this, "opentelemetry-operator", {
      chart: "opentelemetry-operator",
      namespace,
      profile,
      values,
      wiring: {
        manager: {
          ...otelOperatorMetricsTls(namespace),
          // The only language that the operator leaves off by default.
          ...(sdkLanguages.includes("go") ? { autoInstrumentation: { go: { enabled: true } } } : {}),
        },
        admissionWebhooks: { certManager: { issuerRef: { kind: issuer.kind, name: issuer.name } } },
      },
      mandatedPaths: {
        "manager.autoInstrumentation.go.enabled": "observability_configuration.otel_sdk_languages",
      },
    });
    declareEdges(this, ...otelOperatorEdges(namespace));
  }

  /** Makes Terraform finish everything below the given constructs first. */
  public dependsOn(...others: readonly Construct[]): void {
    this.application?.dependsOn(...others);
  }
}
