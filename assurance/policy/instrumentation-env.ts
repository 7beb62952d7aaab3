import { below, entriesOf, isObject, itemsOf, textOf, valueAt, type JsonValue } from "../artifact/json";
import type { KubernetesObject } from "../artifact/kubernetes-object";

/** A variable that an Instrumentation sets in workloads; it beats the field of the same meaning. */
export interface InstrumentationVariable {
  readonly address: string;
  readonly path: string;
  readonly name: string;
  readonly value: string;
}

/** Variables for all languages (`spec.env`) and for one (`spec.java.env`). */
export function instrumentationEnv(
  object: KubernetesObject,
  names: readonly string[],
): readonly InstrumentationVariable[] {
  const spec = valueAt(object.body, "spec");
  const root = below(object.path, "spec");
  const lists: readonly (readonly [string, JsonValue | undefined])[] = [
    [root, spec],
    ...entriesOf(spec).map(([language, settings]) => [below(root, language), settings] as const),
  ];
  return lists.flatMap(([at, settings]) =>
    itemsOf(valueAt(settings, "env")).flatMap((variable, index) => {
      const name = isObject(variable) ? textOf(variable.name) : undefined;
      if (name === undefined || !names.includes(name)) return [];
      const value = textOf(valueAt(variable, "value")) ?? "";
      return [{ address: object.address, path: below(below(at, "env"), index), name, value }];
    }),
  );
}
