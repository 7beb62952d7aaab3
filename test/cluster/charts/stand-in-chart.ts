import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { stringify } from "yaml";
import type { Artifact, Release } from "../../../assurance";
import type { ChartName } from "../../../constructs/core/charts";
import { secretReferences } from "../secrets/required-secrets";
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
  return Object.fromEntries(
    remote.map((release) => [release.id, writeChart(join(folder, release.id), release)]),
  );
}

function writeChart(folder: string, release: Release): string {
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

function objectsOf(release: Release): readonly object[] {
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

function workloadObject(release: Release, workload: Workload): object {
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
      ...(kind === "StatefulSet" ? { serviceName: name } : {}),
      template: { metadata: { labels }, spec: podSpec(release, workload) },
    },
  };
}

/** A pod that any Pod Security level takes. */
function podSpec(release: Release, workload: Workload): object {
  // An ingress' certificate is read by the controller of ingresses, not by the pods.
  const values = Object.entries(release.values).filter(([key]) => key !== "ingress");
  const names = values.flatMap(([, value]) => secretReferences(value)).map(({ name }) => name);
  const secrets = [...new Set(names)];
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
