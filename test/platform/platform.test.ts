import type { TerraformStack } from "cdktf";
import { Namespaces } from "../../constructs/platform/namespaces";
import { Platform, type PlatformProps } from "../../constructs/platform/platform";
import { valueAt } from "../../constructs/core/value-path";
import { mandateWith } from "../support/mandate-variants";
import { onlyProblemOf } from "../support/problems";
import { type Synthesized, synthesize } from "../support/synthesis";

function place(stack: TerraformStack, props: Partial<PlatformProps> = {}): Platform {
  const namespaces = new Namespaces(stack, "namespaces", {
    main: "obs-m",
    operators: "obs-o",
    certManager: "obs-c",
  });
  return new Platform(stack, "platform", { namespaces, profile: "single", ...props });
}

function built(props: Partial<PlatformProps> = {}): Synthesized {
  return synthesize((stack) => {
    place(stack, props);
  });
}

/** Names of the releases and namespaces that Terraform finishes before a release. */
function before(artifact: Synthesized, release: string): readonly unknown[] {
  const addresses = (artifact.resource("helm_release", release).depends_on ?? []) as readonly string[];
  return addresses
    .map((address) => {
      const [type = "", id = ""] = address.split(".");
      const resource = artifact.document.resource?.[type]?.[id];
      return resource?.name ?? (resource?.metadata as { name: string }).name;
    })
    .sort();
}

const NAMESPACES = ["obs-c", "obs-m", "obs-o", "observability-agents"];

describe("Platform", () => {
  it.each([
    ["prometheus-operator-crds", "obs-o"],
    ["cert-manager", "obs-c"],
    ["trust-manager", "obs-c"],
    ["internal-ca", "obs-c"],
    ["internal-ca-bundle", "obs-c"],
    ["eck-operator", "obs-o"],
    ["opentelemetry-operator", "obs-o"],
  ])("releases %s into %s", (release, namespace) => {
    expect(built().resource("helm_release", release).namespace).toBe(namespace);
  });

  it.each([
    ["prometheus-operator-crds", NAMESPACES],
    ["cert-manager", [...NAMESPACES, "prometheus-operator-crds"]],
    ["trust-manager", ["cert-manager"]],
    ["internal-ca", [...NAMESPACES, "cert-manager"].sort()],
    ["internal-ca-bundle", ["cert-manager", "internal-ca", "trust-manager"]],
    [
      "eck-operator",
      [...NAMESPACES, "eck-operator-metrics", "internal-ca", "prometheus-operator-crds"].sort(),
    ],
    ["opentelemetry-operator", [...NAMESPACES, "internal-ca", "prometheus-operator-crds"].sort()],
  ])("starts %s after what it stands on", (release, expected) => {
    expect(before(built(), release)).toEqual(expected);
  });

  it("keeps custom resources when the release of their definitions goes", () => {
    const artifact = built();
    expect(artifact.values("prometheus-operator-crds")).toEqual({
      crds: { annotations: { "helm.sh/resource-policy": "keep" } },
    });
    expect(artifact.values("cert-manager").crds).toEqual({ enabled: true, keep: true });
    expect(artifact.values("trust-manager").crds).toEqual({ enabled: true, keep: true });
    expect(artifact.values("opentelemetry-operator").crds).toEqual({
      create: true,
      annotations: { "helm.sh/resource-policy": "keep" },
    });
  });

  it("leaves Elasticsearch of other namespaces to others, and reports nothing to the vendor", () => {
    expect(built().values("eck-operator")).toMatchObject({
      managedNamespaces: ["obs-m"],
      telemetry: { disabled: true },
    });
  });

  it("instruments Go, because the mandate lists it", () => {
    expect(built().values("opentelemetry-operator").manager).toMatchObject({
      autoInstrumentation: { go: { enabled: true } },
    });
  });

  it("leaves Go to the values of whoever is not mandated to instrument it", () => {
    const mandate = mandateWith({ otel_sdk_languages: ["java"] });
    const on = { manager: { autoInstrumentation: { go: { enabled: true } } } };
    const enabled = (values: PlatformProps["values"] = {}) =>
      valueAt(
        synthesize(
          (stack) => {
            place(stack, { values });
          },
          { mandate },
        ).values("opentelemetry-operator"),
        "manager.autoInstrumentation.go.enabled",
      );
    expect(enabled()).toBeUndefined();
    expect(enabled({ "opentelemetry-operator": on })).toBe(true);
  });

  it("has the operator's webhook certified by the internal CA, not by a new key at each upgrade", () => {
    expect(built().values("opentelemetry-operator").admissionWebhooks).toMatchObject({
      certManager: { enabled: true, issuerRef: { kind: "ClusterIssuer", name: "observability-ca" } },
      autoGenerateCert: { enabled: false },
    });
  });

  it("runs one of each in profile single and survives the loss of one in high availability", () => {
    const replicas = (artifact: Synthesized) =>
      ["cert-manager", "trust-manager", "eck-operator", "opentelemetry-operator"].map(
        (release) => artifact.values(release).replicaCount,
      );
    expect(replicas(built())).toEqual([1, 1, 1, 1]);
    expect(replicas(built({ profile: "high-availability" }))).toEqual([2, 2, 2, 2]);
    expect(built({ profile: "high-availability" }).values("cert-manager").webhook).toMatchObject({
      replicaCount: 3,
    });
  });

  it("installs nothing that exists, and waits for nothing of it", () => {
    const artifact = built({
      existing: ["cert-manager", "prometheus-operator-crds", "opentelemetry-operator"],
    });
    expect(Object.values(artifact.document.resource?.helm_release ?? {}).map(({ name }) => name)).toEqual([
      "eck-operator-metrics",
      "eck-operator",
      "internal-ca",
      "internal-ca-bundle",
    ]);
    expect(before(artifact, "internal-ca")).toEqual(NAMESPACES);
    expect(before(artifact, "eck-operator")).toEqual(
      [...NAMESPACES, "eck-operator-metrics", "internal-ca"].sort(),
    );
  });

  it("passes values on to the chart that they are for", () => {
    const artifact = built({
      values: { "trust-manager": { replicaCount: 5 }, "cert-manager": { maxConcurrentChallenges: 7 } },
    });
    expect(artifact.values("trust-manager").replicaCount).toBe(5);
    expect(artifact.values("cert-manager").maxConcurrentChallenges).toBe(7);
  });

  it("refuses to leave a mandated language without instrumentation", () => {
    const off = { manager: { autoInstrumentation: { go: { enabled: false } } } };
    expect(onlyProblemOf(() => built({ values: { "opentelemetry-operator": off } }))).toBe(
      [
        "test/platform/opentelemetry/opentelemetry-operator (release opentelemetry-operator): " +
          "value manager.autoInstrumentation.go.enabled contradicts what the component sets",
        "  found:    false",
        "  allowed:  true",
        "  mandate:  observability_configuration.otel_sdk_languages",
        "  fix:      remove manager.autoInstrumentation.go.enabled; the component's props and verbs decide it",
      ].join("\n"),
    );
  });
});
