import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Command } from "commander";
import { exportFiles, importFiles, registerSlo } from "../../cli/slo";
import { loadService } from "../../constructs/services/load-service";
import { refusalOf } from "../support/problems";

const CHECKOUT = join(__dirname, "../../services/checkout.yaml");

function run(...args: readonly string[]): string {
  const printed: string[] = [];
  const log = jest.spyOn(console, "log").mockImplementation((text: string) => void printed.push(text));
  try {
    const program = new Command("qms").exitOverride();
    registerSlo(program);
    program.parse(["slo", ...args], { from: "user" });
    return printed.join("\n");
  } finally {
    log.mockRestore();
  }
}

describe("qms slo", () => {
  const folder = mkdtempSync(join(tmpdir(), "qms-slo-"));

  afterAll(() => {
    rmSync(folder, { recursive: true });
  });

  it("exports service documents, and imports them again into files", () => {
    const file = join(folder, "openslo.yaml");
    writeFileSync(file, run("export", CHECKOUT));
    expect(run("import", file, "--outdir", folder)).toBe(join(folder, "checkout.yaml"));
    expect(loadService(join(folder, "checkout.yaml"))).toEqual(loadService(CHECKOUT));
  });

  it("prints what it imports where no folder is given", () => {
    const file = join(folder, "again.yaml");
    writeFileSync(file, exportFiles([CHECKOUT]));
    expect(run("import", file)).toContain(
      "apiVersion: qms-observability/v1\nkind: Service\nname: checkout\n",
    );
  });

  it("adds the objectives of another mandate", () => {
    const mandate = readFileSync(join(__dirname, "../../mandate/qms-1.0.toml"), "utf8");
    writeFileSync(
      join(folder, "qms.toml"),
      mandate.replace("response_time_p99_ms = 1000", "response_time_p99_ms = 870"),
    );
    expect(run("export", CHECKOUT, "--mandate", join(folder, "qms.toml"))).toContain(
      String.raw`le=~"0\\.87"`,
    );
  });

  it("names a file that is not there", () => {
    expect(refusalOf(() => importFiles(["no/such.yaml"], {}))).toBe(
      "the OpenSLO documents cannot be used\n\nno/such.yaml: the file cannot be read\n  found:    ENOENT",
    );
  });
});
