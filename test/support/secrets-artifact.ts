import type { JsonObject } from "../../assurance";
import { addRelease, bundle, type Change, release, resources, values } from "./artifact-fixture";

/** What a highly available environment reads of Secrets, in a few releases. */
export const WITH_SECRETS: readonly Change[] = [
  addRelease(
    "grafana",
    release("grafana", "12.11.1", "grafana", {
      admin: { existingSecret: "grafana-admin", userKey: "admin-user", passwordKey: "admin-password" },
      envValueFrom: {
        GF_SECURITY_SECRET_KEY: { secretKeyRef: { name: "grafana-admin", key: "secret-key" } },
        GF_DATABASE_PASSWORD: { secretKeyRef: { name: "grafana-database", key: "password" } },
      },
    }),
  ),
  addRelease(
    "elasticsearch",
    release("eck-elasticsearch", "0.20.0", "elasticsearch", {
      fullnameOverride: "elasticsearch",
      auth: {
        fileRealm: [{ secretName: "elasticsearch-user-jaeger" }],
        roles: [{ secretName: "elasticsearch-roles" }],
      },
    }),
  ),
  addRelease(
    "roles",
    bundle("elasticsearch-roles", {
      "secret-roles": {
        apiVersion: "v1",
        kind: "Secret",
        metadata: {
          name: "elasticsearch-roles",
          annotations: {
            "observability.qms/users": JSON.stringify({
              "elasticsearch-user-jaeger": { username: "jaeger", roles: "span_writer" },
            }),
          },
        },
        stringData: { "roles.yml": "span_writer: {}" },
      },
    }),
  ),
  values("kps", {
    "alertmanager.alertmanagerSpec.secrets": ["alertmanager-receivers"],
    "alertmanager.config.global": {
      slack_api_url_file: "/etc/alertmanager/secrets/alertmanager-receivers/slack-url",
    },
  }),
];

interface DescribedNamespace {
  readonly name: string;
  readonly role: string;
  readonly created: boolean;
  readonly labels: JsonObject;
}

/** The main namespace, which others create. */
export const MAIN: DescribedNamespace = {
  name: "observability",
  role: "main",
  created: false,
  labels: {
    "app.kubernetes.io/part-of": "qms-observability",
    "pod-security.kubernetes.io/enforce": "baseline",
  },
};

/** Leaves namespaces to others but those that are said to be created. */
export function record(...namespaces: readonly DescribedNamespace[]): readonly Change[] {
  const document = {
    environment: "trial",
    cluster: "trial",
    profile: "single",
    load: {
      activeSeries: 70_000,
      scrapeIntervalSeconds: 20,
      logGibPerDay: 3,
      spansPerSecond: 40,
      bytesPerSample: 1.5,
      storedBytesPerLogByte: 0.7,
      bytesPerSpan: 900,
    },
    mandate: {
      file: "acme-qms.toml",
      sha256: "abc",
      diskUtilizationRatio: 0.75,
      errorRatio: 0.02,
      traceSamplingRatio: 0.25,
    },
    namespaces: namespaces as unknown as JsonObject[],
    relaxations: [],
  };
  const created = Object.fromEntries(
    namespaces.filter((one) => one.created).map(({ name }) => [name, { metadata: { name } }]),
  );
  return [
    addRelease(
      "record",
      bundle("observability-environment", {
        "configmap-observability-environment": {
          apiVersion: "v1",
          kind: "ConfigMap",
          metadata: {
            name: "observability-environment",
            labels: { "observability.qms/environment": "trial" },
          },
          data: { "environment.yaml": JSON.stringify(document) },
        },
      }),
    ),
    resources({ kubernetes_namespace_v1: created }),
  ];
}
