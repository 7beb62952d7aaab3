import { itemsOf, valueAt } from "../../assurance/artifact/json";
import { availabilityOf } from "../../assurance/availability";
import { logCopies } from "../../assurance/volumes";
import { relaxations } from "../../assurance/relaxations";
import { production } from "../../stacks/environments/production";
import { staging } from "../../stacks/environments/staging";
import { artifactOf } from "../support/environments";

const HIGHLY_AVAILABLE = [
  ["staging", staging],
  ["production", production],
] as const;

describe.each(HIGHLY_AVAILABLE)("%s", (_, environment) => {
  const all = availabilityOf(artifactOf(environment));

  it.each(["node", "zone"] as const)(
    "goes on without any one %s, but for single pods that keep nothing and start elsewhere",
    (domain) => {
      const stopped = all.filter((one) => !one[domain].isEnough && one.alone === undefined);
      expect(all.length).toBeGreaterThan(20);
      expect(stopped.map(({ workload }) => workload.name)).toEqual([]);
    },
  );

  it("keeps a majority of the nodes that elect Elasticsearch's master, and a copy of every log on them", () => {
    const artifact = artifactOf(environment);
    const nodes = all.find(({ workload }) => workload.name === "elasticsearch-default");
    expect([nodes?.node.left, nodes?.zone.left, logCopies(artifact)]).toEqual([2, 2, 2]);
  });

  it("stops Elasticsearch alone, until it is back, when one of only two zones is lost", () => {
    const stopped = availabilityOf(artifactOf(environment), 2).filter(
      ({ alone, zone }) => !zone.isEnough && alone === undefined,
    );
    expect(stopped.map(({ workload }) => workload.name)).toEqual(["elasticsearch-default"]);
  });

  it("keeps pods of everything replicated while nodes are drained", () => {
    const unguarded = all.filter(
      ({ workload: { hasBudget, replicas } }) => replicas !== "per node" && replicas > 1 && !hasBudget,
    );
    expect(unguarded.map(({ workload }) => workload.name)).toEqual([]);
  });
});

describe("an environment whose replicas may share a zone", () => {
  const artifact = artifactOf({ ...production, cluster: { ...production.cluster, allowSharedZone: true } });
  const several = availabilityOf(artifact).filter(
    ({ workload: { replicas } }) => replicas !== "per node" && replicas > 1,
  );

  it("goes on without any one node, and may stop without a zone", () => {
    expect(several.filter(({ node }) => !node.isEnough)).toEqual([]);
    expect(several.filter(({ zone }) => zone.isEnough)).toEqual([]);
  });

  it("lets Elasticsearch start on nodes without a zone", () => {
    const elasticsearch = artifact.releases.find(({ name }) => name === "elasticsearch");
    const [nodes] = itemsOf(elasticsearch?.values.nodeSets);
    expect([valueAt(nodes, "count"), valueAt(nodes, "zoneAwareness")]).toEqual([3, undefined]);
  });

  it("says so where everybody sees it", () => {
    expect(relaxations(artifact)).toContainEqual({
      prop: "cluster.allowSharedZone",
      effect: "the loss of a zone may stop any part of the stack",
    });
  });
});
