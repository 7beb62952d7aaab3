import { Token } from "cdktf";
import fc from "fast-check";
import { escapeTemplates, terraformValues } from "../../constructs/core/terraform-text";

/** Terraform's own reading of a literal: `$${` is `${`, `%%{` is `%{`, everything else is itself. */
function terraformUnescape(text: string): string {
  return text.replace(/([$%])\1\{/g, "$1{");
}

const pieces = fc.constantFrom("$", "%", "{", "}", "$$", "${", "%{", "$${x}", "a", '"', "\\", "\n", " ");
const templateText = fc.array(pieces, { maxLength: 12 }).map((parts) => parts.join(""));

describe("escapeTemplates", () => {
  it.each([
    ["${env:POD_IP}", "$${env:POD_IP}"],
    ["rate(x[${__rate_interval}])", "rate(x[$${__rate_interval}])"],
    ["%{COMBINEDAPACHELOG}", "%%{COMBINEDAPACHELOG}"],
    ["logs-%{+YYYY.MM.dd}", "logs-%%{+YYYY.MM.dd}"],
    ["$${x}", "$$${x}"],
    ["%%{x}", "%%%{x}"],
  ])("writes %s so that Terraform takes it as text", (text, escaped) => {
    expect(escapeTemplates(text)).toBe(escaped);
  });

  it.each(["$__rate_interval", "{{ $labels.x }}", "100%", "$(X)", "%(y)s", "$", "{}"])(
    "leaves %s alone",
    (text) => {
      expect(escapeTemplates(text)).toBe(text);
    },
  );

  it("leaves CDKTF tokens alone, so that references still resolve", () => {
    const token = Token.asString({ resolve: () => "later" });
    expect(escapeTemplates(`before ${token} after`)).toBe(`before ${token} after`);
  });

  it("is undone exactly by Terraform's unescaping", () => {
    fc.assert(
      fc.property(templateText, (text) => {
        expect(terraformUnescape(escapeTemplates(text))).toBe(text);
      }),
    );
  });
});

describe("terraformValues", () => {
  it("writes the same bytes whatever the order of keys", () => {
    expect(terraformValues({ b: 1, a: { d: 2, c: 3 } })).toBe(terraformValues({ a: { c: 3, d: 2 }, b: 1 }));
  });

  it("keeps null in the document", () => {
    expect(terraformValues({ a: null })).toBe('{\n  "a": null\n}');
  });
});
