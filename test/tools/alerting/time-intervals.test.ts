import type { JsonObject } from "../../../assurance/artifact/json";
import { routeEnds } from "../../../assurance/artifact/routing";
import { quietBecauseOf } from "../../../assurance/artifact/time-intervals";
import { Random } from "../../support/random";
import { AlertmanagerServer } from "./alertmanager-server";

const ROUTES = 600;
const MINUTE = 60_000;

// Up to 0.34.0 a month in which clocks go forward has a day too few, so zones without summer time are taken.
const ZONES = ["UTC", "Asia/Tokyo", "Asia/Kolkata", "Pacific/Kiritimati", "America/Phoenix", "Africa/Lagos"];
const WEEKDAYS = ["sunday", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday"];

/** Two numbers from a range, the smaller one first. */
function span(random: Random, from: number, to: number): readonly [number, number] {
  const [one, other] = [random.whole(from, to), random.whole(from, to)];
  return [Math.min(one, other), Math.max(one, other)];
}

function times(random: Random): JsonObject {
  const [start, end] = span(random, 0, 1440);
  const written = (minutes: number): string =>
    [Math.floor(minutes / 60), minutes % 60].map((part) => String(part).padStart(2, "0")).join(":");
  return { start_time: written(Math.min(start, 1438)), end_time: written(Math.max(end, start + 1)) };
}

function daysOfMonth(random: Random): string {
  if (random.chance(0.5)) return span(random, 1, 31).join(":");
  return span(random, -28, -1).join(":");
}

/** A part of a time interval; each field is there in about a third of them. */
function randomPart(random: Random, year: number): JsonObject {
  const [first, last] = span(random, 0, 6);
  return {
    location: random.pick(ZONES),
    ...(random.chance(0.4) ? { times: [times(random), times(random)] } : {}),
    ...(random.chance(0.3) ? { weekdays: [`${WEEKDAYS[first] ?? ""}:${WEEKDAYS[last] ?? ""}`] } : {}),
    ...(random.chance(0.3) ? { days_of_month: [daysOfMonth(random), daysOfMonth(random)] } : {}),
    ...(random.chance(0.2) ? { months: [span(random, 1, 12).join(":"), span(random, 1, 12).join(":")] } : {}),
    ...(random.chance(0.2) ? { years: [span(random, year - 1, year + 1).join(":")] } : {}),
  };
}

/** Routes with intervals of their own, some muted and some active by one or two of them. */
function randomConfiguration(random: Random, now: Date): JsonObject {
  const intervals = Array.from({ length: ROUTES }, (_, index) => ({
    name: `interval-${index}`,
    time_intervals: Array.from({ length: random.whole(1, 2) }, () =>
      randomPart(random, now.getUTCFullYear()),
    ),
  }));
  const some = (): readonly string[] => random.some(intervals.slice(0, 200), 0.01).map(({ name }) => name);
  return {
    route: {
      receiver: "nobody",
      group_by: ["alertname"],
      group_wait: "0s",
      routes: intervals.map(({ name }, index) => ({
        matchers: [`alertname="alert-${index}"`],
        ...(random.chance(0.6) ? { mute_time_intervals: [name, ...some()] } : {}),
        ...(random.chance(0.5) ? { active_time_intervals: [name, ...some()] } : {}),
      })),
    },
    receivers: [{ name: "nobody" }],
    time_intervals: intervals,
  };
}

function verdict(config: JsonObject, alertname: string, instant: Date): readonly string[] {
  const [end] = routeEnds(config, { alertname });
  return end === undefined ? [] : [...new Set(quietBecauseOf(config, end, instant))].sort();
}

describe("the evaluation of time intervals", () => {
  it(`agrees with a real Alertmanager about ${ROUTES} routes at the present time`, async () => {
    const now = new Date();
    const config = randomConfiguration(new Random(11), now);
    const names = Array.from({ length: ROUTES }, (_, index) => `alert-${index}`);
    // What begins or ends while the test runs is left out.
    const settled = names.filter((name) => {
      const around = [-1, 5].map((minutes) => new Date(now.getTime() + minutes * MINUTE));
      return new Set([now, ...around].map((at) => verdict(config, name, at).join())).size === 1;
    });
    const server = await AlertmanagerServer.start({ config });
    try {
      await server.post(settled.map((alertname) => ({ labels: { alertname } })));
      const expected = Object.fromEntries(settled.map((name) => [name, verdict(config, name, now)]));
      let shown: Readonly<Record<string, readonly string[]>> = {};
      for (let attempt = 0; attempt < 40; attempt++) {
        shown = await mutedBy(server);
        if (settled.every((name) => shown[name]?.join() === expected[name]?.join())) break;
        await new Promise((resolve) => setTimeout(resolve, 250));
      }
      expect(shown).toEqual(expected);
      const quiet = Object.values(expected).filter((because) => because.length > 0).length;
      process.stdout.write(`time intervals: ${settled.length} routes, ${quiet} of them quiet\n`);
      expect(settled.length).toBeGreaterThan(ROUTES * 0.8);
      expect([quiet > ROUTES / 5, quiet < (ROUTES * 4) / 5]).toEqual([true, true]);
    } finally {
      await server.stop();
    }
  });
});

/** Why each alert's group is quiet, once it has been looked at for the first time. */
async function mutedBy(server: AlertmanagerServer): Promise<Readonly<Record<string, readonly string[]>>> {
  return Object.fromEntries(
    (await server.groups()).map(({ alerts, labels }) => [
      labels.alertname ?? "",
      [...new Set(alerts[0]?.status.mutedBy ?? [])].sort(),
    ]),
  );
}
