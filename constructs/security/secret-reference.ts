/** One key of a Secret that exists before; its value never enters code, plan or state. */
export interface SecretReference {
  readonly name: string;
  readonly key: string;
}

/** One key of a ConfigMap. */
export interface ConfigMapReference {
  readonly name: string;
  readonly key: string;
}

/** A key of a Secret as the value of a container's environment variable. */
export function fromSecret({ name, key }: SecretReference): {
  readonly secretKeyRef: { name: string; key: string };
} {
  return { secretKeyRef: { name, key } };
}

/** A key of a ConfigMap as the value of a container's environment variable. */
export function fromConfigMap({ name, key }: ConfigMapReference): {
  readonly configMapKeyRef: { name: string; key: string };
} {
  return { configMapKeyRef: { name, key } };
}
