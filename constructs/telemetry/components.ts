import type { HelmValue } from "../core/helm-values";
import {
  EXPORTERS,
  MEASURES,
  PROCESSORS,
  RECEIVERS,
  type Signal,
  type Signals,
  type Stage,
  TRANSFORM,
} from "./component-types";
import { needsOf, type Treatment } from "./treatments";

/** A type of component, alone or with a name: `redaction/metrics`. */
export type ComponentId<Type extends string> = Type | `${Type}/${string}`;

interface Component<Kind extends string> {
  readonly kind: Kind;
  readonly id: string;
  readonly settings: HelmValue;
}

/** Brings data into the collector. */
export interface Receiver<Given = object> extends Component<"receiver"> {
  readonly gives: Given;
  /** What must be done before its data may leave. */
  readonly needs: readonly Treatment[];
}

/** Changes what passes. */
export interface Processor<Changed = object> extends Component<"processor"> {
  readonly changes: Changed;
  readonly stage: Stage;
  readonly does: readonly Treatment[];
}

/** Ends some pipelines and begins others. */
export interface Connector<Taken = object, Given = object> extends Component<"connector"> {
  readonly takes: Taken;
  readonly gives: Given;
  /** Is wrong once traces were chosen. */
  readonly needsAll: boolean;
}

/** Sends data out of the collector. */
export interface Exporter<Taken = object> extends Component<"exporter"> {
  readonly takes: Taken;
}

/** What a pipeline can begin with. */
export type Source<Given = object> = Receiver<Given> | Connector<object, Given>;

/** What a pipeline can end with. */
export type Target<Taken = object> = Exporter<Taken> | Connector<Taken>;

type Receivers = typeof RECEIVERS;
type Processors = typeof PROCESSORS;
type Measures = typeof MEASURES;
type Exporters = typeof EXPORTERS;

/** A receiver; `allowUntreated` names what may leave the collector as it came, which must have a reason. */
export function receiver<Type extends keyof Receivers>(
  id: ComponentId<Type>,
  settings: HelmValue,
  { allowUntreated = [] }: { readonly allowUntreated?: readonly Treatment[] } = {},
): Receiver<Receivers[Type]["gives"]> {
  const { gives, holds } = RECEIVERS[typeOf(id)];
  const needs = needsOf(holds).filter((one) => !allowUntreated.includes(one));
  return { kind: "receiver", id, settings, gives, needs };
}

/** A processor, with what is done once it has passed. */
export function processor<Type extends keyof Processors>(
  id: ComponentId<Type>,
  settings: HelmValue,
  ...does: readonly Treatment[]
): Processor<Processors[Type]["changes"]> {
  const { changes, stage } = PROCESSORS[typeOf(id)];
  return { kind: "processor", id, settings, changes, stage, does };
}

/** A transformation and the stage that it belongs to, with what is done once it has passed. */
export function transform(
  name: string,
  stage: Stage,
  settings: HelmValue,
  ...does: readonly Treatment[]
): Processor<Signals<Signal>> {
  return { kind: "processor", id: `transform/${name}`, settings, stage, does, ...TRANSFORM };
}

/** A connector that makes metrics. */
export function measure<Type extends keyof Measures>(
  id: ComponentId<Type>,
  settings: HelmValue,
): Connector<Measures[Type]["takes"], Measures[Type]["gives"]> {
  return { kind: "connector", id, settings, ...MEASURES[typeOf(id)] };
}

/** A connector that joins pipelines of one signal. */
export function forward<S extends Signal>(name: string, signal: S): Connector<Signals<S>, Signals<S>> {
  const same = { [signal]: true } as Signals<S>;
  return {
    kind: "connector",
    id: `forward/${name}`,
    settings: {},
    takes: same,
    gives: same,
    needsAll: false,
  };
}

/** An exporter. */
export function exporter<Type extends keyof Exporters>(
  id: ComponentId<Type>,
  settings: HelmValue,
): Exporter<Exporters[Type]["takes"]> {
  return { kind: "exporter", id, settings, takes: EXPORTERS[typeOf(id)].takes };
}

function typeOf<Type extends string>(id: ComponentId<Type>): Type {
  return id.split("/")[0] as Type;
}
