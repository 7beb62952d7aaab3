import { parse } from "yaml";
import { isObject, itemsOf, type JsonObject, textOf, valueAt } from "../../assurance/artifact/json";
import { distinctNative } from "../support/native-files";
import { runTool } from "../support/tools";

const SECTIONS = ["extensions", "receivers", "processors", "connectors", "exporters"] as const;

type Section = (typeof SECTIONS)[number];

/** What the collector of the tests lacks. */
const MISSING: Partial<Readonly<Record<Section, readonly string[]>>> = {
  // Is not published as a Go module of this version.
  receivers: ["k8s_events"],
};

/** What it has although no configuration that is deployed uses it. */
const BESIDE: Partial<Readonly<Record<Section, readonly string[]>>> = {
  // An option of the agent that no environment of ours turns on.
  receivers: ["host_metrics"],
  // Where tests look at what passes, and measure without a store.
  exporters: ["debug", "file"],
};

/** Types of the components that the configurations of all environments have. */
function used(section: Section): readonly string[] {
  const types = distinctNative("collectors").flatMap(({ data }) => {
    const components = valueAt(data, section);
    return isObject(components) ? Object.keys(components).map((id) => id.split("/")[0] ?? "") : [];
  });
  return [...new Set(types)];
}

/** Types of the components that were built in. */
function built(section: Section): readonly string[] {
  const components = parse(runTool("otelcol", ["components"]).stdout) as JsonObject;
  return itemsOf(components[section])
    .filter(isObject)
    .map(({ name }) => textOf(name) ?? "");
}

describe.each(SECTIONS)("%s of the collector that tests run", (section) => {
  it("are those of the configurations, less what is not published, and what tests need", () => {
    const wanted = used(section).filter((type) => !(MISSING[section] ?? []).includes(type));
    expect([...built(section)].sort()).toEqual([...wanted, ...(BESIDE[section] ?? [])].sort());
  });
});
