#!/usr/bin/env node
import { Command } from "commander";
import { exitCode, explain } from "./exit-codes";
import { registerInit } from "./init";
import { registerRender } from "./render";
import { registerSynth } from "./synth";

const program = new Command("qms").description("Observability as code, with the mandate baked in.");
registerInit(program);
registerSynth(program);
registerRender(program);

program.parseAsync().catch((error: unknown) => {
  console.error(explain(error));
  process.exitCode = exitCode(error);
});
