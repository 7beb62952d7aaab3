// One generation, in a process of its own: node slo-generate.cjs <objectives> <documents|objects> <file>
const { closeSync, openSync, writeSync } = require("node:fs");
const { join } = require("node:path");
const { documents } = require("./slo-documents.cjs");

const [count, from, file] = process.argv.slice(2);
const texts = documents(Number(count));
const dist = (path) => require(join(__dirname, "../dist", path));
const services = from === "documents" ? fromDocuments() : fromObjects();

const { objectiveGroup } = dist("constructs/slo/objective-rules.js");
const out = openSync(file, "w");
let rules = 0;
let bytes = 0;
for (const { service, objectives } of services) {
  const group = objectiveGroup(service, objectives);
  rules += group.rules.length;
  bytes += writeSync(out, `${JSON.stringify(group)}\n`);
}
if (from === "documents") {
  for (const group of shared()) {
    rules += group.rules.length;
    bytes += writeSync(out, `${JSON.stringify(group)}\n`);
  }
}
closeSync(out);
console.log(
  JSON.stringify({
    rules,
    bytes,
    cpuSeconds: (process.cpuUsage().user + process.cpuUsage().system) / 1e6,
    peakMib: process.resourceUsage().maxRSS / 1024,
  }),
);

/** Whole: YAML, validation, mandated objectives, checks. */
function fromDocuments() {
  const { loadMandate } = dist("mandate/index.js");
  const { parseService } = dist("constructs/services/load-service.js");
  const { objectivesOf, serviceObjectiveProblems } = dist("constructs/services/service-objectives.js");
  const mandate = loadMandate();
  return texts.map((text, index) => {
    const service = parseService(text, `service-${index}.yaml`);
    const problems = serviceObjectiveProblems(service, mandate, (path) => path.join("."));
    if (problems.length > 0) throw new Error(JSON.stringify(problems));
    // Only its own: the figures are for so many objectives, and the mandated ones would come on top.
    const objectives = objectivesOf(service, mandate).slice(0, service.objectives.length);
    return { service, objectives };
  });
}

/** The compilation alone. */
function fromObjects() {
  return texts.map((_, index) => {
    const service = { namespace: `team-${index % 40}`, name: `service-${index}` };
    const common = {
      service,
      owner: `team-${index % 40}`,
      periodDays: 30,
      minimumTraffic: "standard",
      budgeting: "occurrences",
    };
    return {
      service,
      objectives: [
        { ...common, name: "availability-0", target: 0.9995, indicator: { kind: "availability" } },
        { ...common, name: "latency-1", target: 0.99, indicator: { kind: "latency", limitSeconds: 0.25 } },
        {
          ...common,
          name: "jobs-2",
          target: 0.999,
          indicator: {
            kind: "ratio",
            events: 'jobs_total{state="lost"}',
            eventsAre: "bad",
            total: "jobs_total",
            measures: "errors",
          },
        },
      ],
    };
  });
}

function shared() {
  const { sharedSloGroups } = dist("constructs/slo/shared-rules.js");
  const { loadMandate, quantities } = dist("mandate/index.js");
  return sharedSloGroups({
    quantities: quantities(loadMandate()),
    runbookBaseUrl: "https://runbooks.example.org",
    grafanaUrl: "https://grafana.example.org",
  });
}
