import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Command } from "commander";
import { parse, parseAllDocuments } from "yaml";
import { registerSecrets } from "../../cli/secrets";
import { variableOf } from "../../cli/secrets/sealed-secrets";
import { writeArtifact } from "../support/artifact-fixture";
import { noTerminal } from "../support/no-terminal";
import { MAIN, record, WITH_SECRETS } from "../support/secrets-artifact";

describe("qms secrets", () => {
  noTerminal();
  let outdir = "";
  beforeEach(() => {
    outdir = mkdtempSync(join(tmpdir(), "qms-secrets-"));
    writeArtifact(join(outdir, "stacks", "trial"), ...WITH_SECRETS, ...record(MAIN));
  });
  afterEach(() => {
    rmSync(outdir, { recursive: true, force: true });
    jest.restoreAllMocks();
  });

  async function run(...args: readonly string[]): Promise<string> {
    const log = jest.spyOn(console, "log").mockReturnValue();
    const program = new Command("qms").exitOverride();
    registerSecrets(program);
    await program.parseAsync(["secrets", "--outdir", outdir, ...args], { from: "user" });
    return log.mock.calls.flat().join("\n");
  }

  it("lists what must exist, with who needs it and who can make it", async () => {
    const output = await run("trial");
    const rows = output.split("\n").map((line) =>
      line
        .split("│")
        .map((cell) => cell.trim())
        .join("|"),
    );
    expect(rows).toContain("|observability/grafana-admin|Opaque|admin-password|random|grafana|");
    expect(rows).toContain("|||admin-user|fixed||");
    expect(rows).toContain(
      "|observability/elasticsearch-user-jaeger|kubernetes.io/basic-auth|password|random|elasticsearch|",
    );
    expect(output).toContain(
      "\nfrom outside:\n  observability/alertmanager-receivers slack-url: Slack webhook; " +
        "Slack: the app's Incoming Webhooks page, one webhook for the channel\n",
    );
    expect(output).not.toContain("\u001b[");
  });

  it("lists the same as JSON", async () => {
    const [receivers] = JSON.parse(await run("trial", "--json")) as readonly unknown[];
    expect(receivers).toEqual({
      namespace: "observability",
      name: "alertmanager-receivers",
      type: "Opaque",
      keys: [
        {
          key: "slack-url",
          what: "Slack webhook",
          origin: "outside",
          how: "Slack: the app's Incoming Webhooks page, one webhook for the channel",
        },
      ],
      neededBy: ["kps"],
      optional: false,
    });
  });

  it("writes an ExternalSecret each: secrets by reference, the rest in the template", async () => {
    const output = await run(
      "trial",
      "--format",
      "external-secrets",
      "--store",
      "vault",
      "--refresh-interval",
      "15m",
    );
    const documents = parseAllDocuments(output).map((document) => document.toJS() as unknown);
    expect(documents).toHaveLength(4);
    expect(documents[1]).toEqual({
      apiVersion: "external-secrets.io/v1",
      kind: "ExternalSecret",
      metadata: { name: "elasticsearch-user-jaeger", namespace: "observability" },
      spec: {
        refreshInterval: "15m",
        secretStoreRef: { name: "vault", kind: "ClusterSecretStore" },
        target: {
          name: "elasticsearch-user-jaeger",
          creationPolicy: "Owner",
          template: {
            engineVersion: "v2",
            mergePolicy: "Merge",
            type: "kubernetes.io/basic-auth",
            data: { roles: "span_writer", username: "jaeger" },
          },
        },
        data: [
          {
            secretKey: "password",
            remoteRef: { key: "trial/observability/elasticsearch-user-jaeger", property: "password" },
          },
        ],
      },
    });
  });

  it("writes Secrets for kubeseal without any value, each a variable to fill in on the way", async () => {
    const output = await run("trial", "--format", "sealed-secrets");
    const documents = parseAllDocuments(output).map((document) => document.toJS() as unknown);
    expect(documents[2]).toEqual({
      apiVersion: "v1",
      kind: "Secret",
      metadata: { name: "grafana-admin", namespace: "observability" },
      type: "Opaque",
      stringData: {
        "admin-password": "${GRAFANA_ADMIN_ADMIN_PASSWORD}",
        "admin-user": "admin",
        "secret-key": "${GRAFANA_ADMIN_SECRET_KEY}",
      },
    });
  });

  it("gives every key a variable of its own", () => {
    expect(variableOf("elasticsearch-user-jaeger", "tls.crt")).toBe("ELASTICSEARCH_USER_JAEGER_TLS_CRT");
  });

  it("writes a file for each into a folder", async () => {
    const folder = join(outdir, "manifests");
    const files = (await run("trial", "--format", "sealed-secrets", "--output", folder)).split("\n");
    expect(files).toEqual(
      ["alertmanager-receivers", "elasticsearch-user-jaeger", "grafana-admin", "grafana-database"].map(
        (name) => join(folder, "observability", `${name}.yaml`),
      ),
    );
    expect(parse(readFileSync(files[3] ?? "", "utf8"))).toMatchObject({
      kind: "Secret",
      stringData: { password: "${GRAFANA_DATABASE_PASSWORD}" },
    });
  });

  it("refuses options that contradict one another, all at once", async () => {
    await expect(run("trial", "--dry-run", "--output", "here")).rejects.toThrow(
      [
        "nothing was done",
        "",
        "--dry-run: it means nothing without --apply",
        "  fix:      add --apply",
        "--output: it means nothing without --format",
        "  fix:      add --format external-secrets or sealed-secrets",
      ].join("\n"),
    );
    await expect(run("trial", "--apply", "--format", "sealed-secrets")).rejects.toThrow(
      ["nothing was done", "", "--format: it cannot go with --apply", "  fix:      choose one"].join("\n"),
    );
  });

  it("fails for an environment that was not synthesized", async () => {
    await expect(run("other")).rejects.toThrow(
      [
        "no such environment",
        "",
        `${join(outdir, "stacks")}: this environment was not synthesized`,
        "  found:    other",
        "  allowed:  trial",
        "  fix:      run `npm run synth -- other` first",
      ].join("\n"),
    );
  });
});
