import { parse } from "yaml";
import { EnvironmentRecord } from "../../constructs/platform/environment-record";
import { Namespaces } from "../../constructs/platform/namespaces";
import { loadMandate } from "../../mandate";
import { synthesize } from "../support/synthesis";

describe("EnvironmentRecord", () => {
  const artifact = synthesize((stack) => {
    const { descriptions } = new Namespaces(stack, "namespaces", { existing: ["main"] });
    new EnvironmentRecord(stack, "record", {
      namespace: "observability",
      environment: "trial",
      clusterName: "eu-1",
      profile: "single",
      load: { activeSeries: 7 },
      namespaces: descriptions,
      relaxations: [{ prop: "protectData", effect: "a plan may destroy data" }],
    });
  });
  const { "configmap-observability-environment": object } = artifact.values("observability-environment")
    .manifests as Record<string, { metadata: object; data: Record<string, string> }>;

  it("is found by its label, whose value is the environment's name", () => {
    expect(object?.metadata).toEqual({
      name: "observability-environment",
      namespace: "observability",
      labels: { "observability.qms/environment": "trial" },
    });
  });

  it("says what no component shows", () => {
    expect(parse(object?.data["environment.yaml"] ?? "")).toMatchObject({
      environment: "trial",
      cluster: "eu-1",
      profile: "single",
      load: { activeSeries: 7 },
      mandate: { file: "qms-1.0.toml", sha256: loadMandate().source.sha256 },
      relaxations: [{ prop: "protectData", effect: "a plan may destroy data" }],
    });
  });

  it("describes the namespaces for whoever creates them", () => {
    const { namespaces } = parse(object?.data["environment.yaml"] ?? "") as { namespaces: readonly object[] };
    expect(namespaces).toHaveLength(4);
    expect(namespaces[0]).toEqual({
      name: "observability",
      role: "main",
      created: false,
      labels: {
        "app.kubernetes.io/part-of": "qms-observability",
        "pod-security.kubernetes.io/enforce": "baseline",
        "pod-security.kubernetes.io/audit": "restricted",
        "pod-security.kubernetes.io/warn": "restricted",
      },
    });
  });
});
