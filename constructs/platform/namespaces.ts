import { NamespaceV1 } from "@cdktf/provider-kubernetes/lib/namespace-v1";
import { Construct } from "constructs";
import { ConfigurationError } from "../../mandate";
import { MANAGED_BY_TERRAFORM, namespaceLabels, type PodSecurityLevel } from "./namespace-labels";
import {
  DEFAULT_NAMESPACE_NAMES,
  NAMESPACE_ROLES,
  namespaceNameProblems,
  type NamespaceRole,
} from "./namespace-names";

/** Properties of `Namespaces`. */
export interface NamespacesProps {
  /**
   * Stores, dashboards, gateways, alerting.
   * @default "observability"
   */
  readonly main?: string;
  /**
   * What runs on every node and reads host paths; the only privileged one.
   * @default "observability-agents"
   */
  readonly agents?: string;
  /** @default "observability-system" */
  readonly operators?: string;
  /**
   * cert-manager, trust-manager and the key of the internal CA.
   * @default "cert-manager"
   */
  readonly certManager?: string;
  /**
   * Roles whose namespace is there already and belongs to someone else: nothing is created or labelled for them.
   * @default - all four are created
   */
  readonly existing?: readonly NamespaceRole[];
  /**
   * Pod Security level of the main namespace. What `restricted` would refuse is warned about and audited in any case.
   * @default "baseline"
   */
  readonly mainPodSecurity?: "baseline" | "restricted";
  /**
   * Makes Terraform refuse every plan that would delete the main namespace and with it the stored data.
   * @default true
   */
  readonly protectData?: boolean;
}

/** One namespace, as whoever makes it has to make it. */
export interface NamespaceDescription {
  readonly name: string;
  readonly role: NamespaceRole;
  /** False for one that is there before Terraform comes. */
  readonly created: boolean;
  readonly labels: Readonly<Record<string, string>>;
}

const CHILD_IDS: Readonly<Record<NamespaceRole, string>> = {
  main: "main",
  agents: "agents",
  operators: "operators",
  certManager: "cert-manager",
};

/** The namespaces of an environment, created with Pod Security labels or referred to. */
export class Namespaces extends Construct {
  public readonly main: string;
  public readonly agents: string;
  public readonly operators: string;
  public readonly certManager: string;
  /** All four. */
  public readonly descriptions: readonly NamespaceDescription[];

  /** @throws ConfigurationError when two roles share a name, or a name is none that a namespace can have. */
  public constructor(scope: Construct, id: string, props: NamespacesProps = {}) {
    super(scope, id);
    const {
      main = DEFAULT_NAMESPACE_NAMES.main,
      agents = DEFAULT_NAMESPACE_NAMES.agents,
      operators = DEFAULT_NAMESPACE_NAMES.operators,
      certManager = DEFAULT_NAMESPACE_NAMES.certManager,
      existing = [],
      mainPodSecurity = "baseline",
      protectData = true,
    } = props;
    const problems = namespaceNameProblems({ main, agents, operators, certManager }, this.node.path);
    if (problems.length > 0) {
      throw new ConfigurationError("the namespaces cannot be used", problems);
    }
    this.main = main;
    this.agents = agents;
    this.operators = operators;
    this.certManager = certManager;
    const levels: Readonly<Record<NamespaceRole, PodSecurityLevel>> = {
      main: mainPodSecurity,
      // Agents read the nodes' logs and keep their queues by hostPath, which only `privileged` admits.
      agents: "privileged",
      operators: "restricted",
      certManager: "restricted",
    };
    this.descriptions = NAMESPACE_ROLES.map((role) => ({
      name: this[role],
      role,
      created: !existing.includes(role),
      labels: namespaceLabels(levels[role]),
    }));
    for (const { name, role, labels } of this.descriptions.filter(({ created }) => created)) {
      new NamespaceV1(this, CHILD_IDS[role], {
        metadata: { name, labels: { ...labels, ...MANAGED_BY_TERRAFORM } },
        ...(role === "main" && protectData ? { lifecycle: { preventDestroy: true } } : {}),
      });
    }
  }

  /** The names of all four. */
  public get all(): readonly string[] {
    return NAMESPACE_ROLES.map((role) => this[role]);
  }
}
