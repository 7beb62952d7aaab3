import { parse } from "yaml";
import {
  entriesOf,
  isObject,
  itemsOf,
  type JsonObject,
  textOf,
  valueAt,
} from "../../assurance/artifact/json";
import {
  EXPORTERS,
  MEASURES,
  PROCESSORS,
  RECEIVERS,
  TRANSFORM,
} from "../../constructs/telemetry/component-types";
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

const COMPONENTS = parse(runTool("otelcol", ["components"]).stdout) as JsonObject;

/** Types of the components that were built in. */
function built(section: Section): readonly string[] {
  return itemsOf(COMPONENTS[section])
    .filter(isObject)
    .map(({ name }) => textOf(name) ?? "");
}

/** Signals that a component is at least an alpha for. */
function signalsOf(section: Section, type: string): readonly string[] {
  const component = itemsOf(COMPONENTS[section])
    .filter(isObject)
    .find(({ name }) => name === type);
  return entriesOf(component?.stability)
    .filter(([, stability]) => !["Undefined", "Development"].includes(textOf(stability) ?? ""))
    .map(([signal]) => signal);
}

describe.each(SECTIONS)("%s of the collector that tests run", (section) => {
  it("are those of the configurations, less what is not published, and what tests need", () => {
    const wanted = used(section).filter((type) => !(MISSING[section] ?? []).includes(type));
    expect([...built(section)].sort()).toEqual([...wanted, ...(BESIDE[section] ?? [])].sort());
  });
});

const TYPES = [
  ...Object.entries(RECEIVERS).map(([type, { gives }]) => ["receivers", type, Object.keys(gives)] as const),
  ...Object.entries({ ...PROCESSORS, transform: TRANSFORM }).map(
    ([type, { changes }]) => ["processors", type, Object.keys(changes)] as const,
  ),
  ...Object.entries(MEASURES).map(
    ([type, { takes }]) =>
      ["connectors", type, Object.keys(takes).map((signal) => `${signal}-to-metrics`)] as const,
  ),
  ...Object.entries(EXPORTERS).map(([type, { takes }]) => ["exporters", type, Object.keys(takes)] as const),
];

it.each(TYPES.filter(([section, type]) => !(MISSING[section] ?? []).includes(type)))(
  "%s of type %s are for the signals that pipelines may use them for: %j",
  (section, type, signals) => {
    expect(signalsOf(section, type)).toEqual(expect.arrayContaining([...signals]));
  },
);
