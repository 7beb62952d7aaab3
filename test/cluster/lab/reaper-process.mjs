// Ends the servers of a test run that died without ending them: their ids come in on stdin, "+id" and "-id", and the
// end of stdin is the end of the run.
import { createInterface } from "node:readline";

const running = new Set();
createInterface({ input: process.stdin })
  .on("line", (line) => {
    const id = Number(line.slice(1));
    if (line.startsWith("+")) running.add(id);
    else running.delete(id);
  })
  .on("close", () => {
    for (const id of running) {
      try {
        process.kill(id, "SIGKILL");
      } catch {
        // It has ended by itself.
      }
    }
  });
