// One measured synthesis of N environments with this package; prints one line of JSON.
const started = performance.now();
const { MandatedApp } = require("../dist/stacks/mandated-app");
const { ObservabilityStack } = require("../dist/stacks/observability-stack");
const examples = ["local", "development", "staging", "production"].map(
  (name) => require(`../dist/stacks/environments/${name}`)[name],
);
const loaded = performance.now();

const [count, outdir] = [Number(process.argv[2]), process.argv[3]];
const app = new MandatedApp({ outdir });
for (let index = 0; index < count; index += 1) {
  const example = examples[index % examples.length];
  new ObservabilityStack(app, { ...example, name: index < 4 ? example.name : `${example.name}-${index}` });
}
app.synth();

const { TerraformResource } = require("cdktf");
console.log(
  JSON.stringify({
    resources: app.node.findAll().filter((node) => TerraformResource.isTerraformResource(node)).length,
    loadSeconds: (loaded - started) / 1000,
    seconds: (performance.now() - loaded) / 1000,
    cpuSeconds: (process.cpuUsage().user + process.cpuUsage().system) / 1e6,
    peakMib: process.resourceUsage().maxRSS / 1024,
  }),
);
