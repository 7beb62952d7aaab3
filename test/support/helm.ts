import { spawnSync } from "node:child_process";

/** The version of Kubernetes that charts are told they are installed on. */
const KUBERNETES = "1.34.0";

/** What `helm template` is asked to render. */
export interface TemplateRequest {
  readonly release: string;
  readonly namespace: string;
  /** Folder of an unpacked chart. */
  readonly chart: string;
  /** Values documents; later ones win. */
  readonly valuesFiles: readonly string[];
  /** Leaves the chart's folder `crds` out. @default false */
  readonly skipCrds?: boolean;
}

/**
 * Renders a chart as the Helm provider would on a first installation, without a cluster. The provider has Helm 3.18
 * inside, tests run a newer 3.x.
 * @throws Error with Helm's own words, or when the run was not started by `npm run test:charts`
 */
export function helmTemplate(request: TemplateRequest): string {
  const { release, namespace, chart, valuesFiles, skipCrds = false } = request;
  const flags = [
    "--namespace",
    namespace,
    "--kube-version",
    KUBERNETES,
    ...(skipCrds ? [] : ["--include-crds"]),
  ];
  const values = valuesFiles.flatMap((file) => ["-f", file]);
  const args = ["template", release, chart, ...flags, ...values];
  const { status, stdout, stderr, error } = spawnSync(required("QMS_HELM"), args, {
    encoding: "utf8",
    maxBuffer: 256 * 2 ** 20,
  });
  if (status === 0) return stdout;
  throw new Error(`helm ${args.join(" ")}: ${error?.message ?? stderr}`);
}

/**
 * An environment variable that `npm run test:charts` sets.
 * @throws Error when it does not hold anything
 */
export function required(name: string): string {
  const value = process.env[name];
  if (value !== undefined && value !== "") return value;
  throw new Error(`${name} is not set: start these tests with \`npm run test:charts\``);
}
