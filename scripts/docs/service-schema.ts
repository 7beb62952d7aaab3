import { z } from "zod";
import { SERVICE_API_VERSION } from "../../constructs/services/service";
import { serviceSchema } from "../../constructs/services/service-schema";

/** The schema of service documents for editors, which complete and check by it while one writes. */
export function serviceSchemaFile(): string {
  const { $schema, ...schema } = z.toJSONSchema(serviceSchema);
  return `${JSON.stringify({ $schema, title: `Service, ${SERVICE_API_VERSION}`, ...schema }, null, 2)}\n`;
}
