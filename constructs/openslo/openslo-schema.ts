import { z } from "zod";

/** The version of OpenSLO that is read and written. */
export const OPENSLO_API_VERSION = "openslo/v1";

/** The kinds that have a counterpart here; alerts follow from the burn tiers, and sources from the stack. */
export const OPENSLO_KINDS = ["Service", "SLI", "SLO"] as const;
export type OpenSloKind = (typeof OPENSLO_KINDS)[number];

const text = z.string().min(1).describe("a text that is not empty");
const flag = z.boolean().describe("true or false");
const number = z.number().describe("a number");
const labels = z
  .record(z.string(), z.union([z.string(), z.array(z.string())]))
  .describe("a map of texts, or of lists of texts");

const metadata = z.strictObject({
  name: z
    .string()
    .regex(/^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/)
    .describe("lower-case letters, digits and dashes, at most 63"),
  displayName: text.optional(),
  labels: labels.optional(),
  annotations: z.record(z.string(), z.string()).describe("a map of texts").optional(),
});

const metric = z.strictObject({
  metricSource: z.strictObject({
    metricSourceRef: text.optional(),
    type: z
      .string()
      .regex(/^prometheus$/i)
      .describe("Prometheus")
      .optional(),
    spec: z.looseObject({ query: text }).describe("an object with the PromQL of a counter under query"),
  }),
});

const indicatorSpec = z.strictObject({
  description: text.optional(),
  ratioMetric: z
    .strictObject({
      counter: flag.optional(),
      good: metric.optional(),
      bad: metric.optional(),
      total: metric.optional(),
      rawType: z.enum(["success", "failure"]).describe("success or failure").optional(),
      raw: metric.optional(),
    })
    .optional(),
  thresholdMetric: z.looseObject({}).describe("an object").optional(),
});

const objective = z.strictObject({
  displayName: text.optional(),
  target: number.optional(),
  targetPercent: number.optional(),
  op: text.optional(),
  value: number.optional(),
  timeSliceTarget: number.optional(),
  timeSliceWindow: z.union([z.string(), z.number()]).describe("a duration").optional(),
});

const timeWindow = z.strictObject({
  duration: text,
  isRolling: flag.optional(),
  calendar: z.looseObject({}).describe("an object").optional(),
});

const header = { apiVersion: z.literal(OPENSLO_API_VERSION), metadata };

export const openSloService = z.strictObject({
  ...header,
  kind: z.literal("Service"),
  spec: z.strictObject({ description: text.optional() }).optional(),
});

export const openSloIndicator = z.strictObject({ ...header, kind: z.literal("SLI"), spec: indicatorSpec });

export const openSloObjective = z.strictObject({
  ...header,
  kind: z.literal("SLO"),
  spec: z.strictObject({
    description: text.optional(),
    service: text,
    indicator: z.strictObject({ metadata: metadata.optional(), spec: indicatorSpec }).optional(),
    indicatorRef: text.optional(),
    timeWindow: z.array(timeWindow).min(1).max(1).describe("a list of one window").optional(),
    budgetingMethod: z
      .literal("Occurrences")
      .describe("Occurrences; time slices are not supported, because they do not weigh events by traffic"),
    objectives: z.array(objective).min(1).describe("a list of objectives"),
    alertPolicies: z
      .array(z.unknown())
      .max(0)
      .describe("no alert policies: alerts follow from the burn rates of every objective")
      .optional(),
  }),
});

export type OpenSloService = z.infer<typeof openSloService>;
export type OpenSloIndicator = z.infer<typeof openSloIndicator>;
export type OpenSloObjective = z.infer<typeof openSloObjective>;
export type IndicatorSpec = z.infer<typeof indicatorSpec>;
