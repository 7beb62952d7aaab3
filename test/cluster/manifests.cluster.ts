import Table from "cli-table3";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ENVIRONMENTS } from "../support/environments";
import { ControlPlane } from "./lab/control-plane";
import { environmentObjects, hasCharts } from "./manifests/environment-objects";
import { judgeEnvironment, type ReleaseVerdict } from "./manifests/judge-environment";
import { KNOWN_FAULTS, knownFault } from "./manifests/known-faults";
import { StrictValidation } from "./manifests/strict-validation";
import { print } from "./story";

const folder = mkdtempSync(join(tmpdir(), "qms-manifests-"));
let plane: ControlPlane;

const start = async (): Promise<void> => {
  plane = await ControlPlane.start(mkdtempSync(join(folder, "plane-")), "api");
};
const stop = (): Promise<void> => plane.stop();

afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

describe.each(ENVIRONMENTS.map(([name]) => name))("%s", (environment) => {
  beforeAll(start);
  afterAll(stop);

  it("is taken by the API server object by object and field by field, and its pods by Pod Security", async () => {
    const all = environmentObjects(environment, folder);
    const verdicts = await judgeEnvironment(plane.api, all);
    print(`${environment}: ${hasCharts() ? "every rendered object" : "what the project itself writes"}`);
    print(tableOf(verdicts));
    Object.entries(all.definitions).forEach(([chart, source]) => {
      print(`definitions of ${chart}: ${source}`);
    });
    const remarks = verdicts.flatMap(({ chart, release, verdicts: judged }) =>
      judged.flatMap(({ fault, object, warnings }) =>
        [...(fault === undefined ? [] : [fault]), ...warnings]
          .filter((remark) => knownFault(chart, object, remark) === undefined)
          .map((remark) => `${release}: ${object.kind} ${object.metadata.name}: ${remark}`),
      ),
    );
    expect(remarks).toEqual([]);
  });
});

it("lists known faults of charts with the reason why they stay", () => {
  if (KNOWN_FAULTS.length === 0) print("known faults of charts: none");
  KNOWN_FAULTS.forEach(({ chart, kind, reason, says }) => {
    print(`known: ${chart}: ${kind}: ${says.source}: ${reason}`);
  });
  expect(KNOWN_FAULTS.filter(({ reason }) => reason.length < 20)).toEqual([]);
});

describe("the judge", () => {
  beforeAll(start);
  afterAll(stop);

  const judge = async (object: object, namespace = "default"): Promise<string | undefined> =>
    (await new StrictValidation(plane.api).judge(object as never, namespace)).fault;

  it("refuses a field that does not exist", async () => {
    const metadata = { name: "typo" };
    expect(await judge({ apiVersion: "v1", kind: "ConfigMap", metadata, dat: {} })).toContain(
      'unknown field "dat"',
    );
  });

  it("refuses a version that the server no longer has", async () => {
    const budget = { apiVersion: "policy/v1beta1", kind: "PodDisruptionBudget", metadata: { name: "old" } };
    expect(await judge(budget)).toBe("policy/v1beta1 PodDisruptionBudget is not served");
  });

  it("refuses a quantity that is none", async () => {
    const spec = { accessModes: ["ReadWriteOnce"], resources: { requests: { storage: "1Gib" } } };
    const claim = { apiVersion: "v1", kind: "PersistentVolumeClaim", metadata: { name: "wrong" }, spec };
    expect(await judge(claim)).toContain("quantities must match the regular expression");
  });

  it("passes on what Pod Security warns about", async () => {
    const labels = { "pod-security.kubernetes.io/warn": "restricted" };
    const validation = new StrictValidation(plane.api);
    await validation.create(
      { apiVersion: "v1", kind: "Namespace", metadata: { name: "strict", labels } },
      "",
    );
    const template = { metadata: { labels }, spec: { containers: [{ name: "main", image: "main:1" }] } };
    const spec = { selector: { matchLabels: labels }, template };
    const deployment = { apiVersion: "apps/v1", kind: "Deployment", metadata: { name: "lax" }, spec };
    const { fault, warnings } = await validation.judge(deployment, "strict");
    expect(fault).toBeUndefined();
    expect(warnings).toEqual([expect.stringContaining('would violate PodSecurity "restricted')]);
  });
});

function tableOf(verdicts: readonly ReleaseVerdict[]): string {
  const table = new Table({
    head: ["release", "chart", "objects", "pods", "refused", "warned about"],
    style: { head: [], border: [], compact: true },
  });
  const rows = verdicts.map(({ chart, pods, release, verdicts: judged }) => [
    release,
    chart,
    judged.length - pods,
    pods,
    judged.filter(({ fault }) => fault !== undefined).length,
    judged.filter(({ warnings }) => warnings.length > 0).length,
  ]);
  const sum = (column: number): number => rows.reduce((total, row) => total + Number(row[column]), 0);
  table.push(...rows, ["all", "", sum(2), sum(3), sum(4), sum(5)]);
  return table.toString();
}
