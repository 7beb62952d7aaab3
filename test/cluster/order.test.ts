import { DependencyGraph } from "../../scripts/docs/dependency-graph";
import type { Artifact, Release } from "../../assurance";
import { valueAt, textOf } from "../../assurance/artifact/json";
import { artifactOf, ENVIRONMENTS } from "../support/environments";

/** The release that brings the definitions, and the webhooks, of a group of custom resources. */
const BROUGHT_BY: Readonly<Record<string, string>> = {
  "monitoring.coreos.com": "prometheus-operator-crds",
  "cert-manager.io": "cert-manager",
  "trust.cert-manager.io": "trust-manager",
  "elasticsearch.k8s.elastic.co": "eck-operator",
  "kibana.k8s.elastic.co": "eck-operator",
  "logstash.k8s.elastic.co": "eck-operator",
  "opentelemetry.io": "opentelemetry-operator",
};

/** Groups of custom resources in what the charts render; objects of our own manifests are read from the artifact. */
const RENDERED: Readonly<Record<string, readonly string[]>> = {
  "cert-manager": ["monitoring.coreos.com"],
  "eck-elasticsearch": ["elasticsearch.k8s.elastic.co"],
  "eck-kibana": ["kibana.k8s.elastic.co"],
  "eck-logstash": ["logstash.k8s.elastic.co"],
  "kube-prometheus-stack": ["monitoring.coreos.com"],
  "opentelemetry-collector": ["monitoring.coreos.com"],
  "opentelemetry-operator": ["cert-manager.io"],
  thanos: ["monitoring.coreos.com"],
  "trust-manager": ["cert-manager.io"],
};

describe.each(ENVIRONMENTS)("the order of %s", (_name, environment) => {
  const artifact = artifactOf(environment);
  const graph = new DependencyGraph(artifact);
  const before = ({ address }: Release): readonly string[] =>
    artifact.releases.filter((other) => graph.before(address).has(other.address)).map(({ name }) => name);

  it("creates the namespace of a release before it, where the artifact creates it at all", () => {
    const namespaces = artifact.objects.filter(({ kind }) => kind === "Namespace");
    const late = artifact.releases.filter((release) =>
      namespaces.some(
        ({ address, name }) => name === release.namespace && !graph.before(release.address).has(address),
      ),
    );
    expect(late.map(({ name }) => name)).toEqual([]);
  });

  it("brings definitions before the custom resources that need them", () => {
    const missing = artifact.releases.flatMap((release) =>
      groupsOf(release)
        .flatMap((group) => BROUGHT_BY[group] ?? [])
        .filter((name) => name !== release.name && !before(release).includes(name))
        .map((name) => `${release.name} does not wait for ${name}`),
    );
    expect([...new Set(missing)]).toEqual([]);
  });

  it("brings the authority of Kibana before the proxy that mounts it", () => {
    const proxies = artifact.releases.filter(({ name }) => name === "kibana-proxy");
    expect(proxies.filter((proxy) => !before(proxy).includes("kibana"))).toEqual([]);
  });

  it("signs a certificate before the release that mounts it", () => {
    const missing = certificates(artifact).flatMap(({ issuedBy, secretName }) =>
      artifact.releases
        .filter((release) => release.name !== issuedBy && mounts(release, secretName))
        .filter((release) => !before(release).includes(issuedBy))
        .map((release) => `${release.name} does not wait for ${issuedBy}, which brings ${secretName}`),
    );
    expect(missing).toEqual([]);
  });

  it.each([
    ["jaeger", "elasticsearch-setup"],
    ["otel-gateway", "elasticsearch-setup"],
    ["logstash", "elasticsearch-setup"],
    ["otel-gateway", "jaeger"],
    ["otel-agent", "otel-gateway"],
    ["kibana", "elasticsearch"],
    ["threshold-rules", "kps"],
    ["kps", "internal-ca-bundle"],
    ["internal-ca-bundle", "trust-manager"],
    ["eck-operator", "internal-ca"],
    ["grafana", "elasticsearch"],
  ])("makes %s wait for %s, which it writes to or is read by", (name, backend) => {
    const release = artifact.releases.find((candidate) => candidate.name === name);
    expect(release === undefined ? [backend] : before(release)).toContain(backend);
  });

  it.each([
    ["kps", "elasticsearch"],
    ["elasticsearch", "kps"],
    ["elasticsearch", "trust-manager"],
    ["elasticsearch-roles", "eck-operator"],
    ["elasticsearch-roles", "network-policies"],
    ["logstash-certificate", "eck-operator"],
    ["kps-certificates", "trust-manager"],
    ["internal-ca", "trust-manager"],
    ["opentelemetry-operator", "trust-manager"],
    ["kibana", "elasticsearch-setup"],
    ["dashboards", "prometheus-operator-crds"],
    ["grafana", "elasticsearch-setup"],
    ["grafana", "jaeger"],
    ["grafana", "kps"],
    ["otel-gateway-identity", "jaeger"],
    ["otel-agent-identity", "otel-gateway"],
  ])("does not make %s wait for %s, which it does not need", (name, other) => {
    const release = artifact.releases.find((candidate) => candidate.name === name);
    expect(release === undefined ? [] : before(release)).not.toContain(other);
  });
});

function groupsOf({ chart, manifests }: Release): readonly string[] {
  const own = Object.values(manifests).map((object) => String(textOf(object.apiVersion)).split("/")[0] ?? "");
  return [...new Set([...own, ...(RENDERED[chart] ?? [])])];
}

function certificates({
  releases,
}: Artifact): readonly { readonly issuedBy: string; readonly secretName: string }[] {
  return releases.flatMap(({ manifests, name }) =>
    Object.values(manifests)
      .filter(({ kind }) => kind === "Certificate")
      .flatMap((object) => textOf(valueAt(object, "spec.secretName")) ?? [])
      .map((secretName) => ({ issuedBy: name, secretName })),
  );
}

function mounts({ values }: Release, secretName: string): boolean {
  return JSON.stringify(values).includes(`"${secretName}"`);
}
