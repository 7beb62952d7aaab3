import { z } from "zod";
import { SEVERITIES } from "../../mandate";
import { PERIOD_DAYS, TRAFFIC_POLICIES } from "../slo/objective";
import { LOG_LEVELS } from "../telemetry/log-level";
import { SDK_LANGUAGES } from "../telemetry/sdk-languages";
import { SERVICE_API_VERSION } from "./service";

const text = z.string().trim().min(1).describe("a text that is not empty");
const word = z
  .string()
  .regex(/^(?=.{1,40}$)[a-z][a-z0-9]*(-[a-z0-9]+)*$/)
  .describe("lower-case letters, digits and single dashes, starting with a letter, at most 40");
const oneOf = <const T extends readonly string[]>(words: T) => z.enum(words).describe(words.join(", "));
const positive = z.number().positive().describe("a number above 0");
const share = z.number().min(0).max(1).describe("a ratio above 0 and below 1, such as 0.999");
const secret = z.strictObject({ name: text, key: text });

const common = {
  name: z
    .string()
    .regex(/^(?=.{1,63}$)[a-z][a-z0-9]*(-[a-z0-9]+)*$/)
    .describe("lower-case letters, digits and single dashes, starting with a letter, at most 63"),
  target: share,
  periodDays: z.literal(PERIOD_DAYS).describe(PERIOD_DAYS.join(", ")).optional(),
  minimumTraffic: oneOf(Object.keys(TRAFFIC_POLICIES) as (keyof typeof TRAFFIC_POLICIES)[]).optional(),
  expectedEventsPerSecond: positive.optional(),
  owner: word.optional(),
};

const objective = z
  .discriminatedUnion("indicator", [
    z.strictObject({ ...common, indicator: z.literal("availability") }),
    z.strictObject({
      ...common,
      indicator: z.literal("latency"),
      withinSeconds: z.number().min(0.001).describe("seconds, at least 0.001"),
      histogram: oneOf(["classic", "native"]).optional(),
      metric: text.optional(),
      boundsSeconds: z.array(positive).min(1).describe("a list of numbers above 0").optional(),
    }),
    z.strictObject({
      ...common,
      indicator: z.literal("ratio"),
      good: text.optional(),
      bad: text.optional(),
      total: text,
      measures: oneOf(["errors", "quality"]).optional(),
    }),
  ])
  .describe("an objective whose indicator is availability, latency or ratio");

const businessMetric = z.strictObject({
  title: text,
  description: text,
  query: text,
  unit: oneOf(["bytes", "count", "perSecond", "ratio", "seconds"]).optional(),
});

const contacts = z.strictObject({
  email: z
    .string()
    .regex(/^[^@\s]+@[^@\s]+$/)
    .describe("an e-mail address")
    .optional(),
  slack: z
    .string()
    .regex(/^#[a-z0-9._-]+$/)
    .describe('a channel such as "#shop-alerts"')
    .optional(),
  pagerDutyRoutingKey: secret.optional(),
});

/** The document by itself; what its parts must be to each other and to the mandate is in `serviceProblems`. */
export const serviceSchema = z.strictObject({
  apiVersion: z.literal(SERVICE_API_VERSION).describe(SERVICE_API_VERSION),
  kind: z.literal("Service").describe("Service"),
  name: word,
  namespace: word,
  description: text.optional(),
  owner: word,
  criticality: oneOf(SEVERITIES),
  languages: z.array(oneOf(SDK_LANGUAGES)).describe(`a list of ${SDK_LANGUAGES.join(", ")}`),
  workload: oneOf(["request-driven", "worker"]).optional(),
  placedBy: oneOf(["platform", "team"]).optional(),
  dependencies: z
    .array(
      z
        .string()
        .regex(/^([a-z][a-z0-9-]*\/)?[a-z][a-z0-9-]*$/)
        .describe("a service as name or namespace/name"),
    )
    .describe("a list of services as name or namespace/name")
    .optional(),
  expectedRequestsPerSecond: positive.optional(),
  metrics: z
    .array(
      z
        .string()
        .regex(/^[a-zA-Z_:][a-zA-Z0-9_:]*$/)
        .describe("the name of a metric in Prometheus"),
    )
    .describe("a list of names of metrics")
    .optional(),
  objectives: z.array(objective).describe("a list of objectives").optional(),
  businessMetrics: z
    .array(businessMetric)
    .describe("a list of { title, description, query, unit? }")
    .optional(),
  contacts: contacts.optional(),
  logLevel: oneOf(LOG_LEVELS).optional(),
});
