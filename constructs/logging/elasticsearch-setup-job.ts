import type { HelmValue, HelmValues } from "../core/helm-values";
import { fromSecret } from "../security/secret-reference";

/** What the Job needs to reach Elasticsearch. */
export interface SetupJobOptions {
  readonly url: string;
  /** Secret with the authority of the server's certificate, key `ca.crt`. */
  readonly caSecretName: string;
  /** Secret with keys `username` and `password` of a user with the role `es_setup`. */
  readonly userSecretName: string;
  /** Image with a POSIX shell and curl. */
  readonly image: string;
}

/** After so long the Job has failed. */
export const SETUP_DEADLINE_SECONDS = 2400;

const FOLDER = "/setup";

/** The Job that runs `setup.sh` of the ConfigMap of the given name, under Pod Security `restricted`. */
export function setupJobSpec(name: string, options: SetupJobOptions): HelmValues {
  return {
    backoffLimit: 3,
    // Time for images to be pulled and a cluster to come up; Helm waits a little longer.
    activeDeadlineSeconds: SETUP_DEADLINE_SECONDS,
    template: {
      metadata: { labels: { "app.kubernetes.io/name": name } },
      spec: {
        restartPolicy: "Never",
        automountServiceAccountToken: false,
        securityContext: {
          runAsNonRoot: true,
          runAsUser: 65534,
          runAsGroup: 65534,
          fsGroup: 65534,
          seccompProfile: { type: "RuntimeDefault" },
        },
        containers: [container(options)],
        volumes: [
          { name: "setup", configMap: { name } },
          { name: "ca", secret: { secretName: options.caSecretName } },
          { name: "tmp", emptyDir: { medium: "Memory", sizeLimit: "1Mi" } },
        ],
      },
    },
  };
}

function container(options: SetupJobOptions): HelmValue {
  const name = options.userSecretName;
  return {
    name: "setup",
    image: options.image,
    command: ["/bin/sh", `${FOLDER}/setup.sh`],
    env: [
      { name: "ES_URL", value: options.url },
      { name: "ES_CA", value: "/ca/ca.crt" },
      { name: "SETUP_FOLDER", value: FOLDER },
      { name: "ATTEMPTS", value: "60" },
      { name: "PAUSE_SECONDS", value: "10" },
      { name: "ES_USERNAME", valueFrom: fromSecret({ name, key: "username" }) },
      { name: "ES_PASSWORD", valueFrom: fromSecret({ name, key: "password" }) },
    ],
    resources: { requests: { cpu: "10m", memory: "16Mi" }, limits: { memory: "64Mi" } },
    securityContext: {
      allowPrivilegeEscalation: false,
      readOnlyRootFilesystem: true,
      capabilities: { drop: ["ALL"] },
    },
    volumeMounts: [
      { name: "setup", mountPath: FOLDER, readOnly: true },
      { name: "ca", mountPath: "/ca", readOnly: true },
      { name: "tmp", mountPath: "/tmp" },
    ],
  };
}
