import { local } from "../../stacks/environments/local";
import type { KubernetesObject } from "./lab/api-client";
import { diagnosis } from "./lab/diagnosis";
import { forgetPendingReleases, pendingReleases } from "./lab/helm-releases";
import { openLab, type Cluster, type Lab } from "./lab/cluster";
import { MESSAGES } from "./messages";
import { preflight } from "./preflight";
import { Session } from "./session";
import { print, story } from "./story";
import { errorsOf } from "./terraform/terraform-run";
import { plannedChanges } from "./terraform/timings";
import type { Workspace } from "./terraform/workspace";
import { setTimeout as pause } from "node:timers/promises";

const APPLY = ["apply", "-input=false", "-json", "-auto-approve"];
const TIMED_OUT = `(${MESSAGES.timedOut.join("|")})`;
const DEFINITION = "/apis/apiextensions.k8s.io/v1/customresourcedefinitions/certificates.cert-manager.io";

describe("one environment that goes through trouble", () => {
  const step = story();
  let session: Session<Cluster & { readonly lab: Lab }>;
  let workspace: Workspace;
  let artifact: string;

  const address = (release: string): string =>
    workspace.artifact.releases.find(({ name }) => name === release)?.address ?? release;
  const id = (release: string): string => address(release).replace("helm_release.", "");
  const apply = async (...args: readonly string[]): Promise<readonly string[]> => {
    const errors = errorsOf(await workspace.run([...APPLY, ...args]));
    errors.forEach((error) => {
      print(`  said: ${error.replaceAll("\n", " ")}`);
    });
    return errors;
  };

  beforeAll(async () => {
    session = new Session(await openLab());
    artifact = session.synthesize(local);
    workspace = session.workspace().take(artifact);
    await session.prepare(artifact);
    await workspace.init();
  });

  afterAll(async () => {
    await session.end();
  });

  it(
    "says that a namespace is there already, and goes on once it is imported",
    step(async () => {
      const namespace = workspace.artifact.objects.find(({ name }) => name === "observability-system");
      const { api } = session.cluster;
      const metadata = { name: "observability-system", annotations: { owner: "somebody else" } };
      await api.create("/api/v1/namespaces", { apiVersion: "v1", kind: "Namespace", metadata });
      const target = String(namespace?.address);

      expect((await preflight(artifact, session.cluster.kubeconfig)).failed).toEqual([
        "namespace observability-system: it is there already, and Terraform would refuse to create it",
      ]);
      expect(await apply(`-target=${target}`)).toEqual([
        expect.stringContaining(`namespaces "observability-system" ${MESSAGES.namespaceThere}`),
      ]);

      const imported = await workspace.run(["import", "-input=false", target, "observability-system"]);
      expect(imported.code).toBe(0);
      expect(await apply(`-target=${target}`)).toEqual([]);
    }),
  );

  it(
    "says whose definitions are there already, and goes on once they are handed over",
    step(async () => {
      const { api } = session.cluster;
      await api.create("/apis/apiextensions.k8s.io/v1/customresourcedefinitions", FOREIGN_DEFINITION);
      const before = await api.get(DEFINITION);

      const { failed, fixes } = await preflight(artifact, session.cluster.kubeconfig);
      expect(failed).toEqual([
        "definitions cert-manager: 1 of nobody's release, and Helm would refuse to take them over",
      ]);
      expect(fixes).toContain("add cert-manager to existing");
      expect(await apply(`-target=${address("cert-manager")}`)).toEqual([
        expect.stringContaining(MESSAGES.definitionsOfOthers),
      ]);

      await api.patch(DEFINITION, { metadata: HANDED_OVER });
      expect(await apply(`-target=${address("cert-manager")}`)).toEqual([]);
      expect((await api.get(DEFINITION))?.metadata.uid).toBe(before?.metadata.uid);
    }),
  );

  it(
    "gives up on what never gets ready or lacks a Secret, installs the rest, and converges when the cause is gone",
    step(async () => {
      await session.cluster.api.remove("/api/v1/namespaces/observability/secrets/grafana-admin");
      expect((await preflight(artifact, session.cluster.kubeconfig)).failed).toEqual([
        "secret observability/grafana-admin: it does not exist",
      ]);

      session.cluster.lab.nodes.holdBack(({ metadata }) => metadata.name.startsWith("otel-gateway"));
      workspace.alter({ [id("grafana")]: { timeout: 30 }, [id("otel-gateway")]: { timeout: 30 } });

      const errors = await apply();
      expect([...errors].sort()).toEqual(
        [address("grafana"), address("otel-gateway")]
          .sort()
          .map((late) => expect.stringMatching(new RegExp(`^${late}: .*${TIMED_OUT}`)) as string),
      );
      const waiting = await diagnosis(session.cluster.api);
      waiting.forEach(print);
      expect(waiting.join("\n")).toContain('secret "grafana-admin" not found');

      session.cluster.lab.nodes.holdBack(() => false);
      await session.prepare(artifact);
      expect(await apply()).toEqual([]);
      workspace.alter({});
      expect(await apply()).toEqual([]);
      expect((await workspace.plan()).code).toBe(0);
    }),
  );

  it(
    "passes on what the API server refuses, leaves what runs running, and converges with a right value",
    step(async () => {
      const record = "/api/v1/namespaces/observability/configmaps/observability-environment";
      const before = await session.cluster.api.get(record);
      const release = workspace.artifact.releases.find(({ name }) => name === "observability-environment");
      const manifests = { ...release?.manifests, "service-wrong": WRONG_SERVICE };
      workspace.alter({ [String(release?.id)]: { values: [JSON.stringify({ manifests })] } });

      expect(await apply()).toEqual([
        expect.stringContaining(
          `Service "wrong" ${MESSAGES.refused}[spec.ports[0].port: Invalid value: 99999`,
        ),
      ]);
      expect(await session.cluster.api.get(record)).toEqual(before);

      workspace.alter({});
      expect(await apply()).toEqual([]);
      expect(plannedChanges(await workspace.plan())).toEqual([]);
    }),
  );

  it(
    "survives the loss of the API server in the middle of an apply",
    step(async () => {
      const { nodes, plane } = session.cluster.lab;
      workspace.take(session.synthesize({ ...local, logLevel: "TRACE" }));
      nodes.holdBack(({ metadata }) => metadata.name.startsWith("otel-agent"));
      const run = workspace.start(APPLY);
      while ((await pendingReleases(session.cluster.api)).length === 0) await pause(50);
      await plane.killApiServer();
      const lost = await run.end;
      print(`  said: ${errorsOf(lost).join("\n").replaceAll("\n", " ")}`);
      expect(lost.code).toBe(1);

      await plane.startApiServer();
      nodes.holdBack(() => false);
      const pending = await pendingReleases(session.cluster.api);
      print(`pending after the loss: ${pending.join(", ")}`);
      expect(pending.length).toBeGreaterThan(0);
      expect((await apply()).join("\n")).toContain(MESSAGES.pending);

      await forgetPendingReleases(session.cluster.api);
      expect(await apply()).toEqual([]);
      expect(plannedChanges(await workspace.plan())).toEqual([]);
    }),
  );
});

const WRONG_SERVICE = {
  apiVersion: "v1",
  kind: "Service",
  metadata: { name: "wrong" },
  spec: { ports: [{ port: 99999 }] },
};

/** A definition as `kubectl apply` would make it: without the marks by which Helm knows its own. */
const FOREIGN_DEFINITION: KubernetesObject = {
  apiVersion: "apiextensions.k8s.io/v1",
  kind: "CustomResourceDefinition",
  metadata: { name: "certificates.cert-manager.io" },
  spec: {
    group: "cert-manager.io",
    scope: "Namespaced",
    names: {
      kind: "Certificate",
      plural: "certificates",
      singular: "certificate",
      listKind: "CertificateList",
    },
    versions: [
      {
        name: "v1",
        served: true,
        storage: true,
        schema: { openAPIV3Schema: { type: "object", "x-kubernetes-preserve-unknown-fields": true } },
      },
    ],
  },
};

const HANDED_OVER = {
  labels: { "app.kubernetes.io/managed-by": "Helm" },
  annotations: {
    "meta.helm.sh/release-name": "cert-manager",
    "meta.helm.sh/release-namespace": "cert-manager",
  },
};
