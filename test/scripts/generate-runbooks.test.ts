import { readFileSync } from "node:fs";
import { join } from "node:path";
import {
  alertsWithRunbook,
  RUNBOOKS,
  runbookPages,
  stalePages,
  writtenPages,
} from "../../scripts/generate-runbooks";
import { knownLabels } from "../../constructs/alerting/placeholders";
import { promqlErrors } from "../support/promql";

const PROJECT = join(__dirname, "../..");
const PAGES = [...runbookPages()].filter(([path]) => path !== "README.md");

function fences(page: string, language: string): readonly string[] {
  return [...page.matchAll(new RegExp(`\`\`\`${language}\n(.*?)\`\`\``, "gs"))].map(([, code = ""]) => code);
}

describe("the runbooks", () => {
  it("are what the alerts say, and no page is left over", () => {
    expect(stalePages(PROJECT)).toEqual([]);
  });

  it("are one for each alert, and a list of all", () => {
    const names = new Set(alertsWithRunbook().map(({ alert, component }) => `${component}/${alert}.md`));
    expect(writtenPages(PROJECT)).toEqual(["README.md", ...names].sort());
  });

  it("are all listed", () => {
    const list = readFileSync(join(PROJECT, RUNBOOKS, "README.md"), "utf8");
    expect(PAGES.filter(([path]) => !list.includes(`](${path})`))).toEqual([]);
  });

  it.each(PAGES)("has in %s every section, none of them empty", (_path, page) => {
    const sections = page.split(/^## /m).slice(1);
    expect(sections.map((section) => section.split("\n")[0])).toEqual([
      "Meaning",
      "Impact",
      "Diagnosis",
      "Mitigation",
      "Verification",
      "Escalation",
    ]);
    expect(sections.filter((section) => section.split("\n").slice(1).join("").trim().length < 20)).toEqual(
      [],
    );
    expect(page).not.toMatch(/\b(TODO|TBD|FIXME|undefined|NaN)\b/);
  });

  it.each(PAGES)("asks in %s for no label that the alert does not have", (path, page) => {
    const alerts = alertsWithRunbook().filter(({ alert, component }) => path === `${component}/${alert}.md`);
    const known = ["value", ...alerts.flatMap(knownLabels)];
    const asked = [...page.matchAll(/<([a-z][a-z0-9_]*)>/g)].map(([, label]) => label);
    expect(asked.filter((label) => !known.includes(label ?? ""))).toEqual([]);
  });

  it.each(PAGES)("has in %s queries that parse", (_path, page) => {
    const queries = fences(page, "promql");
    expect(queries.length).toBeGreaterThan(0);
    expect(queries.flatMap(promqlErrors)).toEqual([]);
  });

  it.each(PAGES)("writes labels in %s so that they are seen: in code, never as a tag", (_path, page) => {
    const prose = page.replaceAll(/```.*?```/gs, "").replaceAll(/`[^`]*`/g, "");
    expect(prose).not.toMatch(/<[a-z]/);
  });
});
