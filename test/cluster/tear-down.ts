import { closeBenchmark } from "./benchmark";
import { print } from "./story";

/** After the last test: what a run is read for stands at its end. */
export default function tearDown(): void {
  const table = closeBenchmark();
  if (table !== undefined) print(`\n${table}`);
}
