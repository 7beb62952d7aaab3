import { routed, type RoutedAlert } from "../../../assurance/artifact/routing";
import type { Labels } from "../../../assurance/artifact/alert-matchers";
import type { JsonObject } from "../../../assurance/artifact/json";
import { production } from "../../../stacks/environments/production";
import { nativeOf } from "../../support/native-files";
import { Random } from "../../support/random";
import { AlertmanagerServer, type ShownAlert } from "./alertmanager-server";
import { randomAlerts, randomConfiguration } from "./random-alerts";
import { sampleConfiguration, withoutChannels } from "./sample-configuration";

const SETS_IN_A_BATCH = 500;

/** What both say of an alert: its receivers, and whether it is told. */
interface Verdict {
  readonly labels: Labels;
  readonly receivers: readonly string[];
  readonly inhibited: boolean;
}

function configurations(): readonly (readonly [string, JsonObject])[] {
  const random = new Random(7);
  const artifact = (nativeOf(production, "alertmanager")[0]?.data ?? {}) as JsonObject;
  return [
    ["the artifact of production", withoutChannels(artifact)],
    ["services, windows, maintenance and copies", withoutChannels(sampleConfiguration())],
    ...Array.from(
      { length: 19 },
      (_, index) => [`random configuration ${index + 1}`, randomConfiguration(random)] as const,
    ),
  ];
}

function key(labels: Labels): string {
  return JSON.stringify(Object.entries(labels).sort(([one], [other]) => (one < other ? -1 : 1)));
}

function ours({ ends, inhibitedBy, labels }: RoutedAlert): Verdict {
  return { labels, receivers: ends.map(({ receiver }) => receiver), inhibited: inhibitedBy.length > 0 };
}

function theirs({ labels, receivers, status }: ShownAlert): Verdict {
  return { labels, receivers: receivers.map(({ name }) => name), inhibited: status.inhibitedBy.length > 0 };
}

/** Alertmanager names a receiver once for each route that leads to it, and takes up alerts a moment after the call. */
async function settled(
  server: AlertmanagerServer,
  expected: readonly Verdict[],
): Promise<readonly Verdict[]> {
  const wanted = expected
    .map((verdict) => JSON.stringify(sorted(verdict)))
    .sort()
    .join();
  let shown: readonly Verdict[] = [];
  for (let attempt = 0; attempt < 20; attempt++) {
    shown = (await server.alerts()).map(theirs);
    if (
      shown
        .map((verdict) => JSON.stringify(sorted(verdict)))
        .sort()
        .join() === wanted
    )
      break;
    await new Promise((resolve) => setTimeout(resolve, 250));
  }
  return shown;
}

function sorted({ inhibited, labels, receivers }: Verdict): object {
  return { labels: key(labels), receivers: [...receivers].sort(), inhibited };
}

describe("the evaluation of routing", () => {
  const counted = { sets: 0, alerts: 0, inhibited: 0 };

  it.each(configurations())(
    "agrees with a real Alertmanager about five hundred sets of alerts in %s",
    async (name, config) => {
      const random = new Random(name.length * 1009 + name.charCodeAt(name.length - 1));
      const sets = Array.from({ length: SETS_IN_A_BATCH }, (_, index) =>
        randomAlerts(random, `set-${index}`),
      );
      const expected = sets.flatMap((alerts) => routed(config, alerts).map(ours));
      const server = await AlertmanagerServer.start({ config });
      try {
        await server.post(sets.flat().map((labels) => ({ labels })));
        const shown = await settled(server, expected);
        const byKey = new Map(shown.map((verdict) => [key(verdict.labels), sorted(verdict)]));
        const differing = expected.filter(
          (verdict) => JSON.stringify(byKey.get(key(verdict.labels))) !== JSON.stringify(sorted(verdict)),
        );
        expect(
          differing.slice(0, 3).map((verdict) => [sorted(verdict), byKey.get(key(verdict.labels))]),
        ).toEqual([]);
        expect(shown).toHaveLength(expected.length);
      } finally {
        await server.stop();
      }
      counted.sets += sets.length;
      counted.alerts += expected.length;
      counted.inhibited += expected.filter(({ inhibited }) => inhibited).length;
    },
  );

  it("has been compared on ten thousand sets at least, in which many an alert is silenced", () => {
    expect(counted.sets).toBeGreaterThanOrEqual(10_000);
    expect(counted.inhibited).toBeGreaterThan(1_000);
    process.stdout.write(`${JSON.stringify(counted)}\n`);
  });
});
