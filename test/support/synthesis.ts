import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { HelmProvider } from "@cdktf/provider-helm/lib/provider";
import { KubernetesProvider } from "@cdktf/provider-kubernetes/lib/provider";
import { App, TerraformStack } from "cdktf";
import type { HelmValues } from "../../constructs/core/helm-values";
import { type Mirrors, provideMandate, provideMirrors } from "../../constructs/core/scope-context";
import { loadMandate, type Mandate } from "../../mandate";

/** What Terraform would read of one stack. */
export interface Synthesized {
  /** The whole document, as Terraform parses it. */
  readonly document: TerraformDocument;
  /** The document's bytes. */
  readonly text: string;
  /** A resource of a type by its Helm release name or Kubernetes object name. */
  readonly resource: (type: string, name: string) => Record<string, unknown>;
  /** The values document of a release, escapes still in place. */
  readonly values: (releaseName: string) => HelmValues;
}

interface TerraformDocument {
  readonly resource?: Readonly<Record<string, Readonly<Record<string, Record<string, unknown>>>>>;
}

/** Synthesizes constructs in a stack of their own, judged by nobody, and reads what was written. */
export function synthesize(
  build: (stack: TerraformStack) => void,
  { mandate = loadMandate(), mirrors = {} }: { mandate?: Mandate; mirrors?: Mirrors } = {},
): Synthesized {
  const outdir = mkdtempSync(join(tmpdir(), "qms-synthesis-"));
  try {
    const app = new App({ outdir, stackTraces: false });
    provideMandate(app, mandate);
    provideMirrors(app, mirrors);
    const stack = new TerraformStack(app, "test");
    new HelmProvider(stack, "helm");
    new KubernetesProvider(stack, "kubernetes");
    build(stack);
    app.synth();
    return read(readFileSync(join(outdir, "stacks", "test", "cdk.tf.json"), "utf8"));
  } finally {
    rmSync(outdir, { recursive: true, force: true });
  }
}

function read(text: string): Synthesized {
  const document = JSON.parse(text) as TerraformDocument;
  const resource = (type: string, name: string): Record<string, unknown> => {
    const found = Object.values(document.resource?.[type] ?? {}).find(
      (candidate) => nameOf(candidate) === name,
    );
    if (found === undefined) {
      throw new Error(`no ${type} named ${name} in the artifact`);
    }
    return found;
  };
  return {
    document,
    text,
    resource,
    values: (releaseName) => {
      const [values] = resource("helm_release", releaseName).values as string[];
      return JSON.parse(values ?? "{}") as HelmValues;
    },
  };
}

function nameOf(resource: Record<string, unknown>): unknown {
  return resource.name ?? (resource.metadata as { name?: string } | undefined)?.name;
}
