import { join } from "node:path";
import { loadService } from "../../constructs/services/load-service";
import type { Service } from "../../constructs/services/service";

/** The services of the examples. */
export const SERVICES: readonly Service[] = ["checkout", "ledger", "catalog"].map((name) =>
  loadService(join(__dirname, "../../services", `${name}.yaml`)),
);
