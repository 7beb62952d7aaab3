import { replacedLists } from "../../constructs/core/replaced-lists";

const wired = { service: { pipelines: { "logs/in": { processors: ["limit", "mask", "drop"] } } }, open: [] };

/** Wires the processors again. */
function again(processors: readonly string[] | string | null): ReturnType<typeof replacedLists> {
  return replacedLists(wired, { service: { pipelines: { "logs/in": { processors } } } });
}

it.each([[["limit", "mask", "drop"]], [["limit", "place", "mask", "drop", "mark"]]])(
  "lets a list be wired again with what it has: %j",
  (processors) => {
    expect(again(processors)).toEqual([]);
  },
);

it.each([[["limit", "drop"]], [["limit", "drop", "mask"]], [[]], [null], ["limit"]])(
  "refuses what drops, reorders or replaces a list: %j",
  (processors) => {
    expect(again(processors)).toEqual([
      {
        what: "value service.pipelines.logs/in.processors would lose what is wired already",
        found: JSON.stringify(processors),
        allowed: '["limit","mask","drop"], and more between',
        fix: "wire service.pipelines.logs/in.processors with everything that it has, or leave it to the component's props and verbs",
      },
    ]);
  },
);

it("tells every list", () => {
  const two = { one: ["a"], below: { other: ["b"] } };
  expect(replacedLists(two, { one: [], below: { other: ["c"] } }).map(({ what }) => what)).toEqual([
    "value one would lose what is wired already",
    "value below.other would lose what is wired already",
  ]);
});

it("leaves lists of maps and everything else to be wired again", () => {
  expect(replacedLists({ list: [{ a: 1 }], text: "x", ...wired }, { list: [{ a: 2 }], text: "y" })).toEqual(
    [],
  );
});
