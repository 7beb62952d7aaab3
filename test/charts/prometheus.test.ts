import { itemsOf, textOf, textsOf, valueAt } from "../../assurance/artifact/json";
import { environments, object, objects } from "../support/rendered";

/** Parts of a control plane, as the chart names what scrapes them and the groups of their alerts. */
const PARTS = /kube-(controller-manager|etcd|scheduler|proxy)$/;
const GROUPS = /^(etcd|kubernetes-system-(controller-manager|scheduler|kube-proxy)|kube-scheduler\.rules)$/;

/** Environments whose cluster runs its control plane itself. */
const SELF_RUN = ["local"];

const named = (one: Parameters<typeof valueAt>[0]): string => textOf(valueAt(one, "metadata.name")) ?? "";

describe.each(environments())("the Prometheus of %s", (environment) => {
  const { spec } = object(environment, "kps", "Prometheus", "kps-prometheus");

  it("keeps exemplars, by which a slow bucket leads to a trace", () => {
    expect(textsOf(valueAt(spec, "enableFeatures"))).toContain("exemplar-storage");
    expect(valueAt(spec, "exemplars.maxSize")).toBeGreaterThan(0);
  });

  it("takes monitors, probes and rules of any release", () => {
    const selectors = ["serviceMonitor", "podMonitor", "probe", "rule", "scrapeConfig"].map((kind) =>
      valueAt(spec, `${kind}Selector`),
    );
    expect(selectors).toEqual([{}, {}, {}, {}, {}]);
  });

  it("asks nothing of a control plane that it cannot reach, and has no alert on its silence", () => {
    const asked = ["ServiceMonitor", "Service"].flatMap((kind) => objects(environment, kind, "kps"));
    const groups = objects(environment, "PrometheusRule", "kps").flatMap((rule) =>
      itemsOf(valueAt(rule, "spec.groups")).map((group) => textOf(valueAt(group, "name")) ?? ""),
    );
    expect(asked.length).toBeGreaterThan(8);
    const reached = [...asked.map(named), ...groups].filter((name) => PARTS.test(name) || GROUPS.test(name));
    expect(reached.length > 0).toBe(SELF_RUN.includes(environment));
  });
});
