#!/usr/bin/env node
import { Command } from "commander";
import { fail } from "./exit-codes";
import { registerInit } from "./init";
import { registerRender } from "./render";
import { registerSecrets } from "./secrets";
import { registerSynth } from "./synth";

const program = new Command("qms")
  .description("Observability as code, with the mandate baked in.")
  .exitOverride();
registerInit(program);
registerSynth(program);
registerRender(program);
registerSecrets(program);

program.parseAsync().catch(fail);
