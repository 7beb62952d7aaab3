import { z } from "zod";
import type { Artifact } from "./artifact/artifact";
import { textOf, valueAt } from "./artifact/json";
import { parseValues } from "./artifact/values-document";

/** Label of the ConfigMap that tells what an environment was declared to be. */
export const ENVIRONMENT_LABEL = "observability.qms/environment";

const record = z.object({
  environment: z.string(),
  cluster: z.string(),
  profile: z.string(),
  load: z.object({
    activeSeries: z.number(),
    scrapeIntervalSeconds: z.number(),
    logGibPerDay: z.number(),
    spansPerSecond: z.number(),
    bytesPerSample: z.number(),
    storedBytesPerLogByte: z.number(),
    bytesPerSpan: z.number(),
  }),
  mandate: z.object({
    file: z.string(),
    sha256: z.string(),
    diskUtilizationRatio: z.number(),
    errorRatio: z.number(),
    traceSamplingRatio: z.number(),
  }),
  namespaces: z.array(
    z.object({
      name: z.string(),
      role: z.string(),
      created: z.boolean(),
      labels: z.record(z.string(), z.string()),
    }),
  ),
  relaxations: z.array(z.object({ prop: z.string(), effect: z.string() })),
});

/** What an environment was declared to be. */
export type EnvironmentRecord = z.infer<typeof record>;

/** The record of an artifact; nothing for one that was written without the stack of this package. */
export function environmentRecord(artifact: Artifact): EnvironmentRecord | undefined {
  const found = artifact.objects.find(
    ({ kind, labels }) => kind === "ConfigMap" && labels[ENVIRONMENT_LABEL] !== undefined,
  );
  const text = textOf(valueAt(found?.body, "data.environment\\.yaml"));
  return text === undefined ? undefined : record.safeParse(parseValues(text)).data;
}
