import { withFiles } from "../../support/native-files";
import { runTool } from "../../support/tools";
import { runbookPages } from "../../../scripts/generate-runbooks";

const QUERIES = [...runbookPages()].flatMap(([path, page]) =>
  [...page.matchAll(/```promql\n(.*?)```/gs)].map(([, query = ""]) => ({ path, query: query.trim() })),
);

describe("the queries of the runbooks", () => {
  it("are accepted by Prometheus itself, which sees more than a parser", () => {
    const rules = QUERIES.map(({ query }, index) => ({ record: `query:${index}`, expr: query }));
    const files = { "queries.yaml": JSON.stringify({ groups: [{ name: "queries", rules }] }) };
    const { status, stderr } = withFiles(files, (folder) =>
      runTool("promtool", ["check", "rules", "--lint=none", `${folder}/queries.yaml`]),
    );
    const named = stderr.replaceAll(
      /"query:(\d+)"/g,
      (_, index: string) => `${QUERIES[Number(index)]?.path ?? ""}: ${QUERIES[Number(index)]?.query ?? ""}`,
    );
    expect({ status, said: named.trim() }).toEqual({ status: 0, said: "" });
    expect(QUERIES.length).toBeGreaterThan(150);
  });
});
