import { entriesOf, mapTexts, textOf, valueAt, type JsonObject } from "../../assurance/artifact/json";
import { SEVERITIES } from "../../mandate";
import { artifactOf, ENVIRONMENTS } from "../support/environments";
import { nativeOf, withFiles } from "../support/native-files";
import { runTool, type ToolRun } from "../support/tools";
import { yamlContent } from "../../assurance/artifact/native/native-configuration";

/** Where the operator puts what stands beside the configuration. */
const TEMPLATES = "/etc/alertmanager/config/";

describe.each(ENVIRONMENTS)("the Alertmanager of %s", (_name, environment) => {
  const [native] = nativeOf(environment, "alertmanager");
  const config = (native?.data ?? {}) as JsonObject;
  const templates = Object.fromEntries(
    artifactOf(environment)
      .releases.filter(({ name }) => name === native?.name)
      .flatMap(({ values }) => entriesOf(valueAt(values, "alertmanager.templateFiles")))
      .map(([name, text]) => [name, textOf(text) ?? ""]),
  );
  const amtool = (args: (file: string) => readonly string[]): ToolRun =>
    withFiles(templates, (folder) => {
      const local = yamlContent(mapTexts(config, (text) => text.replace(TEMPLATES, `${folder}/`)));
      return withFiles({ "alertmanager.yaml": local }, (beside) =>
        runTool("amtool", args(`${beside}/alertmanager.yaml`)),
      );
    });

  it("is accepted by amtool, templates included", () => {
    const { status, stdout, stderr } = amtool((file) => ["check-config", file]);
    expect({ status, said: status === 0 ? "" : stdout + stderr }).toEqual({ status: 0, said: "" });
    expect(stdout).toContain(`Found:\n - global config`);
    expect(stdout).toContain(`${Object.keys(templates).length} template`);
  });

  it.each(SEVERITIES)("routes %s alerts to the receiver of that name, and to no other", (severity) => {
    const labels = ["alertname=HTTPErrorRateHigh", "namespace=elsewhere", "service=unknown", "kind=symptom"];
    const { status, stdout, stderr } = amtool((file) => [
      ...["config", "routes", "test", `--config.file=${file}`, `--verify.receivers=${severity}`],
      ...labels,
      `severity=${severity}`,
    ]);
    expect({ status, receiver: stdout.trim(), stderr }).toEqual({
      status: 0,
      receiver: severity,
      stderr: "",
    });
  });

  it("routes an alert without a severity to people, not into nothing", () => {
    const { stdout } = amtool((file) => [
      "config",
      "routes",
      "test",
      `--config.file=${file}`,
      "alertname=Unknown",
    ]);
    expect(stdout.trim()).toBe("unrouted");
  });
});
