import { edgeTo } from "../../constructs/security/edge";
import type { Workload } from "../../constructs/security/workload";

const CALLER: Workload = { name: "caller", namespace: "here", podLabels: { app: "caller" } };
const CALLED: Workload = { name: "called", namespace: "there", podLabels: { app: "called" } };

describe("the edge to an endpoint", () => {
  it("leads to its workload, on the port of its URL", () => {
    expect(edgeTo(CALLER, { workload: CALLED }, "https://called.there.svc:9200/path", "questions")).toEqual({
      from: CALLER,
      to: CALLED,
      port: 9200,
      tls: "server",
      purpose: "questions",
    });
  });

  it.each([
    [
      "https://db.store.svc.cluster.local:5000",
      { name: "db.store.svc.cluster.local", namespaces: ["store"] },
      5000,
    ],
    ["https://db.store.svc", { name: "db.store.svc", namespaces: ["store"] }, 443],
    ["dns:///db.store.svc:4317", { name: "db.store.svc", namespaces: ["store"] }, 4317],
    ["https://api.example.org", { name: "api.example.org" }, 443],
  ])("leads to what the host name of %s tells where others own it", (url, to, port) => {
    expect(edgeTo(CALLER, {}, url, "questions")).toMatchObject({ to, port, tls: "server" });
  });

  it("is told to be without TLS where its URL is", () => {
    expect(edgeTo(CALLER, {}, "http://old.example.org", "questions")).toMatchObject({
      port: 80,
      tls: "none",
      note: "the endpoint is not ours, and its address is without TLS",
    });
  });
});
