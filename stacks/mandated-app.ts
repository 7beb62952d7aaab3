import { existsSync, renameSync, rmSync } from "node:fs";
import { join } from "node:path";
import { App, TerraformStack } from "cdktf";
import type { Construct } from "constructs";
import {
  type Artifact,
  type Finding,
  judge,
  judgeForeign,
  MandateViolationError,
  readArtifact,
} from "../assurance";
import { provideMandate } from "../constructs/core/scope-context";
import {
  checkPolicy,
  ConfigurationError,
  loadMandate,
  loadPolicy,
  type Mandate,
  type Policy,
} from "../mandate";

/** Properties of a `MandatedApp`. */
export interface MandatedAppProps {
  /**
   * The mandate that every governed stack must meet.
   * @default - `mandate/qms-1.0.toml` of this package
   */
  readonly mandate?: Mandate;
  /**
   * What the organisation decides beyond the mandate, such as how long data may be kept at most.
   * @default - `mandate/policy.toml` of this package
   */
  readonly policy?: Policy;
  /**
   * Folder for the artifacts.
   * @default "cdktf.out", or what the cdktf CLI asks for
   */
  readonly outdir?: string;
}

const MANDATED_APP = Symbol.for("qms-observability/MandatedApp");

/**
 * The CDKTF app that judges what it wrote. After synthesis it reads the written bytes back and refuses an artifact
 * in which a mandated value is missing or weaker, however that came about: escape hatch, aspect or bug.
 */
export class MandatedApp extends App {
  /** The mandate before any environment made it stricter. */
  public readonly mandate: Mandate;
  public readonly policy: Policy;
  private readonly governed = new Map<TerraformStack, Mandate>();

  /** @throws ConfigurationError when the mandate keeps data longer than the policy allows. */
  public constructor(props: MandatedAppProps = {}) {
    const { mandate = loadMandate(), policy = loadPolicy(), outdir } = props;
    const tooLong = checkPolicy(mandate, policy);
    if (tooLong.length > 0) {
      throw new ConfigurationError("mandate and policy contradict one another", tooLong);
    }
    // Stack traces would write the checkout's path into the artifact.
    super({ stackTraces: false, ...(outdir === undefined ? {} : { outdir }) });
    Object.defineProperty(this, MANDATED_APP, { value: true });
    this.mandate = mandate;
    this.policy = policy;
    provideMandate(this, mandate);
  }

  /**
   * The app that a construct stands in.
   * @throws ConfigurationError when that is a plain `App`, which would judge nothing.
   */
  public static override of(construct: Construct): MandatedApp {
    const root: object = construct.node.root;
    if (MANDATED_APP in root) {
      return root as unknown as MandatedApp;
    }
    throw new ConfigurationError("nothing would judge this stack", [
      {
        where: construct.node.path || "(root)",
        what: "an observability stack must stand in a MandatedApp",
        fix: "replace `new App()` by `new MandatedApp()`",
      },
    ]);
  }

  /** Has a stack judged against a mandate after synthesis. */
  public govern(stack: TerraformStack, mandate: Mandate): void {
    this.governed.set(stack, mandate);
  }

  /**
   * Writes the artifacts, reads them back and judges them.
   * @throws MandateViolationError with every finding; the refused artifacts are renamed to `*.refused`.
   */
  public override synth(): void {
    this.refuseHcl();
    super.synth();
    const findings = this.judgeWritten();
    if (findings.length > 0) {
      this.withdraw(new Set(findings.map((finding) => finding.environment)));
      throw new MandateViolationError(findings);
    }
  }

  private refuseHcl(): void {
    if (this.hclOutput) {
      throw new ConfigurationError("HCL cannot be judged", [
        {
          where: "SYNTH_HCL_OUTPUT or hclOutput",
          what: "CDKTF's HCL output loses quotes and backslashes, and the gate reads JSON",
          fix: "synthesize JSON; terraform and tofu run cdk.tf.json as it is",
        },
      ]);
    }
  }

  private judgeWritten(): readonly Finding[] {
    const stacks = this.node.findAll().filter((construct) => TerraformStack.isStack(construct));
    const isGoverned = (stack: TerraformStack): boolean => this.governed.has(stack);
    const governed = stacks.filter(isGoverned).map((stack) => ({ stack, artifact: this.artifactOf(stack) }));
    const artifacts = governed.map(({ artifact }) => artifact);
    return [
      ...governed.flatMap(({ stack, artifact }) => judge(artifact, this.governed.get(stack) ?? this.mandate)),
      ...stacks
        .filter((stack) => !isGoverned(stack))
        .flatMap((stack) => judgeForeign(this.artifactOf(stack), artifacts)),
    ];
  }

  private artifactOf(stack: TerraformStack): Artifact {
    return readArtifact(join(this.outdir, this.manifest.forStack(stack).workingDirectory));
  }

  private withdraw(stackNames: ReadonlySet<string>): void {
    rmSync(join(this.outdir, "manifest.json"), { force: true });
    for (const name of stackNames) {
      const file = join(this.outdir, "stacks", name, "cdk.tf.json");
      if (existsSync(file)) {
        renameSync(file, `${file}.refused`);
      }
    }
  }
}
