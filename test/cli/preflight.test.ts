import type { Artifact } from "../../assurance";
import { Cluster } from "../../cli/cluster/cluster";
import { preflight } from "../../cli/preflight";
import type { Check, Finding } from "../../cli/preflight/check";
import { checkAccess } from "../../cli/preflight/check-access";
import { checkCapacity } from "../../cli/preflight/check-capacity";
import { checkNamespaces } from "../../cli/preflight/check-namespaces";
import { checkPlatform } from "../../cli/preflight/check-platform";
import { checkSecrets } from "../../cli/preflight/check-secrets";
import { checkStorage } from "../../cli/preflight/check-storage";
import { checkVersion } from "../../cli/preflight/check-version";
import { ApiServerFake, type FakeObject } from "../support/api-server-fake";
import { addRelease, artifactWith, type Change, release, values } from "../support/artifact-fixture";
import { MAIN, record, WITH_SECRETS } from "../support/secrets-artifact";

const fake = new ApiServerFake();
beforeAll(() => fake.start());
afterAll(() => fake.stop());
beforeEach(() => {
  fake.objects.clear();
  fake.requests.length = 0;
  fake.interrupt = () => undefined;
});

function run(check: Check, ...changes: readonly Change[]): Promise<readonly Finding[]> {
  return check(new Cluster(fake.url), artifactWith(...changes));
}

/** Verdict, subject, what was found and the fix, as a person reads them. */
function lines(findings: readonly Finding[]): readonly string[] {
  return findings.map(({ fix, found, subject, verdict }) =>
    [`${verdict} ${subject}: ${found}`, ...(fix === undefined ? [] : [fix])].join(" -> "),
  );
}

describe("the version of the cluster", () => {
  const versions = (gitVersion: string) => {
    fake.interrupt = ({ path }) => (path === "/version" ? [200, { gitVersion }] : undefined);
  };
  const operators = [
    addRelease("cert-manager", release("cert-manager", "v1.21.1", "cert-manager", {})),
    addRelease("eck", release("eck-operator", "3.5.0", "eck-operator", {})),
  ];

  it("is good where every operator supports it", async () => {
    expect(lines(await run(checkVersion, ...operators))).toEqual([`ok ${fake.url}: Kubernetes v1.35.1`]);
  });

  it("warns of operators that support newer ones only", async () => {
    versions("v1.32.9-eks-1");
    expect(lines(await run(checkVersion, ...operators))).toEqual([
      `ok ${fake.url}: Kubernetes v1.32.9-eks-1`,
      "warn cert-manager v1.21.1: supports Kubernetes 1.33 to 1.36, this is 1.32 -> upgrade the cluster",
    ]);
  });

  it("warns of operators that do not know it yet", async () => {
    versions("v1.37.0");
    expect(lines(await run(checkVersion, ...operators)).slice(1)).toEqual([
      "warn cert-manager v1.21.1: supports Kubernetes 1.33 to 1.36, this is 1.37 -> " +
        "try it on a cluster that holds nothing of value first",
      "warn eck-operator 3.5.0: supports Kubernetes 1.32 to 1.36, this is 1.37 -> " +
        "try it on a cluster that holds nothing of value first",
    ]);
  });

  it("fails where the charts refuse it", async () => {
    versions("v1.24.17");
    expect(lines(await run(checkVersion, ...operators))).toEqual([
      `fail ${fake.url}: Kubernetes v1.24.17: the charts refuse it -> upgrade the cluster to 1.25 or newer`,
    ]);
  });

  it("is not judged where the server does not tell it", async () => {
    versions("");
    expect(lines(await run(checkVersion))).toEqual([
      `warn ${fake.url}: the server does not tell its version`,
    ]);
  });
});

describe("access", () => {
  it("is good for a cluster administrator", async () => {
    expect(lines(await run(checkAccess))).toEqual(["ok cluster administrator: all rights"]);
    expect(fake.requests[0]?.body).toMatchObject({
      spec: { resourceAttributes: { verb: "*", group: "*", resource: "*" } },
    });
  });

  it("warns where rights are missing", async () => {
    fake.interrupt = () => [201, { status: { allowed: false } }];
    expect(lines(await run(checkAccess))).toEqual([
      "warn cluster administrator: not all rights: a deployment may be refused half-way -> " +
        "use a context with the rights of a cluster administrator",
    ]);
  });
});

