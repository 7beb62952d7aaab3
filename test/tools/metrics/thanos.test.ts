import { readFileSync } from "node:fs";
import { join } from "node:path";
import { connect } from "node:http2";
import { production } from "../../../stacks/environments/production";
import { artifactOf } from "../../support/environments";
import { samplesIn } from "../telemetry/exposition";
import { textOf } from "../telemetry/https-text";
import { until } from "../telemetry/program";
import { startThanosLab, type ThanosLab } from "./thanos-lab";

interface Answer {
  readonly data: { readonly result: readonly { readonly metric: Readonly<Record<string, string>> }[] };
}

const TOOL = join(__dirname, "../../../tools/thanos/tool.json");

describe("Thanos Query, as production tells it to be", () => {
  const artifact = artifactOf(production);
  let lab: ThanosLab;

  beforeAll(async () => {
    lab = await startThanosLab(artifact);
    await until("both replicas are seen", async () => (await series({ dedup: false })).length === 2);
  });

  afterAll(() => lab.stop());

  async function series({ dedup }: { readonly dedup?: boolean } = {}): Promise<Answer["data"]["result"]> {
    const query = new URLSearchParams({
      query: 'up{job="self"}',
      ...(dedup === undefined ? {} : { dedup: String(dedup) }),
    });
    const text = await textOf({ url: `${lab.url}/api/v1/query?${query.toString()}`, ca: lab.ca });
    return (JSON.parse(text) as Answer).data.result;
  }

  it("is of the version that production deploys", () => {
    const { thanos } = JSON.parse(readFileSync(TOOL, "utf8")) as { thanos: { version: string } };
    const values = artifact.releases.find(({ name }) => name === "thanos")?.values;
    expect(values).toMatchObject({ image: { tag: `v${thanos.version}` } });
  });

  it("shows once what both replicas have, with the labels of the cluster and without the replica's", async () => {
    const [one, ...others] = await series();
    expect(others).toEqual([]);
    expect(one?.metric).toEqual({ __name__: "up", cluster: "production", instance: "same", job: "self" });
  });

  it("exports every metric of its own that an alert names", async () => {
    const rules = artifact.objects
      .filter(({ kind }) => kind === "PrometheusRule")
      .map(({ body }) => JSON.stringify(body));
    const named = new Set(rules.flatMap((text) => text.match(/\bthanos_\w+/g) ?? []));
    const exported = samplesIn(await textOf({ url: `${lab.url}/metrics`, ca: lab.ca })).map(
      ({ name }) => name,
    );
    expect([...named].filter((name) => !exported.includes(name))).toEqual([]);
  });

  it.each(["without a certificate", "with a certificate of another authority"])(
    "is the only one who reads replicas: nobody does %s",
    async (how) => {
      const file = (name: string): Buffer => readFileSync(join(lab.stranger, name));
      const own = how === "without a certificate" ? {} : { key: file("tls.key"), cert: file("tls.crt") };
      const port = String(lab.replicas[0]?.grpcPort);
      await expect(call(`https://127.0.0.1:${port}`, { ca: lab.ca, ...own })).rejects.toThrow(
        /certificate required|unknown c/i,
      );
    },
  );

  it("goes on with one replica", async () => {
    const [first] = lab.replicas;
    await first?.sidecar.kill();
    await first?.prometheus.kill();
    const [one, ...others] = await series();
    expect([one?.metric.cluster, others]).toEqual(["production", []]);
  });
});

/** Asks a server of gRPC for anything. */
async function call(
  url: string,
  options: { readonly ca: string; readonly key?: Buffer; readonly cert?: Buffer },
): Promise<void> {
  return new Promise((resolve, reject) => {
    const session = connect(url, options);
    session.once("error", reject);
    const stream = session.request({
      ":method": "POST",
      ":path": "/thanos.Store/Info",
      "content-type": "application/grpc",
    });
    stream.once("error", reject);
    stream.once("response", () => {
      session.close();
      resolve();
    });
    stream.end();
  });
}
