import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ApiClient } from "./api-client";
import { ControlPlane } from "./control-plane";
import { InfrastructureDouble } from "./infrastructure-double";
import { accessOf, currentContext, type Kubeconfig } from "./kubeconfig";
import { NodeDouble } from "./node-double";
import { OperatorDouble } from "./operator-double";

/** A cluster that tests may fill and empty. */
export interface Cluster {
  readonly kubeconfig: Kubeconfig;
  readonly api: ApiClient;
  /** What a lab can do and somebody's cluster cannot; absent there. */
  readonly lab?: Lab;
  stop(): Promise<void>;
}

/** A control plane of our own, with doubles for nodes, cloud and operators. */
export interface Lab {
  readonly plane: ControlPlane;
  readonly nodes: NodeDouble;
  readonly infrastructure: InfrastructureDouble;
}

/**
 * The cluster that `KUBECONFIG` names, which must be empty, or else a lab of our own.
 * @throws Error when the named cluster holds anything: the tests destroy what they find.
 */
export async function openCluster(): Promise<Cluster> {
  const file = process.env.KUBECONFIG;
  return file !== undefined && existsSync(file) ? openNamed(currentContext(file)) : openLab();
}

/** A lab, whatever the environment says. */
export async function openLab(): Promise<Cluster & { readonly lab: Lab }> {
  const folder = mkdtempSync(join(tmpdir(), "qms-cluster-"));
  const plane = await ControlPlane.start(folder);
  const nodes = await NodeDouble.start(plane.api);
  const infrastructure = await InfrastructureDouble.start(plane.api);
  const operators = new OperatorDouble(plane.api);
  return {
    kubeconfig: plane.kubeconfig,
    api: plane.api,
    lab: { plane, nodes, infrastructure },
    stop: async () => {
      [operators, infrastructure, nodes].forEach((double) => {
        double.stop();
      });
      await plane.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

const OWN_NAMESPACES = /^(default|kube-.*|local-path-storage)$/;

async function openNamed(kubeconfig: Kubeconfig): Promise<Cluster> {
  const api = new ApiClient(accessOf(kubeconfig));
  const names = (await api.list("/api/v1/namespaces")).map(({ metadata }) => metadata.name);
  const foreign = names.filter((name) => !OWN_NAMESPACES.test(name));
  if (foreign.length > 0) {
    api.close();
    throw new Error(
      `${kubeconfig.file}: context ${kubeconfig.context} is no disposable cluster, it has namespaces ` +
        `${foreign.join(", ")}; these tests install and destroy everything`,
    );
  }
  return {
    kubeconfig,
    api,
    stop: () => {
      api.close();
      return Promise.resolve();
    },
  };
}
