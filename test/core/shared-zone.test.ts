import { withSharedZone } from "../../constructs/core/shared-zone";

const ZONE = "topology.kubernetes.io/zone";
const HOST = "kubernetes.io/hostname";

describe("values with a shared zone", () => {
  it("prefer zones where they required them, and go on to require nodes", () => {
    const constraint = (topologyKey: string, whenUnsatisfiable: string) => ({
      topologyKey,
      whenUnsatisfiable,
    });
    const spread = [constraint(HOST, "DoNotSchedule"), constraint(ZONE, "DoNotSchedule")];
    expect(withSharedZone({ query: { topologySpreadConstraints: spread } })).toEqual({
      query: {
        topologySpreadConstraints: [constraint(HOST, "DoNotSchedule"), constraint(ZONE, "ScheduleAnyway")],
      },
    });
  });

  it("leave out terms of anti-affinity by zone, which cannot be preferred where they stand", () => {
    const terms = [{ topologyKey: HOST }, { topologyKey: ZONE }];
    expect(withSharedZone({ affinity: { podAntiAffinity: { required: terms } } })).toEqual({
      affinity: { podAntiAffinity: { required: [{ topologyKey: HOST }] } },
    });
  });

  it("leave out Elasticsearch's awareness of zones, which wants a label of every node", () => {
    expect(withSharedZone({ nodeSets: [{ count: 3, zoneAwareness: { topologyKey: ZONE } }] })).toEqual({
      nodeSets: [{ count: 3 }],
    });
  });

  it("leave everything else as it is, deletions included", () => {
    const values = { limits: { cpu: null, memory: "1Gi" }, list: [1, "two", [false]] };
    expect(withSharedZone(values)).toEqual(values);
  });
});
