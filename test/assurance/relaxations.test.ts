import { relaxations } from "../../assurance/relaxations";
import { development } from "../../stacks/environments/development";
import { local } from "../../stacks/environments/local";
import { production } from "../../stacks/environments/production";
import { artifactOf } from "../support/environments";

describe("what an artifact says was made weaker", () => {
  it("is nothing where nothing was", () => {
    expect(relaxations(artifactOf(production))).toEqual([]);
  });

  it("is that a lost node stops a part, where there is one of each", () => {
    expect(relaxations(artifactOf(development))).toEqual([
      { prop: "profile", effect: "a part whose node is lost stands still until it is started elsewhere" },
    ]);
  });

  it("is there for replicas that the values of an environment take away", () => {
    const values = { grafana: { replicas: 1 }, jaeger: { jaeger: { replicas: 3 } } };
    expect(relaxations(artifactOf({ ...production, values }))).toEqual([
      {
        prop: "values: replicas of grafana",
        effect: "with 1 of them, it stands still while a node is lost",
      },
    ]);
  });

  it("names each prop once, whether the record or an object tells it", () => {
    expect(relaxations(artifactOf(local)).map(({ prop }) => prop)).toEqual([
      "profile",
      "protectData",
      "receivers",
    ]);
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
