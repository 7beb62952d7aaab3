import { environmentRecord } from "../../assurance/environment-record";
import { loadMandate, quantities } from "../../mandate";
import { local } from "../../stacks/environments/local";
import { production } from "../../stacks/environments/production";
import { artifactWith } from "../support/artifact-fixture";
import { artifactOf } from "../support/environments";

describe("the record of an environment", () => {
  it("tells what was declared, by which mandate, and how the namespaces have to be", () => {
    const { diskUtilizationRatio, errorRatio, traceSamplingRatio } = quantities(loadMandate());
    const { file, sha256 } = loadMandate().source;
    expect(environmentRecord(artifactOf(production))).toMatchObject({
      environment: "production",
      cluster: "production",
      profile: "high-availability",
      load: { activeSeries: 2_000_000, scrapeIntervalSeconds: 30, bytesPerSample: 2 },
      mandate: { file, sha256, diskUtilizationRatio, errorRatio, traceSamplingRatio },
      relaxations: [],
    });
  });

  it("leaves the main namespace to others, and the rest to Terraform", () => {
    const namespaces = environmentRecord(artifactOf(production))?.namespaces ?? [];
    const level = (labels: Readonly<Record<string, string>>) => labels["pod-security.kubernetes.io/enforce"];
    expect(namespaces.map(({ created, labels, name }) => [name, created, level(labels)])).toEqual([
      ["observability", false, "baseline"],
      ["observability-agents", true, "privileged"],
      ["observability-system", true, "restricted"],
      ["cert-manager", true, "restricted"],
    ]);
  });

  it("tells what an environment relaxed", () => {
    const relaxed = { ...local, monitoredNamespaces: "all" as const };
    expect(environmentRecord(artifactOf(relaxed))?.relaxations.map(({ prop }) => prop)).toEqual([
      "protectData",
      "monitoredNamespaces",
      "receivers",
    ]);
  });

  it("is missing in an artifact that was made without the stack", () => {
    expect(environmentRecord(artifactWith())).toBeUndefined();
  });
});
