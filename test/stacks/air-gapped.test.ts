import type { Artifact, JsonValue } from "../../assurance";
import { locatedTexts } from "../../assurance/artifact/json";
import type { Environment } from "../../stacks/environments/environment";
import { artifactOf, ENVIRONMENTS } from "../support/environments";

const CHARTS = "charts.mirror.example.net";
const IMAGES = "registry.mirror.example.net:5000";
const MIRRORS = { charts: `oci://${CHARTS}/helm`, images: `${IMAGES}/proxy` };

const CASES = ENVIRONMENTS.map(
  ([name, environment]) => [name, artifactOf({ ...environment, mirrors: MIRRORS }), environment] as const,
);

/** Endings by which a host of the internet is known among the many words with dots. */
const ENDINGS = [
  "app",
  "cloud",
  "co",
  "com",
  "dev",
  "de",
  "edu",
  "eu",
  "gov",
  "info",
  "io",
  "net",
  "org",
  "sh",
  "uk",
];
const HOST = new RegExp(
  String.raw`(?<![\w@.-])(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+(?:${ENDINGS.join("|")})(?![\w.-]*\w)`,
  "gi",
);
const URL_HOST = /\b[a-z][a-z0-9+.-]*:\/\/\/?([^\s/:"'`]+)/gi;

/** Names that look like hosts and are never looked up. */
const VOCABULARY = [
  // Groups of the Kubernetes API, labels and annotations.
  ...["cert-manager.io", "trust.cert-manager.io", "monitoring.coreos.com", "opentelemetry.io", "helm.sh"],
  ...[
    "elasticsearch.k8s.elastic.co",
    "kibana.k8s.elastic.co",
    "logstash.k8s.elastic.co",
    "operator.prometheus.io",
  ],
  ...["kubernetes.io", "app.kubernetes.io", "topology.kubernetes.io", "pod-security.kubernetes.io"],
  ...["rbac.authorization.k8s.io", "discovery.k8s.io", "networking.k8s.io", "scheduling.k8s.io"],
  ...["acme.cert-manager.io", "nginx.ingress.kubernetes.io"],
  // A field of Google's log records.
  "logging.googleapis.com",
  // A file.
  "setup.sh",
];

/** Every host that a text of the artifact names, with the text's place. */
function hostsIn(artifact: Artifact): ReadonlyMap<string, string> {
  const parts: readonly (readonly [string, JsonValue])[] = [
    ...artifact.releases.map(({ name, values, attributes }) => [name, [values, attributes]] as const),
    ...artifact.objects.map(({ name, body }) => [name, body] as const),
    ["providers", artifact.providers],
    ["backend", artifact.backend?.configuration ?? null],
  ];
  const found = parts.flatMap(([name, value]) =>
    locatedTexts(value, name).flatMap(({ path, text }) =>
      [
        ...[...text.matchAll(URL_HOST)].map(([, host = ""]) => host),
        ...[...text.matchAll(HOST)].map(([host]) => host),
      ].map((host) => [host.toLowerCase(), path] as const),
    ),
  );
  return new Map(found.reverse());
}

/** What an environment names by itself: where people come in and log in, its mail server, its runbooks, its database. */
function ownHosts(environment: Environment): readonly string[] {
  const { ingress, grafanaDatabase, oidc, receivers, runbookBaseUrl } = environment;
  const mail = receivers.kind === "external" ? receivers.email : undefined;
  const addresses = [mail?.from, mail?.to, mail?.teamTo].map((address) => address?.split("@")[1]);
  const hosts = [
    ingress?.host,
    grafanaDatabase?.host,
    mail?.smarthost.split(":")[0],
    new URL(runbookBaseUrl).host,
    ...(oidc === undefined ? [] : [new URL(oidc.issuer).host, ...Object.values(oidc.hosts ?? {})]),
  ];
  return [...addresses, ...hosts].filter((host) => host !== undefined);
}

/** Names that only the cluster itself answers: Services, and addresses of the pod or of any interface. */
function isInside(host: string): boolean {
  return (
    /(^|\.)svc(\.cluster\.local)?$/.test(host) ||
    /^(\$\{|\$[A-Z_]+$|0\.0\.0\.0$|127\.0\.0\.1$|localhost$)/.test(host) ||
    /^[^.]+$/.test(host)
  );
}

describe.each(CASES)("with mirrors, the artifact of %s", (_, artifact, environment) => {
  it("names no host outside but the mirrors and those of the environment", () => {
    const known = [CHARTS, IMAGES.split(":")[0], ...ownHosts(environment), ...VOCABULARY];
    const outside = [...hostsIn(artifact)].filter(([host]) => !isInside(host) && !known.includes(host));
    expect(outside).toEqual([]);
  });

  it("takes every chart from the mirror, or from the package", () => {
    const charts = artifact.releases.map(({ isLocal, repository }) => (isLocal ? "packaged" : repository));
    expect([...new Set(charts)].sort()).toEqual([MIRRORS.charts, "packaged"]);
  });

  it("takes every image from the mirror", () => {
    const images = imagesIn(artifact);
    expect(images.length).toBeGreaterThan(30);
    expect(images.filter((image) => !image.startsWith(`${MIRRORS.images}/`))).toEqual([]);
  });
});

/** Every image that values or manifests choose: whole references, and maps of registry, repository and tag. */
function imagesIn(artifact: Artifact): readonly string[] {
  return artifact.releases.flatMap(({ values }) => imagesOf(values));
}

function imagesOf(value: JsonValue | undefined): readonly string[] {
  if (typeof value !== "object" || value === null) return [];
  const { image, registry, repository } = value as Readonly<Record<string, JsonValue>>;
  const parts = [registry, repository].filter((part) => typeof part === "string");
  const own = typeof repository === "string" ? [parts.join("/")] : [];
  const whole = typeof image === "string" ? [image] : [];
  return [
    ...own,
    ...whole,
    ...Object.values(value as object).flatMap((below) => imagesOf(below as JsonValue)),
  ];
}

describe("without mirrors", () => {
  const hosts = ENVIRONMENTS.flatMap(([, environment]) => [...hostsIn(artifactOf(environment)).keys()]);

  it("the artifacts name the publishers of charts and images", () => {
    const own = ENVIRONMENTS.flatMap(([, environment]) => ownHosts(environment));
    const outside = hosts.filter((host) => ![...VOCABULARY, ...own].includes(host) && !isInside(host));
    expect([...new Set(outside)].sort()).toEqual([
      "docker.elastic.co",
      "docker.io",
      "ghcr.io",
      "grafana-community.github.io",
      "helm.elastic.co",
      "jaegertracing.github.io",
      "open-telemetry.github.io",
      "prometheus-community.github.io",
      "quay.io",
      "registry.k8s.io",
    ]);
  });

  it("the vocabulary excuses nothing that is not there", () => {
    expect(VOCABULARY.filter((word) => !hosts.includes(word))).toEqual([]);
  });
});
