import { namespaceSelectors } from "../../constructs/metrics/monitored-namespaces";

describe("namespaceSelectors", () => {
  it("selects its own and the named namespaces, for all five kinds of objects", () => {
    const selector = {
      matchExpressions: [
        { key: "kubernetes.io/metadata.name", operator: "In", values: ["obs-a", "obs-m", "shop"] },
      ],
    };
    expect(namespaceSelectors(["shop", "obs-m"], ["obs-m", "obs-a"])).toEqual({
      ruleNamespaceSelector: selector,
      serviceMonitorNamespaceSelector: selector,
      podMonitorNamespaceSelector: selector,
      probeNamespaceSelector: selector,
      scrapeConfigNamespaceSelector: selector,
    });
  });

  it("selects every namespace only when asked for all", () => {
    expect(Object.values(namespaceSelectors("all", ["obs-m"]))).toEqual([{}, {}, {}, {}, {}]);
  });
});
