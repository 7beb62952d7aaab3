import { Namespaces, type NamespacesProps } from "../../constructs/platform/namespaces";
import { type Synthesized, synthesize } from "../support/synthesis";
import { onlyProblemOf, refusalOf } from "../support/problems";

function built(props: NamespacesProps = {}): Synthesized {
  return synthesize((stack) => {
    new Namespaces(stack, "namespaces", props);
  });
}

function namesOf({ document }: Synthesized): readonly unknown[] {
  const namespaces = Object.values(document.resource?.kubernetes_namespace_v1 ?? {});
  return namespaces.map((namespace) => (namespace.metadata as { name: string }).name).sort();
}

describe("Namespaces", () => {
  it.each([
    ["observability", "baseline", "restricted"],
    ["observability-agents", "privileged", "privileged"],
    ["observability-system", "restricted", "restricted"],
    ["cert-manager", "restricted", "restricted"],
  ])("creates %s, enforces %s and reports what %s would refuse", (name, enforced, reported) => {
    expect(built().resource("kubernetes_namespace_v1", name).metadata).toEqual({
      name,
      labels: {
        "app.kubernetes.io/part-of": "qms-observability",
        "app.kubernetes.io/managed-by": "terraform",
        "pod-security.kubernetes.io/enforce": enforced,
        "pod-security.kubernetes.io/audit": reported,
        "pod-security.kubernetes.io/warn": reported,
      },
    });
  });

  it("takes other names, and enforces more in the main namespace", () => {
    const artifact = built({ main: "obs", agents: "obs-nodes", mainPodSecurity: "restricted" });
    expect(namesOf(artifact)).toEqual(["cert-manager", "obs", "obs-nodes", "observability-system"]);
    expect(artifact.resource("kubernetes_namespace_v1", "obs").metadata).toMatchObject({
      labels: { "pod-security.kubernetes.io/enforce": "restricted" },
    });
  });

  it("neither creates nor labels what exists", () => {
    expect(namesOf(built({ existing: ["main", "certManager"] }))).toEqual([
      "observability-agents",
      "observability-system",
    ]);
  });

  it("keeps Terraform from deleting the main namespace unless data needs no protection", () => {
    const lifecycle = (artifact: Synthesized) =>
      artifact.resource("kubernetes_namespace_v1", "observability").lifecycle;
    expect(lifecycle(built())).toEqual({ prevent_destroy: true });
    expect(lifecycle(built({ protectData: false }))).toBeUndefined();
  });

  it("refuses two roles in one namespace", () => {
    expect(onlyProblemOf(() => built({ agents: "observability" }))).toBe(
      [
        "test/namespaces: agents: has the name of main, but each role has its own Pod Security level",
        '  found:    "observability"',
        "  fix:      give each role a namespace of its own",
      ].join("\n"),
    );
  });

  it("tells every name that no namespace can have", () => {
    expect(refusalOf(() => built({ main: "Obs", operators: "-ops" }))).toBe(
      [
        "the namespaces cannot be used",
        "",
        "test/namespaces: main: is no name that a namespace can have",
        '  found:    "Obs"',
        "  allowed:  1 to 63 lower-case letters, digits and hyphens, beginning and ending with a letter or digit",
        "test/namespaces: operators: is no name that a namespace can have",
        '  found:    "-ops"',
        "  allowed:  1 to 63 lower-case letters, digits and hyphens, beginning and ending with a letter or digit",
      ].join("\n"),
    );
  });
});