describe("namespaces", () => {
  const AGENTS = {
    name: "agents",
    role: "agents",
    created: true,
    labels: { "pod-security.kubernetes.io/enforce": "privileged" },
  };
  const put = (name: string, labels: Record<string, string>, more: FakeObject = {}): void => {
    fake.put(`/api/v1/namespaces/${name}`, { metadata: { labels, ...more.metadata } });
  };
  const enforce = (level: string) => ({ "pod-security.kubernetes.io/enforce": level });
  const check = (): Promise<readonly Finding[]> => run(checkNamespaces, ...record(MAIN, AGENTS));

  it("fails without the one that holds the Secrets, and leaves the others to Terraform", async () => {
    expect(lines(await check())).toEqual([
      "fail observability: it does not exist -> run `qms secrets trial --apply`",
      "ok agents: not there yet: Terraform creates it",
    ]);
  });

  it("fails where somebody else made one that Terraform has to create", async () => {
    put("observability", enforce("baseline"));
    put("agents", enforce("privileged"));
    expect(lines(await check())).toEqual([
      "ok observability: enforces Pod Security baseline",
      "fail agents: it is there already, and Terraform would refuse to create it -> " +
        "add agents to namespaces.existing",
    ]);
  });

  it("is good with what Terraform created before", async () => {
    put("agents", { ...enforce("privileged"), "app.kubernetes.io/managed-by": "terraform" });
    expect(lines(await check())[1]).toBe("ok agents: enforces Pod Security privileged");
  });

  it("fails where a level keeps the pods out", async () => {
    put("observability", enforce("restricted"));
    expect(lines(await check())[0]).toBe(
      "fail observability: enforces Pod Security restricted, its pods need baseline -> " +
        "kubectl label namespace observability --overwrite pod-security.kubernetes.io/enforce=baseline",
    );
  });

  it("warns where less is enforced than would do", async () => {
    put("observability", enforce("privileged"));
    expect(lines(await check())[0]).toBe(
      "warn observability: enforces Pod Security privileged, baseline would do -> " +
        "kubectl label namespace observability --overwrite pod-security.kubernetes.io/enforce=baseline",
    );
    put("observability", {});
    expect(lines(await check())[0]).toBe(
      "warn observability: enforces no Pod Security level -> " +
        "kubectl label namespace observability --overwrite pod-security.kubernetes.io/enforce=baseline",
    );
  });

  it("fails while one is being deleted", async () => {
    put("observability", {}, { metadata: { deletionTimestamp: "2026-01-01T00:00:00Z" } });
    expect(lines(await check())[0]).toBe("fail observability: it is being deleted -> wait until it is gone");
  });

  it("tells the label of a missing namespace that belongs to others", async () => {
    const findings = await run(checkNamespaces, ...record({ ...AGENTS, created: false }));
    expect(lines(findings)).toEqual([
      "fail agents: it does not exist -> create agents with the label " +
        "pod-security.kubernetes.io/enforce: privileged, or take agents out of namespaces.existing",
    ]);
  });
});

describe("Secrets", () => {
  const SECRETS = "/api/v1/namespaces/observability/secrets";
  const check = async (): Promise<readonly string[]> => lines(await run(checkSecrets, ...WITH_SECRETS));

  it("are told with who can make them, where they are missing", async () => {
    expect(await check()).toEqual([
      "fail observability/alertmanager-receivers: it does not exist -> " +
        "slack-url: Slack: the app's Incoming Webhooks page, one webhook for the channel",
      "fail observability/elasticsearch-user-jaeger: it does not exist -> run `qms secrets trial --apply`",
      "fail observability/grafana-admin: it does not exist -> run `qms secrets trial --apply`",
      "fail observability/grafana-database: it does not exist -> password: from whoever runs the PostgreSQL",
    ]);
  });

  it("need every key, with something in it", async () => {
    fake.put(`${SECRETS}/grafana-admin`, {
      type: "Opaque",
      data: { "admin-user": "YQ==", "secret-key": "" },
    });
    expect((await check())[2]).toBe(
      "fail observability/grafana-admin: lacks admin-password -> run `qms secrets trial --apply`",
    );
    const data = { "admin-user": "YQ==", "admin-password": "YQ==", "secret-key": "" };
    fake.put(`${SECRETS}/grafana-admin`, { type: "Opaque", data });
    expect((await check())[2]).toMatch(/^fail observability\/grafana-admin: secret-key is empty -> /);
  });

  it("are good with all keys, and never show a value", async () => {
    const data = { username: "c2VlZGVk", password: "c2VlZGVk", roles: "c2VlZGVk" };
    fake.put(`${SECRETS}/elasticsearch-user-jaeger`, { type: "kubernetes.io/basic-auth", data });
    const found = await check();
    expect(found[1]).toBe("ok observability/elasticsearch-user-jaeger: has password, roles, username");
    expect(found.join()).not.toMatch(/seeded|c2VlZGVk/);
  });

  it("warns of another type", async () => {
    const data = { username: "YQ==", password: "YQ==", roles: "YQ==" };
    fake.put(`${SECRETS}/elasticsearch-user-jaeger`, { type: "Opaque", data });
    expect((await check())[1]).toBe(
      "warn observability/elasticsearch-user-jaeger: is of type Opaque -> " +
        "make it anew with type kubernetes.io/basic-auth; a Secret's type cannot be changed",
    );
  });
});

