import { type HelmValues, mergeValues } from "../core/helm-values";
import type { Manifest } from "../core/manifest-bundle";
import { certificateManifest, type IssuerReference, serviceDnsNames } from "../security/certificate";
import { LOGSTASH_TLS_SECRET } from "./logstash-pod";

/** The certificate of the inputs. */
export function logstashCertificate(
  service: string,
  { namespace, issuer }: { readonly namespace: string; readonly issuer?: IssuerReference },
): Manifest {
  const certificate = certificateManifest({
    name: "logstash",
    namespace,
    dnsNames: serviceDnsNames(service, namespace),
    secretName: LOGSTASH_TLS_SECRET,
    usages: ["server auth"],
    ...(issuer === undefined ? {} : { issuer }),
  });
  // The inputs read keys in this form only.
  const inPkcs8 = { spec: { privateKey: { encoding: "PKCS8" } } };
  return mergeValues(certificate as unknown as HelmValues, inPkcs8) as unknown as Manifest;
}
