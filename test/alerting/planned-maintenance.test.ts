import { maintenanceMarkers, type PlannedMaintenance } from "../../constructs/alerting/planned-maintenance";
import { plannedMaintenanceProblems } from "../../constructs/alerting/planned-maintenance-problems";
import { formatProblem } from "../../mandate";

const UPGRADE: PlannedMaintenance = {
  name: "database-upgrade",
  reason: "PostgreSQL is upgraded.",
  from: "2027-03-01T22:00",
  until: "2027-03-02T01:00",
  timeZone: "Europe/Berlin",
};

function said(...planned: readonly PlannedMaintenance[]): string {
  return plannedMaintenanceProblems(planned, "planned").map(formatProblem).join("\n");
}

describe("maintenanceMarkers", () => {
  it("fire from the first instant up to the last, by the clocks of the zone", () => {
    const [marker] = maintenanceMarkers([UPGRADE]);
    const [from, until] = ["2027-03-01T21:00:00Z", "2027-03-02T00:00:00Z"].map(
      (time) => Date.parse(time) / 1000,
    );
    expect(marker).toMatchObject({
      alert: "MaintenanceWindow",
      severity: "none",
      expr: `vector(time()) >= ${from} < ${until}`,
      labels: { window: "database-upgrade", scope: "cluster", quietens: "high,medium,low" },
      description: "PostgreSQL is upgraded. Until 2027-03-02T01:00 Europe/Berlin.",
    });
  });

  it("say whom they quieten, and how urgent it may be", () => {
    const scope = { namespace: "shop", service: "cart" };
    expect(maintenanceMarkers([{ ...UPGRADE, scope, severities: ["low"] }])[0]?.labels).toEqual({
      window: "database-upgrade",
      scope: "service",
      quietens: "low",
      namespace: "shop",
      service: "cart",
    });
    expect(maintenanceMarkers([{ ...UPGRADE, scope: { namespace: "shop" } }])[0]?.labels).toMatchObject({
      scope: "namespace",
    });
  });
});

describe("plannedMaintenanceProblems", () => {
  it("finds nothing wrong with work on two services at one time", () => {
    const scope = (service: string) => ({ scope: { namespace: "shop", service } });
    expect(said({ ...UPGRADE, ...scope("cart") }, { ...UPGRADE, ...scope("checkout"), name: "other" })).toBe(
      "",
    );
  });

  it("refuses two at the same time for the same alerts", () => {
    expect(said(UPGRADE, { ...UPGRADE, name: "other", from: "2027-03-02T00:30", until: "2027-03-02T04:00" }))
      .toBe(`planned[1]: overlaps with another maintenance for the same alerts
  found:    other, 2027-03-02T00:30 to 2027-03-02T04:00 Europe/Berlin
  allowed:  times outside of database-upgrade, 2027-03-01T22:00 to 2027-03-02T01:00 Europe/Berlin (planned[0])
  fix:      join the two, or give them scopes or severities that differ`);
  });

  it("refuses times that are none, do not exist or come twice", () => {
    expect(said({ ...UPGRADE, from: "2027-02-30T10:00" })).toBe(`planned[0].from: cannot be used
  found:    "2027-02-30T10:00"
  allowed:  a date and time such as 2027-03-01T22:00`);
    expect(said({ ...UPGRADE, from: "2027-03-28T02:30", until: "2027-03-28T05:00" }))
      .toBe(`planned[0].from: this time does not exist in Europe/Berlin, because clocks are changed
  found:    "2027-03-28T02:30"
  fix:      choose another hour`);
    expect(said({ ...UPGRADE, from: "2027-10-31T00:30", until: "2027-10-31T02:30" }))
      .toBe(`planned[0].until: this time comes twice in Europe/Berlin, because clocks are changed
  found:    "2027-10-31T02:30"
  fix:      choose another hour`);
  });

  it("refuses an end before the beginning, a name twice and an unknown zone", () => {
    expect(said({ ...UPGRADE, until: "2027-03-01T21:00" }))
      .toBe(`planned[0]: the maintenance ends before it begins
  found:    2027-03-01T22:00 to 2027-03-01T21:00
  fix:      exchange from and until`);
    expect(said(UPGRADE, { ...UPGRADE, from: "2027-04-01T10:00", until: "2027-04-01T11:00" }))
      .toBe(`planned[1].name: another window has this name
  found:    "database-upgrade"
  fix:      choose a name of its own`);
    expect(said({ ...UPGRADE, timeZone: "Europe/Berln" }))
      .toBe(`planned[0].timeZone: there is no such time zone
  found:    "Europe/Berln"
  allowed:  an IANA name such as Europe/Berlin`);
  });
});
