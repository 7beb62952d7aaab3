import { whereOf, type Finding } from "./finding";

/** Findings for a terminal: grouped by environment, with what was found beside what is required. */
export function formatFindings(findings: readonly Finding[]): string {
  const environments = [...new Set(findings.map(({ environment }) => environment))];
  const blocks = environments.map((environment) =>
    [
      environment,
      ...findings.filter((finding) => finding.environment === environment).map(formatFinding),
    ].join("\n\n"),
  );
  return [headline(findings.length, environments.length), ...blocks].join("\n\n");
}

function headline(findings: number, environments: number): string {
  if (findings === 0) return "the mandate holds";
  const breaks = findings === 1 ? "1 finding breaks" : `${findings} findings break`;
  const where = environments === 1 ? "1 environment" : `${environments} environments`;
  return `${breaks} the mandate in ${where}`;
}

function formatFinding(finding: Finding): string {
  const { rule, title, found, required, mandate, fix } = finding;
  const details = { where: whereOf(finding), found, required, mandate, fix };
  return [
    `  ✗ ${rule}  ${title}`,
    ...Object.entries(details).map(([name, text]) => `      ${name.padEnd(9)}${text}`),
  ].join("\n");
}
