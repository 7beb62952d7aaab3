/** One place of an artifact that names a Secret, or one key of it. */
export interface SecretReference {
  readonly namespace: string;
  readonly name: string;
  /** @default - the Secret as a whole: which keys are read is not said here */
  readonly key?: string;
  /** Release that brings the reference. */
  readonly release: string;
  /** Value path inside the release. */
  readonly path: string;
  /** What the key is read as: an environment variable, or a setting that takes a file. */
  readonly use?: string;
  /** @default "Opaque", whatever the Secret's other references say */
  readonly type?: SecretType;
  /** True where the pod starts without it. */
  readonly optional: boolean;
}

/** @see https://kubernetes.io/docs/concepts/configuration/secret/#secret-types */
export type SecretType =
  "Opaque" | "kubernetes.io/basic-auth" | "kubernetes.io/tls" | "kubernetes.io/dockerconfigjson";
