import { judgeForeign, whereOf } from "../../../assurance";
import {
  addRelease,
  artifactWith,
  bundle,
  release,
  resources,
  stackName,
  type Change,
} from "../../support/artifact-fixture";

/** A stack of another team, without anything of the compliant artifact. */
function foreign(...changes: readonly Change[]): readonly string[] {
  const nothing: Change = (parts) => ({ ...parts, releases: {}, resources: {} });
  const artifact = artifactWith(nothing, stackName("shop"), ...changes);
  return judgeForeign(artifact, [artifactWith()]).map((finding) =>
    [finding.rule, finding.environment, whereOf(finding), finding.found].join(" | "),
  );
}

describe("a foreign stack", () => {
  const shop = release("kube-prometheus-stack", "1.0.0", "shop", {
    prometheus: { prometheusSpec: { retention: "1d" } },
  });

  test("is left alone in its own namespaces, whatever it does there", () => {
    const elsewhere = { ...shop, attributes: { ...shop.attributes, namespace: "shop" } };
    const namespace = resources({ kubernetes_namespace_v1: { ns: { metadata: { name: "shop" } } } });
    expect(foreign(addRelease("shop", elsewhere), namespace)).toEqual([]);
  });

  test("may not install into a governed namespace", () => {
    expect(foreign(addRelease("shop", shop))).toEqual([
      "QMS-GATE-001 | shop | helm_release.shop | a release in namespace observability of trial",
    ]);
  });

  test("may not manage a governed release", () => {
    const same = { ...shop, attributes: { ...shop.attributes, name: "kps" } };
    expect(foreign(addRelease("mine", same))).toEqual([
      "QMS-GATE-001 | shop | helm_release.mine | release kps in namespace observability, which trial manages",
    ]);
  });

  test("may not bring objects into a governed namespace, nor the namespace itself", () => {
    const map = { metadata: { name: "x", namespace: "observability" } };
    const rule = { apiVersion: "v1", kind: "Secret", metadata: { name: "y", namespace: "observability" } };
    const other = bundle("other", { "secret-y": rule });
    const found = foreign(
      resources({
        kubernetes_config_map_v1: { x: map },
        kubernetes_namespace_v1: { ns: { metadata: { name: "observability" } } },
      }),
      addRelease("other", { ...other, attributes: { ...other.attributes, namespace: "shop" } }),
    );
    expect(found).toEqual([
      "QMS-GATE-001 | shop | kubernetes_config_map_v1.x | ConfigMap x in namespace observability of trial",
      "QMS-GATE-001 | shop | kubernetes_namespace_v1.ns | namespace observability of trial",
      "QMS-GATE-001 | shop | helm_release.other: manifests.secret-y | Secret y in namespace observability of trial",
    ]);
  });
});
