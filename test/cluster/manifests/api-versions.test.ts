import { ENVIRONMENTS, artifactOf } from "../../support/environments";
import { versionProblem } from "./api-versions";

describe.each(ENVIRONMENTS)("%s", (_name, environment) => {
  it("holds no object of a version that a supported Kubernetes release lacks or deprecates", () => {
    const { objects } = artifactOf(environment);
    const own = objects.filter(({ path }) => path !== "");
    expect(own.length).toBeGreaterThan(20);
    expect(own.flatMap((object) => versionProblem({ ...object }) ?? [])).toEqual([]);
  });
});

it.each([
  ["policy/v1beta1", "PodDisruptionBudget"],
  ["autoscaling/v2beta2", "HorizontalPodAutoscaler"],
  ["batch/v1beta1", "CronJob"],
  ["extensions/v1beta1", "Ingress"],
  ["flowcontrol.apiserver.k8s.io/v1beta3", "FlowSchema"],
  ["v1", "Endpoints"],
  ["admissionregistration.k8s.io/v1", "ValidatingAdmissionPolicy"],
])("refuses %s %s", (apiVersion, kind) => {
  expect(versionProblem({ apiVersion, kind })).toBe(
    `${apiVersion} ${kind} is not served, or deprecated, in a supported release`,
  );
});

it.each([
  ["apps/v1", "Deployment"],
  ["rbac.authorization.k8s.io/v1", "ClusterRole"],
  ["monitoring.coreos.com/v1alpha1", "ScrapeConfig"],
  ["logstash.k8s.elastic.co/v1alpha1", "Logstash"],
])("lets %s %s pass", (apiVersion, kind) => {
  expect(versionProblem({ apiVersion, kind })).toBeUndefined();
});
