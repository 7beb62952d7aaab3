import { z } from "zod";
import { PLATFORM_COMPONENTS } from "../../constructs/platform/platform";
import { NAMESPACE_ROLES } from "../../constructs/platform/namespace-names";

const name = z
  .string()
  .regex(/^[a-z0-9]([a-z0-9-]{0,38}[a-z0-9])?$/)
  .describe("lower-case letters, digits and dashes, at most 40");
const text = z.string().min(1).describe("a text that is not empty");
const size = z
  .string()
  .regex(/^[1-9]\d*(Mi|Gi|Ti)$/)
  .describe('a whole number with Mi, Gi or Ti, such as "50Gi"');
const host = z
  .string()
  .regex(/^[a-z0-9]([a-z0-9.-]*[a-z0-9])?$/)
  .describe("a host name without scheme, port or path");
const httpsUrl = z
  .string()
  .regex(/^https:\/\/[^\s/]+/)
  .describe("an address that starts with https://");
const secret = z.strictObject({ name: text, key: text }).describe("{ name, key } of a Secret");
const port = z.number().int().min(1).max(65535).describe("a port from 1 to 65535");
const flag = z.boolean().describe("true or false");
const positive = z.number().positive().describe("a number above 0");
/** Relative, so that the artifact is the same in every checkout; `~` is resolved by the providers. */
const portablePath = z
  .string()
  .regex(/^(~\/|\.{0,2}\/?[^/\s])/)
  .refine((path) => !path.startsWith("/"))
  .describe("a path below ~ or relative to the stack's folder");

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

/** What an environment must look like by itself; what its parts must be to each other is in `environmentProblems`. */
export const environmentSchema = z.strictObject({
  name,
  cluster: z.strictObject({
    name: text,
    context: text,
    kubeconfig: portablePath.optional(),
    controlPlane: z.enum(["managed", "self-run"]).describe('"managed" or "self-run"'),
  }),
  backend,
  profile: z.enum(["single", "high-availability"]).describe('"single" or "high-availability"'),
  namespaces: z
    .strictObject({
      main: text.optional(),
      agents: text.optional(),
      operators: text.optional(),
      certManager: text.optional(),
      existing: z
        .array(z.enum(NAMESPACE_ROLES))
        .describe(`a list of ${NAMESPACE_ROLES.join(", ")}`)
        .optional(),
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
  load: z.strictObject({ activeSeries: positive, logGibPerDay: positive, spansPerSecond: positive }),
  ingress: z
    .strictObject({
      host,
      className: text.optional(),
      tlsSecretName: name.optional(),
      issuer: z.strictObject({ kind: text, name: text }).describe("{ kind, name } of an issuer").optional(),
      annotations: z.record(z.string(), text).describe("a map of texts").optional(),
    })
    .optional(),
  grafanaDatabase: z
    .strictObject({
      host,
      port: port.optional(),
      name: text.optional(),
      user: text.optional(),
      password: secret.optional(),
      sslMode: z
        .enum(["verify-full", "verify-ca", "require"])
        .describe("verify-full, verify-ca or require")
        .optional(),
      ca: secret.optional(),
    })
    .optional(),
  // Judged by the alerting constructs, which know what each channel needs.
  receivers: z.looseObject({}).describe("receivers for PagerDuty, Slack and e-mail, or the in-cluster sink"),
  maintenanceWindows: z.array(z.looseObject({})).describe("a list of maintenance windows").optional(),
  monitoredNamespaces: z
    .union([z.literal("all"), z.array(name)])
    .describe('a list of namespaces, or "all"'),
  logLevel: z
    .enum(["TRACE", "DEBUG", "INFO", "WARN", "ERROR"])
    .describe("TRACE, DEBUG, INFO, WARN or ERROR")
    .optional(),
  runbookBaseUrl: httpsUrl,
  features: z.strictObject({ logstash: flag.optional() }).optional(),
  existing: z
    .array(z.enum(PLATFORM_COMPONENTS))
    .describe(`a list of ${PLATFORM_COMPONENTS.join(", ")}`)
    .optional(),
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
    .partialRecord(
      z.enum([
        "kps",
        "elasticsearch",
        "kibana",
        "logstash",
        "jaeger",
        "otel-agent",
        "otel-gateway",
        "otel-cluster",
        "grafana",
      ]),
      z.looseObject({}).describe("a map of Helm values"),
    )
    .optional(),
});
