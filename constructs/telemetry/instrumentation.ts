import { Construct } from "constructs";
import { type Mandate, type Problem, quantities } from "../../mandate";
import type { HelmValue } from "../core/helm-values";
import { type Manifest, ManifestBundle } from "../core/manifest-bundle";
import { mandateOf } from "../core/scope-context";
import { CA_BUNDLE } from "../security/ca-bundle";
import { type AgentEndpoint, constructsBehind } from "./endpoints";
import { mandatedPropagators, type Propagator, propagatorProblems } from "./propagators";
import { refuse } from "./refusal";
import { languageSettings, unknownLanguages } from "./sdk-languages";
import { weakerProblems } from "./stricter-props";

const LANGUAGES = "observability_configuration.otel_sdk_languages";

/** Properties of `Instrumentation`. */
export interface InstrumentationProps {
  /** Namespace of the release. */
  readonly namespace: string;
  /** Where instrumented applications send. */
  readonly agent: AgentEndpoint;
  /**
   * Name of the resource that a workload asks for: `instrumentation.opentelemetry.io/inject-java: "<namespace>/<name>"`.
   * @default "default"
   */
  readonly name?: string;
  /**
   * Namespaces that get a resource of their own, so that their workloads may ask for `"true"`.
   * @default - `namespace` alone
   */
  readonly namespaces?: readonly string[];
  /**
   * Formats that hand a trace from service to service: the mandated one first, others may follow.
   * @default - the mandate's, and baggage
   */
  readonly propagators?: readonly Propagator[];
  /**
   * Languages, all mandated ones among them.
   * @default - the mandate's otel_sdk_languages
   */
  readonly languages?: readonly string[];
  /**
   * Where traces are chosen. `gateway`: SDKs send all, and the gateway keeps errors, slow traces and a share of the
   * rest. `sdk`: SDKs keep the mandated share blindly, for clusters without a gateway; set both sides alike.
   * @default "gateway"
   */
  readonly sampling?: "gateway" | "sdk";
}

/** How the operator instruments workloads that ask for it by an annotation. */
export class Instrumentation extends Construct {
  public readonly bundle: ManifestBundle;

  /** @throws ConfigurationError with every prop that is impossible or weaker than the mandate. */
  public constructor(scope: Construct, id: string, props: InstrumentationProps) {
    super(scope, id);
    const mandate = mandateOf(this);
    const { sdkLanguages, propagation, traceSamplingRatio } = quantities(mandate);
    const { agent, namespace, name = "default", namespaces = [namespace], sampling = "gateway" } = props;
    const { languages = sdkLanguages, propagators = mandatedPropagators(propagation) } = props;
    refuse("instrumentation", [
      ...languageProblems(languages, mandate, `${this.node.path}: languages`),
      ...propagatorProblems(propagators, mandate, `${this.node.path}: propagators`),
    ]);
    const spec = {
      exporter: exporter(agent),
      propagators,
      sampler:
        sampling === "gateway"
          ? { type: "parentbased_always_on" }
          : { type: "parentbased_traceidratio", argument: String(traceSamplingRatio) },
      resource: { addK8sUIDAttributes: true },
      defaults: { useLabelsForResourceAttributes: true },
      ...languageSettings(languages, agent),
    };
    this.bundle = new ManifestBundle(this, "otel-instrumentation", {
      namespace,
      manifests: Object.fromEntries(
        namespaces.map((into) => [`instrumentation-${into}-${name}`, manifest(name, into, spec)]),
      ),
    });
    this.bundle.dependsOn(...constructsBehind(agent));
  }

  /** Makes Terraform finish everything below the given constructs first: the operator brings kind and webhook. */
  public dependsOn(...others: readonly Construct[]): void {
    this.bundle.dependsOn(...others);
  }
}

/** Every namespace has the authority's certificate; the operator mounts it and tells the SDK where it is. */
function exporter({ otlpHttpUrl }: AgentEndpoint): HelmValue {
  return {
    endpoint: otlpHttpUrl,
    ...(otlpHttpUrl.startsWith("https://")
      ? { tls: { configMapName: CA_BUNDLE.name, ca_file: CA_BUNDLE.key } }
      : {}),
  };
}

function manifest(name: string, namespace: string, spec: Manifest[string]): Manifest {
  return {
    apiVersion: "opentelemetry.io/v1alpha1",
    kind: "Instrumentation",
    metadata: { name, namespace },
    spec,
  };
}

function languageProblems(languages: readonly string[], mandate: Mandate, where: string): readonly Problem[] {
  return [
    ...unknownLanguages(languages).map((language) => ({
      where,
      what: "the operator cannot instrument this language",
      found: language,
    })),
    ...weakerProblems(mandate, [{ where, key: LANGUAGES, value: languages }]),
  ];
}
