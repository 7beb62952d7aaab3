import { certificateManifest, serviceDnsNames } from "../../constructs/security/certificate";

const options = {
  name: "gateway-tls",
  namespace: "obs-7",
  dnsNames: ["gateway.obs-7.svc"],
  secretName: "gateway-cert",
};

describe("certificateManifest", () => {
  it("asks the internal CA for a certificate that serves and calls, with a new key at each renewal", () => {
    expect(certificateManifest(options)).toEqual({
      apiVersion: "cert-manager.io/v1",
      kind: "Certificate",
      metadata: { name: "gateway-tls", namespace: "obs-7" },
      spec: {
        secretName: "gateway-cert",
        commonName: "gateway.obs-7.svc",
        dnsNames: ["gateway.obs-7.svc"],
        usages: ["server auth", "client auth"],
        duration: "2160h",
        renewBefore: "720h",
        privateKey: { algorithm: "ECDSA", size: 256, rotationPolicy: "Always" },
        issuerRef: { name: "observability-ca", kind: "ClusterIssuer", group: "cert-manager.io" },
      },
    });
  });

  it("takes another issuer and other usages", () => {
    const manifest = certificateManifest({
      ...options,
      issuer: { name: "team-issuer", kind: "Issuer" },
      usages: ["client auth"],
    });
    expect(manifest.spec).toMatchObject({
      usages: ["client auth"],
      issuerRef: { name: "team-issuer", kind: "Issuer", group: "cert-manager.io" },
    });
  });

  it("leaves the common name out where the first name is longer than X.509 allows", () => {
    const manifest = certificateManifest({ ...options, dnsNames: [`${"a".repeat(61)}.svc`] });
    expect(manifest.spec).not.toHaveProperty("commonName");
  });
});

describe("serviceDnsNames", () => {
  it("lists every name of a Service, the one that works from other namespaces first", () => {
    expect(serviceDnsNames("jaeger", "obs-7", "corp.example")).toEqual([
      "jaeger.obs-7.svc",
      "jaeger",
      "jaeger.obs-7",
      "jaeger.obs-7.svc.corp.example",
    ]);
  });
});
