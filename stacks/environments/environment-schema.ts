import { z } from "zod";
import { PLATFORM_COMPONENTS } from "../../constructs/platform/platform";
import { LOG_LEVELS } from "../../constructs/telemetry/log-level";
import { NAMESPACE_ROLES } from "../../constructs/platform/namespace-names";
import { ADDRESSES } from "../../constructs/security/outsider";
import {
  cidr,
  flag,
  host,
  httpsUrl,
  name,
  oneOf,
  port,
  portablePath,
  positive,
  secret,
  size,
  someOf,
  text,
} from "./field-schemas";
import { oidc } from "./identity-schemas";
import {
  alertCopies,
  maintenanceWindows,
  plannedMaintenance,
  receivers,
  teams,
} from "./notification-schemas";

const backend = z
  .discriminatedUnion("type", [
    z.strictObject({ type: z.literal("local"), folder: text.optional() }),
    z.strictObject({
      type: z.literal("s3"),
      bucket: text,
      region: text,
      key: text.optional(),
      kmsKeyId: text.optional(),
    }),
    z.strictObject({ type: z.literal("gcs"), bucket: text, prefix: text.optional() }),
    z.strictObject({
      type: z.literal("azurerm"),
      resourceGroupName: text,
      storageAccountName: text,
      containerName: text,
      key: text.optional(),
    }),
    z.strictObject({ type: z.literal("kubernetes"), namespace: name }),
    z.strictObject({ type: z.literal("http"), address: httpsUrl, lockAddress: httpsUrl.optional() }),
  ])
  .describe("a backend of type local, s3, gcs, azurerm, kubernetes or http with that type's options");

// Judged by each release, which knows its chart.
const helmValues = z.looseObject({}).describe("a map of Helm values").optional();

/** What an environment must look like by itself; what its parts must be to each other is in `environmentProblems`. */
export const environmentSchema = z.strictObject({
  name,
  cluster: z.strictObject({
    name: text,
    context: text,
    kubeconfig: portablePath.optional(),
    controlPlane: oneOf(["managed", "self-run"]),
    allowSharedZone: flag.optional(),
  }),
  backend,
  profile: oneOf(["single", "high-availability"]),
  namespaces: z
    .strictObject({
      main: text.optional(),
      agents: text.optional(),
      operators: text.optional(),
      certManager: text.optional(),
      existing: someOf(NAMESPACE_ROLES).optional(),
    })
    .optional(),
  storage: z.strictObject({
    storageClass: text.optional(),
    prometheus: size,
    alertmanager: size,
    elasticsearch: size,
    logstash: size,
    gateway: size,
  }),
  load: z.strictObject({
    activeSeries: positive,
    scrapeIntervalSeconds: positive.optional(),
    logGibPerDay: positive,
    spansPerSecond: positive,
    measured: z
      .strictObject({
        bytesPerSample: positive.optional(),
        storedBytesPerLogByte: positive.optional(),
        bytesPerSpan: positive.optional(),
      })
      .optional(),
  }),
  ingress: z
    .strictObject({
      host,
      className: text.optional(),
      tlsSecretName: name.optional(),
      issuer: z.strictObject({ kind: text, name: text }).describe("{ kind, name } of an issuer").optional(),
      controllerNamespace: name.optional(),
      annotations: z.record(z.string(), text).describe("a map of texts").optional(),
    })
    .optional(),
  oidc: oidc.optional(),
  certificates: z
    .strictObject({
      issuer: z
        // Certificates are in four namespaces.
        .strictObject({ kind: oneOf(["ClusterIssuer"]), name: text })
        .describe("{ kind, name } of a ClusterIssuer"),
      authority: secret,
    })
    .optional(),
  network: z
    .strictObject({
      addresses: z.partialRecord(oneOf(ADDRESSES), z.array(cidr)).optional(),
      allowPlaintextOtlp: flag.optional(),
      allowAllTraffic: flag.optional(),
    })
    .optional(),
  grafanaDatabase: z
    .strictObject({
      host,
      port: port.optional(),
      name: text.optional(),
      user: text.optional(),
      password: secret.optional(),
      sslMode: oneOf(["verify-full", "verify-ca", "require"]).optional(),
      ca: secret.optional(),
    })
    .optional(),
  receivers,
  maintenanceWindows: maintenanceWindows.optional(),
  plannedMaintenance: plannedMaintenance.optional(),
  monitoredNamespaces: z.union([z.literal("all"), z.array(name)]).describe('a list of namespaces, or "all"'),
  // Judged by `serviceListProblems`, which names places in the documents.
  services: z.array(z.looseObject({})).describe("a list of services").optional(),
  teams: teams.optional(),
  alertCopies: alertCopies.optional(),
  logLevel: oneOf(LOG_LEVELS).optional(),
  lowestLogLevel: oneOf(LOG_LEVELS).optional(),
  // Judged by the agents, which know the table.
  pii: z.strictObject({ pseudonyms: z.array(text).describe("a list of kinds").optional() }).optional(),
  runbookBaseUrl: httpsUrl,
  features: z.strictObject({ auditLog: flag.optional() }).optional(),
  existing: someOf(PLATFORM_COMPONENTS).optional(),
  protectData: flag.optional(),
  mirrors: z
    .strictObject({
      charts: z
        .string()
        .regex(/^(https|oci):\/\/[^\s/]+/)
        .describe("an address that starts with https:// or oci://")
        .optional(),
      images: z
        .string()
        .regex(/^[a-z0-9][a-z0-9.-]*(:\d+)?(\/[a-z0-9._/-]+)?$/)
        .describe("a registry host, with port and path if need be, without scheme")
        .optional(),
    })
    .optional(),
  // Judged by the mandate, which knows what is stricter.
  stricter: z.looseObject({}).describe("mandated values by their key names").optional(),
  values: z
    .strictObject({
      kps: helmValues,
      elasticsearch: helmValues,
      kibana: helmValues,
      logstash: helmValues,
      jaeger: helmValues,
      "otel-agent": helmValues,
      "otel-gateway": helmValues,
      "otel-cluster": helmValues,
      grafana: helmValues,
    })
    .optional(),
});
