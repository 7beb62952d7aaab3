import { InternalCa, type InternalCaProps } from "../../constructs/platform/internal-ca";
import { synthesize } from "../support/synthesis";

function manifests(props: Partial<InternalCaProps> = {}) {
  const artifact = synthesize((stack) => {
    new InternalCa(stack, "internal-ca", { namespace: "obs-c", ...props });
  });
  const all = ["internal-ca", "internal-ca-bundle"].map((release) => artifact.values(release).manifests);
  return Object.assign({}, ...all) as Record<string, Record<string, unknown>>;
}

describe("InternalCa", () => {
  it("goes from a self-signed issuer over a CA certificate to the issuer that components name", () => {
    const {
      "clusterissuer-observability-selfsigned": selfSigned,
      "certificate-observability-ca": certificate,
      "clusterissuer-observability-ca": issuer,
    } = manifests();
    expect(selfSigned).toMatchObject({
      metadata: { name: "observability-selfsigned" },
      spec: { selfSigned: {} },
    });
    expect(certificate).toMatchObject({
      metadata: { name: "observability-ca", namespace: "obs-c" },
      spec: {
        isCA: true,
        secretName: "observability-ca",
        issuerRef: { name: "observability-selfsigned", kind: "ClusterIssuer" },
      },
    });
    expect(issuer).toMatchObject({
      kind: "ClusterIssuer",
      metadata: { name: "observability-ca" },
      spec: { ca: { secretName: "observability-ca" } },
    });
  });

  it("keeps the CA's key at renewal, so that older certificates still verify", () => {
    expect(manifests()["certificate-observability-ca"]?.spec).toMatchObject({
      privateKey: { algorithm: "ECDSA", size: 384, rotationPolicy: "Never" },
    });
  });

  it("gives the CA's certificate, and not its key, to every namespace", () => {
    expect(manifests()["bundle-observability-ca"]).toEqual({
      apiVersion: "trust.cert-manager.io/v1alpha1",
      kind: "Bundle",
      metadata: { name: "observability-ca" },
      spec: {
        sources: [{ secret: { name: "observability-ca", key: "tls.crt" } }],
        target: { configMap: { key: "ca.crt" } },
      },
    });
  });

  it("gives it to the named namespaces only, where they are named", () => {
    expect(
      manifests({ trustedNamespaces: ["obs-m", "shop"] })["bundle-observability-ca"]?.spec,
    ).toMatchObject({
      target: {
        namespaceSelector: {
          matchExpressions: [
            { key: "kubernetes.io/metadata.name", operator: "In", values: ["obs-m", "shop"] },
          ],
        },
      },
    });
  });
});
