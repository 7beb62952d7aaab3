import { yamlContent } from "../../../assurance/artifact/native/native-configuration";

describe("yamlContent", () => {
  it("quotes texts that the components' parsers, which know YAML 1.1, would read as something else", () => {
    const data = { date: "2006-01-02", switch: "on", time: "12:30", octal: "0644", text: "4m50s" };
    expect(yamlContent(data)).toBe(
      ['date: "2006-01-02"', 'octal: "0644"', 'switch: "on"', "text: 4m50s", 'time: "12:30"', ""].join("\n"),
    );
  });

  it("sorts keys and folds no line", () => {
    expect(yamlContent({ b: "x ".repeat(100).trim(), a: [1] })).toBe(
      `a:\n  - 1\nb: ${"x ".repeat(100).trim()}\n`,
    );
  });
});
