export type { Source } from "./document";
export {
  LEAF_NAMES,
  MANDATE_KEYS,
  keyOf,
  leafOf,
  tryKeyOf,
  valueAt,
  type LeafName,
  type LeafValue,
} from "./keys";
export { KINDS, describeAllowed, isWeaker, kindOf, renderQuantity, type Kind, type Unit } from "./kinds";
export { loadMandate, type Mandate, type MandateKey, type MandateValues } from "./mandate";
export { checkPolicy, loadPolicy, type DataClass, type Policy, type PolicyValues } from "./policy";
export { ConfigurationError, formatProblem, type Problem } from "./problem";
export { SEVERITIES, quantities, type Propagation, type Quantities, type Severity } from "./quantities";
export { strengthen, type Stricter } from "./strengthen";
export { nearest } from "./nearest";
export { piiAdditionProblems } from "./pii-additions";
export { piiExample, type PiiExample } from "./pii-example";
export { PII_CLASSES, PII_PATTERNS, type PiiClass, type PiiPattern } from "./pii-patterns";
