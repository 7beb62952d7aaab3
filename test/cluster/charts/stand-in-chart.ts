import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { stringify } from "yaml";
import type { Artifact, Release } from "../../../assurance";
import type { ChartName } from "../../../constructs/core/charts";
import { textOf, valueAt } from "../../../assurance/artifact/json";
import { requiredSecrets } from "../../../assurance/secrets/required-secrets";
import { secretReferences } from "../../../assurance/secrets/secret-references";
import { definitions } from "./definitions";
import { accountOf, customResource, workloads, type Workload } from "./stand-in-workloads";

/**
 * Writes a chart for each release that does not bring its own: the effective values in a ConfigMap, the definitions
 * that the real chart brings, and workloads of the same kinds that wait for the same Secrets under the same service
 * accounts. Everything else of the real charts is missing.
 *
 * @returns the folder of each, by the release's id
 */
export function standInCharts(folder: string, artifact: Artifact): Readonly<Record<string, string>> {
  const remote = artifact.releases.filter(({ isLocal }) => !isLocal);
  const secrets = mountedSecrets(artifact);
  return Object.fromEntries(
    remote.map((release) => [
      release.id,
      writeChart(join(folder, release.id), { ...release, secrets: secrets.get(release.name) ?? [] }),
    ]),
  );
}

interface StandIn extends Release {
  /** Names of the Secrets that its pods mount. */
  readonly secrets: readonly string[];
}

/** By release: what has to be given, and what certificates of the artifact bring. */
function mountedSecrets(artifact: Artifact): ReadonlyMap<string, readonly string[]> {
  const issued = artifact.objects
    .filter(({ kind }) => kind === "Certificate")
    .map(({ body }) => textOf(valueAt(body, "spec.secretName")));
  const known = new Set([...issued, ...requiredSecrets(artifact).map(({ name }) => name)]);
  // An ingress' certificate is read by the controller of ingresses.
  const mounted = secretReferences(artifact).filter(
    ({ name, optional, path }) => known.has(name) && !optional && !path.startsWith("ingress."),
  );
  const releases = [...new Set(mounted.map(({ release }) => release))];
  return new Map(
    releases.map((name) => [
      name,
      [...new Set(mounted.flatMap((one) => (one.release === name ? [one.name] : [])))],
    ]),
  );
}

function writeChart(folder: string, release: StandIn): string {
  const { chart, version } = release;
  mkdirSync(join(folder, "templates"), { recursive: true });
  mkdirSync(join(folder, "objects"));
  const metadata = { apiVersion: "v2", name: chart, version, description: "Stands in for a chart" };
  writeFileSync(join(folder, "Chart.yaml"), stringify(metadata));
  writeFileSync(join(folder, "templates/values.yaml"), VALUES);
  writeFileSync(join(folder, "templates/objects.yaml"), OBJECTS);
  objectsOf(release).forEach((object, index) => {
    writeFileSync(join(folder, `objects/${String(index).padStart(3, "0")}.json`), JSON.stringify(object));
  });
  return folder;
}

const VALUES = `apiVersion: v1
kind: ConfigMap
metadata:
  name: {{ .Release.Name }}-values
data:
  values.json: {{ .Values | toJson | toJson }}
`;

/** As files, because definitions hold braces that a template would read. */
const OBJECTS = `{{- range $path, $_ := .Files.Glob "objects/*.json" }}
---
{{ $.Files.Get $path }}
{{- end }}
`;

function objectsOf(release: StandIn): readonly object[] {
  const made = workloads(release);
  const accounts = new Set(made.map((workload) => accountOf(release, workload)));
  const resource = customResource(release);
  return [
    ...definitions(release.chart as ChartName).objects,
    ...[...accounts].map((name) => ({ apiVersion: "v1", kind: "ServiceAccount", metadata: { name } })),
    ...made.map((workload) => workloadObject(release, workload)),
    ...(resource === undefined
      ? []
      : [
          {
            apiVersion: resource.apiVersion,
            kind: resource.kind,
            metadata: { name: release.name },
            spec: resource.spec(release.values),
          },
        ]),
  ];
}

function workloadObject(release: StandIn, workload: Workload): object {
  const { hook = false, kind, suffix } = workload;
  const name = `${release.name}${suffix}`;
  const labels = { "app.kubernetes.io/name": name };
  const isJob = kind === "Job";
  const annotations = {
    "helm.sh/hook": "post-install",
    "helm.sh/hook-delete-policy": "before-hook-creation,hook-succeeded",
  };
  return {
    apiVersion: isJob ? "batch/v1" : "apps/v1",
    kind,
    metadata: { name, labels, ...(hook ? { annotations } : {}) },
    spec: {
      ...(isJob ? {} : { selector: { matchLabels: labels } }),
      ...(kind === "StatefulSet" ? { serviceName: name, volumeClaimTemplates: [CLAIM] } : {}),
      template: { metadata: { labels }, spec: podSpec(release, workload) },
    },
  };
}

/** Of any size: what matters is that it stays. */
const CLAIM = {
  metadata: { name: "data" },
  spec: { accessModes: ["ReadWriteOnce"], resources: { requests: { storage: "1Gi" } } },
};

/** A pod that any Pod Security level takes. */
function podSpec(release: StandIn, workload: Workload): object {
  const { secrets } = release;
  return {
    serviceAccountName: accountOf(release, workload),
    ...(workload.kind === "Job" ? { restartPolicy: "Never" } : {}),
    securityContext: { runAsNonRoot: true, runAsUser: 65534, seccompProfile: { type: "RuntimeDefault" } },
    containers: [
      {
        name: "main",
        image: "stand-in.invalid/main:1",
        securityContext: { allowPrivilegeEscalation: false, capabilities: { drop: ["ALL"] } },
        volumeMounts: secrets.map((name) => ({ name, mountPath: `/secrets/${name}`, readOnly: true })),
      },
    ],
    volumes: secrets.map((name) => ({ name, secret: { secretName: name } })),
  };
}