describe("storage classes", () => {
  const claim = (storageClassName?: string) => ({
    ...(storageClassName === undefined ? {} : { storageClassName }),
    resources: { requests: { storage: "7Gi" } },
  });
  const claims = values("kps", {
    "prometheus.prometheusSpec.storageSpec.volumeClaimTemplate.spec": claim("fast"),
    "alertmanager.alertmanagerSpec.storage.volumeClaimTemplate.spec": claim(),
  });
  const put = (name: string, object: FakeObject): void => {
    fake.put(`/apis/storage.k8s.io/v1/storageclasses/${name}`, object);
  };

  it("fails without the named one and without a default", async () => {
    put("slow", { provisioner: "disks.example.org" });
    expect(lines(await run(checkStorage, claims))).toEqual([
      "fail (the default): the cluster has no default class -> name one in storage.storageClass: slow",
      "fail fast: there is no such class -> name one in storage.storageClass: slow",
    ]);
  });

  it("is good where they are there and volumes can grow, and warns where they cannot", async () => {
    const annotations = { "storageclass.kubernetes.io/is-default-class": "true" };
    put("slow", { provisioner: "disks.example.org", metadata: { annotations } });
    put("fast", { provisioner: "disks.example.org", allowVolumeExpansion: true });
    expect(lines(await run(checkStorage, claims))).toEqual([
      "warn (the default): slow by disks.example.org, volumes cannot grow -> " +
        "set allowVolumeExpansion: true, or make the volumes large enough for years",
      "ok fast: fast by disks.example.org",
    ]);
  });
});

