import type { Manifest } from "../core/manifest-bundle";
import { disruptionBudget } from "../platform/disruption-budget";
import { type IssuerReference, serviceCertificate } from "../security/certificate";

/** Secret that cert-manager writes with Jaeger's certificate. */
export const JAEGER_TLS_SECRET = "jaeger-tls";

/** Labels by which the chart marks Jaeger's pods, the cleaner's among them, and its Service. */
export const JAEGER_SELECTOR = { "app.kubernetes.io/name": "jaeger", "app.kubernetes.io/instance": "jaeger" };

/** What Jaeger needs beside its chart: a certificate, and what the chart lacks. */
export function jaegerManifests(
  name: string,
  { namespace, issuer }: { readonly namespace: string; readonly issuer?: IssuerReference },
): Readonly<Record<string, Manifest>> {
  return {
    ...serviceCertificate(name, namespace, {
      secretName: JAEGER_TLS_SECRET,
      usages: ["server auth"],
      ...(issuer === undefined ? {} : { issuer }),
    }),
    ...disruptionBudget({ name, namespace, podLabels: SELECTED_PODS }),
    [`servicemonitor-${name}`]: {
      apiVersion: "monitoring.coreos.com/v1",
      kind: "ServiceMonitor",
      metadata: { name, namespace },
      spec: { selector: { matchLabels: JAEGER_SELECTOR }, endpoints: [{ port: "internal-metrics" }] },
    },
  };
}

// The cleaner's pods carry the selector too.
const SELECTED_PODS = { ...JAEGER_SELECTOR, "app.kubernetes.io/component": "all-in-one" };
