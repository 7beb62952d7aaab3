import type { Problem } from "../../mandate";
import { offsetMinutes } from "./local-time";
import { overlaps } from "./maintenance-scope";
import type { MaintenanceWindow } from "./maintenance-window";
import { WEEKDAYS } from "./weekdays";

const DAY = 24 * 60;
const WEEK = 7 * DAY;

// Zones with summer time differ by another amount in winter; a pair may overlap in one half of the year only.
const WINTER = Date.UTC(2027, 0, 15);
const SUMMER = Date.UTC(2027, 6, 15);

/** The pairs of windows that quieten the same alerts at the same time: one of them is not what was meant. */
export function overlapProblems(windows: readonly MaintenanceWindow[], where: string): readonly Problem[] {
  return windows.flatMap((window, index) =>
    windows.slice(0, index).flatMap((earlier, earlierIndex) =>
      overlaps(window, earlier) && simultaneous(window, earlier)
        ? [
            {
              where: `${where}[${index}]`,
              what: "overlaps with another window for the same alerts",
              found: `${window.name}, ${written(window)}`,
              allowed: `times outside of ${earlier.name}, ${written(earlier)} (${where}[${earlierIndex}])`,
              fix: "join the two, or give them scopes or severities that differ",
            },
          ]
        : [],
    ),
  );
}

function written({ end, start, timeZone, weekdays }: MaintenanceWindow): string {
  return `${weekdays?.join(", ") ?? "every day"} from ${start} to ${end} ${timeZone}`;
}

function simultaneous(one: MaintenanceWindow, other: MaintenanceWindow): boolean {
  return [WINTER, SUMMER].some((instant) => {
    const others = spans(other, instant);
    return spans(one, instant).some(([from, to]) => others.some(([start, end]) => from < end && start < to));
  });
}

/** Minutes of the week in UTC, from Monday; what crosses its end is there twice, so that no pair is missed. */
function spans(window: MaintenanceWindow, instant: number): readonly (readonly [number, number])[] {
  const offset = offsetMinutes(window.timeZone, instant);
  const [start, end] = [minutes(window.start), minutes(window.end)];
  const length = end > start ? end - start : end + DAY - start;
  return (window.weekdays ?? WEEKDAYS).flatMap((day) => {
    const local = WEEKDAYS.indexOf(day) * DAY + start;
    const from = (((local - offset) % WEEK) + WEEK) % WEEK;
    return [
      [from, from + length],
      [from - WEEK, from + length - WEEK],
    ] as const;
  });
}

function minutes(timeOfDay: string): number {
  const [hours = "0", rest = "0"] = timeOfDay.split(":");
  return Number(hours) * 60 + Number(rest);
}
