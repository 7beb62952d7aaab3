import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Command } from "commander";
import { Option } from "commander";
import { stringify } from "yaml";
import { exportOpenSlo } from "../constructs/openslo/export-openslo";
import { importOpenSlo, type ImportOptions } from "../constructs/openslo/import-openslo";
import { loadService } from "../constructs/services/load-service";
import type { Service } from "../constructs/services/service";
import { yamlSources } from "../constructs/services/yaml-source";
import { ConfigurationError, loadMandate, SEVERITIES } from "../mandate";

/** Services from files with OpenSLO documents, which may refer to one another across the files. */
export function importFiles(files: readonly string[], options: ImportOptions): readonly Service[] {
  return importOpenSlo(
    files.flatMap((file) => yamlSources(read(file), file)),
    options,
  );
}

/** Service documents as OpenSLO, in one text. */
export function exportFiles(files: readonly string[], mandatePath?: string): string {
  const mandate = loadMandate(mandatePath);
  return files
    .map((file) => loadService(file))
    .flatMap((service) => exportOpenSlo(service, mandate))
    .map((document) => stringify(document))
    .join("---\n");
}

/** Adds `qms slo import` and `qms slo export`. */
export function registerSlo(program: Command): void {
  const slo = program.command("slo").description("Objectives of services, to and from OpenSLO v1.");
  slo
    .command("import")
    .description("Writes a service document for each service of OpenSLO documents.")
    .argument("<files...>", "YAML files with documents of kind SLO, SLI and Service")
    .option("--namespace <name>", "namespace of services that do not say theirs")
    .option("--owner <team>", "team of services that do not say theirs")
    .addOption(
      new Option("--criticality <severity>", "of services that do not say theirs").choices(SEVERITIES),
    )
    .option("--outdir <folder>", "folder for one file a service; printed when it is left out")
    .action(
      (files: readonly string[], { outdir, ...options }: ImportOptions & { readonly outdir?: string }) => {
        const services = importFiles(files, options);
        if (outdir === undefined)
          console.log(
            services
              .map((service) => stringify(service))
              .join("---\n")
              .trimEnd(),
          );
        else write(services, outdir);
      },
    );
  slo
    .command("export")
    .description("Prints service documents as OpenSLO, mandated objectives included.")
    .argument("<files...>", "YAML files with a service document each")
    .option("--mandate <file>", "mandate whose objectives are added; the packaged one when it is left out")
    .action((files: readonly string[], { mandate }: { readonly mandate?: string }) => {
      console.log(exportFiles(files, mandate).trimEnd());
    });
}

function write(services: readonly Service[], outdir: string): void {
  mkdirSync(outdir, { recursive: true });
  for (const service of services) {
    const file = join(outdir, `${service.name}.yaml`);
    writeFileSync(file, stringify(service));
    console.log(file);
  }
}

function read(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch (error) {
    const found = (error as NodeJS.ErrnoException).code ?? String(error);
    throw new ConfigurationError("the OpenSLO documents cannot be used", [
      { where: file, what: "the file cannot be read", found },
    ]);
  }
}
