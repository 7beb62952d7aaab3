import { relaxations } from "../../assurance/relaxations";
import { development } from "../../stacks/environments/development";
import { local } from "../../stacks/environments/local";
import { production } from "../../stacks/environments/production";
import { artifactOf } from "../support/environments";

describe("what an artifact says was made weaker", () => {
  it("is nothing where nothing was", () => {
    expect(relaxations(artifactOf(production))).toEqual([]);
    expect(relaxations(artifactOf(development))).toEqual([]);
  });

  it("names each prop once, whether the record or an object tells it", () => {
    expect(relaxations(artifactOf(local)).map(({ prop }) => prop)).toEqual(["protectData", "receivers"]);
  });

  it("is there for connections without TLS and without policies", () => {
    const network = { allowPlaintextOtlp: true, allowAllTraffic: true };
    expect(relaxations(artifactOf({ ...production, network }))).toEqual([
      { prop: "allowAllTraffic", effect: "no network policy confines any pod" },
      {
        prop: "allowPlaintextOtlp",
        effect: "applications send their telemetry to the agent of their node without TLS",
      },
    ]);
  });
});
