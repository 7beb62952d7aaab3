import { Elasticsearch } from "../../constructs/logging/elasticsearch";
import { Kibana, type KibanaProps } from "../../constructs/logging/kibana";
import { synthesize } from "../support/synthesis";

function artifact(props: Partial<KibanaProps> = {}) {
  return synthesize((stack) => {
    const elasticsearch = new Elasticsearch(stack, "elasticsearch", {
      namespace: "logs",
      profile: "single",
      storageSize: "11Gi",
    });
    const kibana = new Kibana(stack, "kibana", { namespace: "logs", profile: "single", ...props });
    kibana.readFrom(elasticsearch);
  });
}

describe("Kibana", () => {
  it("reads from an Elasticsearch and is applied after it, but does not wait for the proof of its lifecycle", () => {
    const written = artifact();
    expect(written.values("kibana")).toMatchObject({
      fullnameOverride: "kibana",
      version: "9.5.0",
      elasticsearchRef: { name: "elasticsearch", namespace: "logs" },
    });
    expect(written.resource("helm_release", "kibana").depends_on).toEqual([
      expect.stringMatching(/^helm_release\.elasticsearch_[0-9A-F]{8}$/),
    ]);
  });

  it.each([
    ["single", 1],
    ["high-availability", 2],
  ] as const)("runs as often as the profile %s says", (profile, count) => {
    expect(artifact({ profile }).values("kibana")).toMatchObject({ count });
  });

  it("sends nothing to the vendor", () => {
    expect(artifact().values("kibana").config).toEqual({
      "telemetry.optIn": false,
      "telemetry.allowChangingOptInStatus": false,
      "newsfeed.enabled": false,
      "map.includeElasticMapsService": false,
      "xpack.fleet.isAirGapped": true,
    });
  });

  it("makes links that begin with its public address", () => {
    expect(artifact({ publicBaseUrl: "https://logs.example.org" }).values("kibana")).toMatchObject({
      config: { "server.publicBaseUrl": "https://logs.example.org", "telemetry.optIn": false },
    });
  });

  it("fails when nobody told it what to read", () => {
    expect(() =>
      synthesize((stack) => {
        new Kibana(stack, "kibana", { namespace: "logs", profile: "single" });
      }),
    ).toThrow("nothing to read from: call readFrom()");
  });
});
