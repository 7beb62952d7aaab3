export { readArtifact, type Artifact } from "./artifact/artifact";
export type { Expression, Unreadable } from "./artifact/expression";
export type { JsonObject, JsonValue } from "./artifact/json";
export { valueAt } from "./artifact/json";
export type { KubernetesObject } from "./artifact/kubernetes-object";
export {
  NATIVE_KINDS,
  type NativeConfiguration,
  type NativeKind,
} from "./artifact/native/native-configuration";
export { nativeConfigurations } from "./artifact/native/native-configurations";
export type { Release } from "./artifact/release";
export { whereOf, type Finding } from "./policy/finding";
export { formatFindings } from "./policy/format-findings";
export { judge } from "./policy/judge";
export { judgeForeign } from "./policy/judge-foreign";
export { MandateViolationError } from "./policy/mandate-violation-error";
export { retention } from "./policy/retention-settings";
export type { Rule } from "./policy/rule";
export { RULES } from "./policy/rules";
