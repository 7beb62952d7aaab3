import { routed } from "../../../assurance/artifact/routing";
import type { Labels } from "../../../assurance/artifact/alert-matchers";
import { withFiles } from "../../support/native-files";
import { runTool } from "../../support/tools";
import { AlertmanagerServer, type ShownAlert } from "./alertmanager-server";
import { INHIBITION_CASES, type InhibitionCase } from "./inhibition-cases";
import { ROUTE_CASES } from "./route-cases";
import { sampleConfiguration, withoutChannels } from "./sample-configuration";

const CONFIG = withoutChannels(sampleConfiguration());

function written(labels: Labels): string {
  return Object.entries(labels)
    .map(([name, value]) => `${name}=${value}`)
    .join(" ");
}

function silences({ source, target }: InhibitionCase): boolean {
  return (routed(CONFIG, [source, target])[1]?.inhibitedBy.length ?? 0) > 0;
}

describe("routes and inhibitions", () => {
  it("are tried with two hundred different sets of labels at least, each", () => {
    const sets = new Set(ROUTE_CASES.map(({ labels }) => written(labels)));
    const pairs = new Set(
      INHIBITION_CASES.map(({ source, target }) => `${written(source)} | ${written(target)}`),
    );
    process.stdout.write(`routes: ${sets.size} sets of labels; inhibitions: ${pairs.size} pairs of sets\n`);
    expect(sets.size).toBeGreaterThanOrEqual(200);
    expect(pairs.size).toBeGreaterThanOrEqual(200);
  });

  it.each(ROUTE_CASES.map((one) => [written(one.labels), one.receivers.join(", "), one] as const))(
    "lead %s to %s",
    (_labels, _receivers, { labels, receivers }) => {
      expect(routed(CONFIG, [labels])[0]?.ends.map(({ receiver }) => receiver)).toEqual(receivers);
    },
  );

  it("are the same to amtool", () => {
    withFiles({ "alertmanager.yaml": JSON.stringify(CONFIG) }, (folder) => {
      for (const { labels, receivers } of ROUTE_CASES) {
        const args = ["config", "routes", "test", `--config.file=${folder}/alertmanager.yaml`];
        const quoted = Object.entries(labels).map(([name, value]) => `${name}=${JSON.stringify(value)}`);
        const { stdout } = runTool("amtool", [...args, ...quoted]);
        expect([labels, stdout.trim()]).toEqual([labels, receivers.join(",")]);
      }
    });
  });

  it.each(
    INHIBITION_CASES.map(
      (one) =>
        [
          one.silenced ? "silence" : "do not silence",
          one.why,
          written(one.source),
          written(one.target),
          one,
        ] as const,
    ),
  )("%s, for %s: %s | %s", (_verdict, _why, _source, _target, one) => {
    expect(silences(one)).toBe(one.silenced);
  });

  it("are the same to a real Alertmanager", async () => {
    const server = await AlertmanagerServer.start({ config: CONFIG });
    try {
      const cluster = (index: number): string => `case-${index}`;
      await server.post(
        INHIBITION_CASES.flatMap(({ source, target }, index) =>
          [source, target].map((labels, side) => ({
            labels: { ...labels, side: String(side), cluster: cluster(index) },
          })),
        ),
      );
      const expected = INHIBITION_CASES.map(({ silenced }, index) => [cluster(index), silenced]);
      let shown: readonly (readonly [string | undefined, boolean])[] = [];
      for (let attempt = 0; attempt < 20; attempt++) {
        shown = targets(await server.alerts());
        if (JSON.stringify(shown) === JSON.stringify(expected)) break;
        await new Promise((resolve) => setTimeout(resolve, 250));
      }
      expect(shown).toEqual(expected);
    } finally {
      await server.stop();
    }
  });
});

function targets(alerts: readonly ShownAlert[]): readonly (readonly [string | undefined, boolean])[] {
  const index = ({ labels }: ShownAlert): number => Number(labels.cluster?.split("-")[1]);
  return alerts
    .filter(({ labels }) => labels.side === "1")
    .sort((one, other) => index(one) - index(other))
    .map(({ labels, status }) => [labels.cluster, status.inhibitedBy.length > 0]);
}
