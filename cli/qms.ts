#!/usr/bin/env node
import { Command } from "commander";
import { fail } from "./exit-codes";
import { registerInit } from "./init";
import { registerPreflight } from "./preflight";
import { registerRender } from "./render";
import { registerSecrets } from "./secrets";
import { registerSize } from "./size";
import { registerSlo } from "./slo";
import { registerSynth } from "./synth";

const program = new Command("qms")
  .description("Observability as code, with the mandate baked in.")
  .exitOverride();
registerInit(program);
registerSynth(program);
registerRender(program);
registerSlo(program);
registerSecrets(program);
registerPreflight(program);
registerSize(program);

program.parseAsync().catch(fail);
