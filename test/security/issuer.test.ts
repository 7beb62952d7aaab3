import { type Artifact, valueAt } from "../../assurance";
import { textOf } from "../../assurance/artifact/json";
import { production } from "../../stacks/environments/production";
import { artifactOf } from "../support/environments";

const OWN = artifactOf(production);
const FOREIGN = artifactOf({
  ...production,
  certificates: {
    issuer: { kind: "ClusterIssuer", name: "corporate" },
    authority: { name: "corporate-ca", key: "chain.pem" },
  },
});

/** Names of issuers, each with the certificates that it signs. */
function issuers(artifact: Artifact): Readonly<Record<string, readonly string[]>> {
  const certificates = artifact.objects.filter(({ kind }) => kind === "Certificate");
  const names = certificates.map(
    ({ name, body }) => [textOf(valueAt(body, "spec.issuerRef.name")) ?? "", name] as const,
  );
  return Object.fromEntries(
    [...new Set(names.map(([issuer]) => issuer))].map((issuer) => [
      issuer,
      names.flatMap(([of, name]) => (of === issuer ? [name] : [])).sort(),
    ]),
  );
}

function authorities(artifact: Artifact): unknown {
  const bundle = artifact.objects.find(({ kind }) => kind === "Bundle");
  return valueAt(bundle?.body, "spec.sources");
}

const COMPONENTS = [
  "alertmanager",
  "blackbox-exporter",
  "elastic-operator-metrics",
  "elasticsearch-exporter",
  "grafana",
  "jaeger",
  "jaeger-proxy",
  "kibana-proxy",
  "kube-state-metrics",
  "logstash",
  "node-exporter",
  "otel-agent",
  "otel-cluster",
  "otel-gateway",
  "prometheus",
  "thanos-query",
  "thanos-sidecar",
];

describe("the certificates of the components", () => {
  it("come from the environment's own CA, whose certificate is distributed", () => {
    expect(issuers(OWN)).toEqual({
      "observability-selfsigned": ["observability-ca"],
      "observability-ca": COMPONENTS,
    });
    expect(authorities(OWN)).toEqual([{ secret: { name: "observability-ca", key: "tls.crt" } }]);
  });

  it("come from another issuer where one is named, whose certificate is distributed too", () => {
    expect(issuers(FOREIGN)).toEqual({
      "observability-selfsigned": ["observability-ca"],
      corporate: COMPONENTS,
    });
    expect(authorities(FOREIGN)).toEqual([
      { secret: { name: "observability-ca", key: "tls.crt" } },
      { secret: { name: "corporate-ca", key: "chain.pem" } },
    ]);
  });

  it("include those of the operators' webhooks", () => {
    const issuerOf = (artifact: Artifact, release: string, path: string): unknown =>
      valueAt(artifact.releases.find(({ name }) => name === release)?.values, path);
    const webhook = "admissionWebhooks.certManager.issuerRef.name";
    expect(issuerOf(FOREIGN, "opentelemetry-operator", webhook)).toBe("corporate");
    expect(issuerOf(FOREIGN, "kps", `prometheusOperator.${webhook}`)).toBe("corporate");
  });
});