describe("definitions and operators of others", () => {
  const DEFINITIONS = "/apis/apiextensions.k8s.io/v1/customresourcedefinitions";
  const define = (name: string, group: string, owner?: readonly [string, string]): void => {
    const annotations =
      owner === undefined
        ? {}
        : { "meta.helm.sh/release-namespace": owner[0], "meta.helm.sh/release-name": owner[1] };
    fake.put(`${DEFINITIONS}/${name}`, { metadata: { annotations }, spec: { group } });
  };
  const ours = [
    addRelease("crds", release("prometheus-operator-crds", "31.0.1", "prometheus-operator-crds", {})),
    addRelease("cert-manager", release("cert-manager", "v1.21.1", "cert-manager", {})),
    addRelease("trust", release("trust-manager", "v0.24.0", "trust-manager", {})),
    addRelease("eck", release("eck-operator", "3.5.0", "eck-operator", {})),
    addRelease("otel", release("opentelemetry-operator", "0.122.0", "opentelemetry-operator", {})),
  ];

  it("are nobody's on an empty cluster", async () => {
    expect(lines(await run(checkPlatform, ...ours))).toEqual(
      [
        "prometheus-operator-crds",
        "cert-manager",
        "trust-manager",
        "eck-operator",
        "opentelemetry-operator",
      ].map((chart) => `ok ${chart}: not there yet: they are created`),
    );
  });

  it("are ours after a deployment, also those that stay when it is gone", async () => {
    define("bundles.trust.cert-manager.io", "trust.cert-manager.io", ["observability", "trust-manager"]);
    define("certificates.cert-manager.io", "cert-manager.io", ["observability", "cert-manager"]);
    define("orders.acme.cert-manager.io", "acme.cert-manager.io", ["observability", "cert-manager"]);
    expect(lines(await run(checkPlatform, ...ours)).slice(1, 3)).toEqual([
      "ok cert-manager: ours",
      "ok trust-manager: ours",
    ]);
  });

  it("fail a deployment that would take them over", async () => {
    define("certificates.cert-manager.io", "cert-manager.io", ["pki", "cert-manager"]);
    define("elasticsearches.elasticsearch.k8s.elastic.co", "elasticsearch.k8s.elastic.co");
    define("kibanas.kibana.k8s.elastic.co", "kibana.k8s.elastic.co");
    const found = lines(await run(checkPlatform, ...ours));
    expect(found[1]).toBe(
      "fail cert-manager: 1 of pki/cert-manager, and Helm would refuse to take them over -> add cert-manager to existing",
    );
    expect(found[3]).toBe(
      "fail eck-operator: 2 of nobody's release, and Helm would refuse to take them over -> add eck-operator to existing",
    );
  });

  it("fail a deployment that counts on them in vain", async () => {
    define("certificates.cert-manager.io", "cert-manager.io", ["pki", "cert-manager"]);
    define("instrumentations.opentelemetry.io", "opentelemetry.io", ["otel", "operator"]);
    const found = lines(await run(checkPlatform));
    expect(found[1]).toBe(
      "fail cert-manager: missing: clusterissuers.cert-manager.io -> install cert-manager, or take cert-manager out of existing",
    );
    expect(found[4]).toBe("ok opentelemetry-operator: somebody else's are there");
  });

  it("tell a second operator beside ours, and not ours itself", async () => {
    const operator = (name: string, label: string, owner: readonly [string, string]): void => {
      fake.put(`/apis/apps/v1/namespaces/${owner[0]}/deployments/${name}`, {
        metadata: {
          labels: { "app.kubernetes.io/name": label },
          annotations: {
            "meta.helm.sh/release-namespace": owner[0],
            "meta.helm.sh/release-name": owner[1],
          },
        },
      });
    };
    // The fake lists by the path above the kind, which is the namespace's here.
    fake.interrupt = ({ path }) =>
      path === "/apis/apps/v1/deployments"
        ? [200, { items: [...fake.objects.values()], metadata: {} }]
        : undefined;
    operator("cert-manager", "cert-manager", ["observability", "cert-manager"]);
    operator("issuer", "cert-manager", ["pki", "cert-manager"]);
    operator("prom-operator", "kube-prometheus-stack-prometheus-operator", ["teams", "prom"]);
    const found = lines(await run(checkPlatform, ...ours)).filter((line) => !line.startsWith("ok"));
    expect(found).toEqual([
      "warn prometheus-operator-crds: teams/prom-operator: another Prometheus operator; unless it is confined to " +
        "its own namespaces, both change our objects -> add prometheus-operator-crds to existing, or remove it",
      "fail cert-manager: pki/issuer: another cert-manager; two of them sign and change the same certificates -> " +
        "add cert-manager to existing, or remove it",
    ]);
  });
});

