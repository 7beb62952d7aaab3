import fc from "fast-check";
import { readTemplate } from "../../../assurance/artifact/terraform-template";

/** What the build half does to a text, as Terraform's documentation asks for. */
function escaped(text: string): string {
  return text.replace(/([$%])\{/g, "$1$1{");
}

/** Texts in which the characters of templates are frequent. */
const texts = fc.string({ unit: fc.constantFrom("$", "%", "{", "}", '"', "\\", "a", ".", "\n", "ü") });

describe("a Terraform string", () => {
  test.each([
    ["plain $x and 100% and $(y)", "plain $x and 100% and $(y)", []],
    ["$${env:POD_IP}", "${env:POD_IP}", []],
    ["%%{COMBINEDAPACHELOG}", "%{COMBINEDAPACHELOG}", []],
    ["$$${x}", "$${x}", []],
    ["$$$${x}", "$$${x}", []],
    ["%%%{x}", "%%{x}", []],
    ["$%%{x}", "$%{x}", []],
    ["${var.a}", "${var.a}", ["${var.a}"]],
    ["%${var.a}", "%${var.a}", ["${var.a}"]],
    ["a${b}$${c}%{ if d }e%{ endif }", "a${b}${c}%{ if d }e%{ endif }", ["${b}", "%{ if d }", "%{ endif }"]],
    ['${f({ a = "}" })}z', '${f({ a = "}" })}z', ['${f({ a = "}" })}']],
    ['${"\\"}"}z', '${"\\"}"}z', ['${"\\"}"}']],
    ["${open", "${open", ["${open"]],
    ["", "", []],
  ])("%j means %j", (source, text, expressions) => {
    expect(readTemplate(source)).toEqual({ text, expressions });
  });

  test("puts a mark where an expression stands", () => {
    expect(readTemplate("a ${x} $${y} ${z}", (index) => `<${index}>`).text).toBe("a <0> ${y} <1>");
  });

  test("comes back from its escaped form, whatever is in it", () => {
    fc.assert(
      fc.property(texts, (text) => {
        expect(readTemplate(escaped(text))).toEqual({ text, expressions: [] });
      }),
    );
  });

  test("is live as soon as one opening is not escaped", () => {
    fc.assert(
      fc.property(texts, texts, fc.constantFrom("${x}", "%{x}"), (before, after, expression) => {
        const source = `${escaped(before)} ${expression}${escaped(after)}`;
        expect(readTemplate(source).expressions).toEqual([expression]);
      }),
    );
  });
});
