import { readMarkdown, tableBelow } from "../../support/markdown";
import { MESSAGES } from "../messages";

it("has a remedy in the deploy guide for every message of trouble that the tests on an API server see", () => {
  const { file, prose, ...rest } = readMarkdown("docs/deploy.md");
  // The second table of the chapter is the one for deployments.
  const deploying = {
    ...rest,
    file,
    prose: prose.replace(/^[\s\S]*^While deploying:$/m, "# While deploying"),
  };
  const told = tableBelow("While deploying", deploying).map(([message = ""]) => message.replaceAll("`", ""));
  const missing = Object.values(MESSAGES)
    .flat()
    .filter((message) => !told.some((row) => row.includes(message.trim())));
  expect(missing).toEqual([]);
});
