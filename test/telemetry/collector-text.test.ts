import { literal, ottlString, quotedForTemplates } from "../../constructs/telemetry/collector-text";

test("a dollar sign is written twice, because the collector expands one", () => {
  expect(literal("^a$|${b}")).toBe("^a$$|$${b}");
});

test("a string of OTTL escapes backslashes and quotes", () => {
  expect(ottlString(String.raw`a\."b"`)).toBe(String.raw`"a\\.\"b\""`);
});

test("a text that Helm would evaluate is quoted as a template writes it, wherever it stands", () => {
  expect(quotedForTemplates({ a: ["x{{y", 1, null], b: { c: "{{{" } })).toEqual({
    a: ["x{{`{{`}}y", 1, null],
    b: { c: "{{`{{`}}{" },
  });
});
