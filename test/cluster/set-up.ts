import { openBenchmark } from "./benchmark";

/** Before the first test. */
export default function setUp(): void {
  openBenchmark();
}
