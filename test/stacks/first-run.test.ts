import { requiredSecrets } from "../../assurance/secrets/required-secrets";
import { environmentRecord } from "../../assurance/environment-record";
import { valueAt } from "../../assurance";
import { development } from "../../stacks/environments/development";
import { production } from "../../stacks/environments/production";
import { artifactOf, ENVIRONMENTS } from "../support/environments";

describe.each(ENVIRONMENTS)("the first deployment of %s", (_, environment) => {
  const artifact = artifactOf(environment);
  const created = artifact.objects.filter(({ kind }) => kind === "Namespace").map(({ name }) => name);

  it("finds every namespace with Secrets made by others, so that Terraform meets none of its own", () => {
    const namespaces = requiredSecrets(artifact).map(({ namespace }) => namespace);
    expect(created.filter((name) => namespaces.includes(name))).toEqual([]);
  });

  it("creates the namespaces of all other releases", () => {
    const outside = environmentRecord(artifact)?.namespaces.filter((namespace) => !namespace.created) ?? [];
    const used = [...new Set(artifact.releases.map(({ namespace }) => namespace))].sort();
    expect([...created, ...outside.map(({ name }) => name)].sort()).toEqual(used);
  });
});

describe("protection of data", () => {
  const guarded = (environment: typeof production): readonly string[] =>
    artifactOf(environment)
      .releases.filter(({ attributes }) => valueAt(attributes, "lifecycle.prevent_destroy") === true)
      .map(({ name }) => name)
      .sort();

  it("keeps Terraform from destroying the releases whose data cannot be had again", () => {
    expect(guarded(production)).toEqual(["elasticsearch", "grafana", "kps"]);
  });

  it("is off where an environment says so", () => {
    expect(guarded({ ...development, protectData: false })).toEqual([]);
  });
});

describe("the declared load", () => {
  const kps = (environment: typeof production): unknown =>
    artifactOf(environment).releases.find(({ name }) => name === "kps")?.values;

  it.each([
    [undefined, "30s"],
    [17, "17s"],
  ])("of scrapes every %p seconds is what Prometheus does everywhere", (scrapeIntervalSeconds, written) => {
    const load = {
      ...development.load,
      activeSeries: 1000,
      ...(scrapeIntervalSeconds === undefined ? {} : { scrapeIntervalSeconds }),
    };
    const values = kps({ ...development, load }) as Parameters<typeof valueAt>[0];
    expect(
      [
        "prometheus.prometheusSpec.scrapeInterval",
        "kubelet.serviceMonitor.cAdvisorInterval",
        "kubelet.serviceMonitor.resourceInterval",
      ].map((path) => valueAt(values, path)),
    ).toEqual([written, written, written]);
  });
});
