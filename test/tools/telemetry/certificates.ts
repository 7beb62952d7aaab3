import { execFileSync } from "node:child_process";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { isIP } from "node:net";
import { join } from "node:path";

const NEW_KEY = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"];

/**
 * An authority and one certificate for all addresses and names, in files named as cert-manager names them.
 * @returns the authority's certificate
 */
export function makeCertificates(folder: string, addresses: readonly string[]): string {
  mkdirSync(folder, { recursive: true });
  const openssl = (...args: readonly string[]): void => {
    execFileSync("openssl", args, { cwd: folder, stdio: ["ignore", "ignore", "pipe"] });
  };
  const names = addresses.map((address) => `${isIP(address) === 0 ? "DNS" : "IP"}:${address}`).join(",");
  writeFileSync(join(folder, "names"), `subjectAltName=${names}\n`);
  const validity = ["-days", "2"];
  openssl(
    "req",
    "-x509",
    ...NEW_KEY,
    "-keyout",
    "ca.key",
    "-out",
    "ca.crt",
    "-subj",
    "/CN=lab-ca",
    ...validity,
  );
  openssl("req", ...NEW_KEY, "-keyout", "tls.key", "-out", "tls.csr", "-subj", "/CN=lab");
  const signer = ["-CA", "ca.crt", "-CAkey", "ca.key", "-CAcreateserial"];
  openssl("x509", "-req", "-in", "tls.csr", "-out", "tls.crt", ...signer, ...validity, "-extfile", "names");
  return readFileSync(join(folder, "ca.crt"), "utf8");
}
