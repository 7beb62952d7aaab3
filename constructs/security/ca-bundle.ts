/** ConfigMap, and key in it, under which every trusted namespace finds the certificate of the internal CA. */
export const CA_BUNDLE = { name: "observability-ca", key: "ca.crt" } as const;