describe("capacity", () => {
  const node = (name: string, memory: string, spec: Record<string, unknown> = {}): void => {
    fake.put(`/api/v1/nodes/${name}`, { spec, status: { allocatable: { cpu: "4", memory } } });
  };
  const pods = (...items: readonly object[]): void => {
    fake.interrupt = ({ path }) => (path === "/api/v1/pods" ? [200, { items, metadata: {} }] : undefined);
  };
  const memory = (request: string) => ({ requests: { cpu: "500m", memory: request } });
  const stack: readonly Change[] = [
    values("kps", {
      "prometheus.prometheusSpec.replicas": 2,
      "prometheus.prometheusSpec.resources": memory("3Gi"),
      "alertmanager.enabled": true,
      nodeExporter: { enabled: true },
      "prometheus-node-exporter.resources": memory("100Mi"),
    }),
  ];
  const check = async (): Promise<readonly string[]> => lines(await run(checkCapacity, ...stack));

  it("is good where requests fit beside those of others", async () => {
    node("a", "8Gi");
    node("b", "8Gi");
    pods();
    expect(await check()).toEqual([
      "ok memory: requests of 6.2Gi, room for 16.0Gi",
      "ok CPU: requests of 2, room for 8",
      "ok largest pod: kps-prometheus asks for 3.0Gi, the largest node has 8.0Gi",
      "ok nodes: 2 needed, 2 take pods",
    ]);
  });

  it("counts what others ask for, and neither what ended nor what is ours", async () => {
    node("a", "8Gi");
    node("b", "8Gi");
    const pod = (namespace: string, phase: string) => ({
      metadata: { name: "p", namespace },
      spec: { nodeName: "a", containers: [{ resources: memory("5Gi") }] },
      status: { phase },
    });
    pods(pod("shop", "Running"), pod("shop", "Succeeded"), pod("observability", "Running"));
    expect((await check())[0]).toBe("ok memory: requests of 6.2Gi, room for 11.0Gi");
  });

  it("warns where a rollout may find no room, and fails where there is none", async () => {
    node("a", "4Gi");
    node("b", "2800Mi");
    pods();
    expect((await check())[0]).toBe(
      "warn memory: requests of 6.2Gi, room for 6.7Gi -> add nodes, or move other pods away",
    );
    node("b", "2Gi");
    expect((await check())[0]).toBe(
      "fail memory: requests of 6.2Gi, room for 6.0Gi -> add nodes, or move other pods away",
    );
  });

  it("leaves nodes out that take no pods", async () => {
    node("a", "8Gi");
    node("b", "8Gi", { unschedulable: true });
    node("c", "8Gi", { taints: [{ key: "control-plane", effect: "NoSchedule" }] });
    pods();
    const found = await check();
    // What runs on every node runs on the closed ones too.
    expect(found[0]).toBe("ok memory: requests of 6.3Gi, room for 8.0Gi");
    expect(found[3]).toBe(
      "fail nodes: 2 needed, 1 take pods -> add nodes: replicas of a store never share one",
    );
  });

  describe("of zones, where replicas are spread over them", () => {
    const inZone = (name: string, zone?: string): void => {
      fake.put(`/api/v1/nodes/${name}`, {
        metadata: { name, labels: zone === undefined ? {} : { "topology.kubernetes.io/zone": zone } },
        status: { allocatable: { cpu: "4", memory: "8Gi" } },
      });
    };
    const apart = values("kps", {
      "prometheus.prometheusSpec.topologySpreadConstraints": [
        { topologyKey: "topology.kubernetes.io/zone", whenUnsatisfiable: "DoNotSchedule", maxSkew: 1 },
      ],
    });
    const zones = async (): Promise<readonly string[]> => {
      pods();
      return lines((await run(checkCapacity, ...stack, apart)).filter(({ subject }) => subject === "zones"));
    };
    const found = (count: number): string =>
      `zones: nodes that take pods are in ${String(count)}, by their label topology.kubernetes.io/zone`;

    it("is good with three", async () => {
      ["a", "b", "c"].forEach((zone) => {
        inZone(`node-${zone}`, zone);
      });
      expect(await zones()).toEqual([`ok ${found(3)}`]);
    });

    it("warns of two", async () => {
      inZone("node-a", "a");
      inZone("node-b", "b");
      expect(await zones()).toEqual([
        `warn ${found(2)} -> add nodes in a third: without the zone that has two nodes of Elasticsearch, logs and traces wait`,
      ]);
    });

    it("fails where nodes carry none", async () => {
      inZone("node-a");
      expect(await zones()).toEqual([
        `fail ${found(0)} -> label nodes by their zones, or say cluster.allowSharedZone in the environment`,
      ]);
    });
  });

  it("fails where no node takes the largest pod", async () => {
    ["a", "b", "c", "d"].forEach((name) => {
      node(name, "2Gi");
    });
    pods();
    expect((await check())[2]).toBe(
      "fail largest pod: kps-prometheus asks for 3.0Gi, the largest node has 2.0Gi -> add a larger node",
    );
  });

  it("says which releases it cannot count", async () => {
    pods();
    const unknown = addRelease("x", release("somebodys-chart", "1.2.3", "x", {}));
    expect(lines(await run(checkCapacity, unknown)).at(-1)).toBe(
      "warn x (somebodys-chart 1.2.3): what its chart asks for is not known to this version",
    );
  });
});

describe("preflight as a whole", () => {
  it("looks at everything, and changes nothing", async () => {
    jest.spyOn(process.stderr, "write").mockReturnValue(true);
    const artifact: Artifact = artifactWith(...WITH_SECRETS, ...record(MAIN));
    const findings = await preflight(new Cluster(fake.url), artifact);
    expect([...new Set(findings.map(({ area }) => area))]).toEqual([
      "cluster",
      "access",
      "namespace",
      "secret",
      "definitions",
      "capacity",
    ]);
    expect(fake.writes()).toEqual([]);
    jest.restoreAllMocks();
  });
});
