// One measured synthesis of a bare cdktf app that repeats the resources of existing artifacts; prints one line of JSON.
const { readdirSync, readFileSync } = require("node:fs");
const { join } = require("node:path");
const started = performance.now();
const { App, TerraformStack, LocalBackend, TerraformResource } = require("cdktf");
const { HelmProvider } = require("@cdktf/provider-helm/lib/provider");
const { Release } = require("@cdktf/provider-helm/lib/release");
const { KubernetesProvider } = require("@cdktf/provider-kubernetes/lib/provider");
const { NamespaceV1 } = require("@cdktf/provider-kubernetes/lib/namespace-v1");
const loaded = performance.now();

const [count, outdir, model] = [Number(process.argv[2]), process.argv[3], process.argv[4]];
const artifacts = readdirSync(join(model, "stacks"))
  .slice(0, count)
  .map((name) => [
    name,
    JSON.parse(readFileSync(join(model, "stacks", name, "cdk.tf.json"), "utf8")).resource,
  ]);
const read = performance.now();
const app = new App({ outdir, stackTraces: false });
for (const [name, resources] of artifacts) {
  const stack = new TerraformStack(app, name);
  new LocalBackend(stack, { path: "terraform.tfstate" });
  new HelmProvider(stack, "helm");
  new KubernetesProvider(stack, "kubernetes");
  for (const [id, { name: release, namespace, chart, repository, version, values }] of Object.entries(
    resources.helm_release,
  )) {
    new Release(stack, id, { name: release, namespace, chart, repository, version, values });
  }
  for (const [id, { metadata }] of Object.entries(resources.kubernetes_namespace_v1 ?? {})) {
    new NamespaceV1(stack, id, { metadata });
  }
}
app.synth();

console.log(
  JSON.stringify({
    resources: app.node.findAll().filter((node) => TerraformResource.isTerraformResource(node)).length,
    loadSeconds: (loaded - started) / 1000,
    seconds: (performance.now() - read) / 1000,
    cpuSeconds: (process.cpuUsage().user + process.cpuUsage().system) / 1e6,
    peakMib: process.resourceUsage().maxRSS / 1024,
  }),
);
