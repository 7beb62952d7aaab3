export * from "./constructs";
export * from "./mandate";
export { synthesize } from "./cli/synthesize";
export { type Backend, StateBackend } from "./stacks/backend";
export type * from "./stacks/environments/environment";
export { MandatedApp, type MandatedAppProps } from "./stacks/mandated-app";
export { ObservabilityStack } from "./stacks/observability-stack";
