import type { Problem } from "../../mandate";
import { instantsOf, isLocalTime } from "./local-time";
import { malformed, nameProblems, taken, timeZoneProblems } from "./maintenance-problems";
import { overlaps, quieteningProblems } from "./maintenance-scope";
import { type PlannedMaintenance, spanOf } from "./planned-maintenance";

/** Every mistake in a list of planned maintenance; overlaps are told once each entry is right by itself. */
export function plannedMaintenanceProblems(
  planned: readonly PlannedMaintenance[],
  where: string,
): readonly Problem[] {
  const problems = planned.flatMap((maintenance, index) => {
    const at = `${where}[${index}]`;
    const twin = planned.findIndex(({ name }) => name === maintenance.name);
    return [
      ...nameProblems(maintenance, at),
      ...malformed(`${at}.reason`, maintenance.reason, /\S/, "a sentence"),
      ...quieteningProblems(maintenance, at),
      ...(twin < index ? [taken(`${at}.name`, maintenance.name)] : []),
      ...timeProblems(maintenance, at),
    ];
  });
  return problems.length > 0 ? problems : overlapProblems(planned, where);
}

function timeProblems(maintenance: PlannedMaintenance, at: string): readonly Problem[] {
  const zone = timeZoneProblems(`${at}.timeZone`, maintenance.timeZone);
  const times = (["from", "until"] as const).flatMap((side) =>
    localTimeProblems(maintenance, side, at, zone.length === 0),
  );
  if (zone.length + times.length > 0) return [...zone, ...times];
  const [from, until] = spanOf(maintenance);
  return from < until
    ? []
    : [
        {
          where: at,
          what: "the maintenance ends before it begins",
          found: `${maintenance.from} to ${maintenance.until}`,
          fix: "exchange from and until",
        },
      ];
}

function localTimeProblems(
  maintenance: PlannedMaintenance,
  side: "from" | "until",
  at: string,
  zoneIsKnown: boolean,
): readonly Problem[] {
  const { [side]: text, timeZone } = maintenance;
  const problem = { where: `${at}.${side}`, found: JSON.stringify(text) };
  if (!isLocalTime(text)) {
    return [{ ...problem, what: "cannot be used", allowed: "a date and time such as 2027-03-01T22:00" }];
  }
  if (!zoneIsKnown) return [];
  const instants = instantsOf(text, timeZone).length;
  if (instants === 1) return [];
  const what = instants === 0 ? "does not exist" : "comes twice";
  return [
    {
      ...problem,
      what: `this time ${what} in ${timeZone}, because clocks are changed`,
      fix: "choose another hour",
    },
  ];
}

function overlapProblems(planned: readonly PlannedMaintenance[], where: string): readonly Problem[] {
  return planned.flatMap((maintenance, index) =>
    planned.slice(0, index).flatMap((earlier, earlierIndex) => {
      const [[from, until], [start, end]] = [spanOf(maintenance), spanOf(earlier)];
      if (!overlaps(maintenance, earlier) || from >= end || start >= until) return [];
      return [
        {
          where: `${where}[${index}]`,
          what: "overlaps with another maintenance for the same alerts",
          found: `${maintenance.name}, ${maintenance.from} to ${maintenance.until} ${maintenance.timeZone}`,
          allowed: `times outside of ${earlier.name}, ${earlier.from} to ${earlier.until} ${earlier.timeZone} (${where}[${earlierIndex}])`,
          fix: "join the two, or give them scopes or severities that differ",
        },
      ];
    }),
  );
}
