import { synthesize } from "./cli/synthesize";
import { development } from "./stacks/environments/development";
import { local } from "./stacks/environments/local";
import { production } from "./stacks/environments/production";
import { staging } from "./stacks/environments/staging";
import { ObservabilityStack } from "./stacks/observability-stack";

synthesize([local, development, staging, production], (app, environment) => {
  new ObservabilityStack(app, environment);
});
