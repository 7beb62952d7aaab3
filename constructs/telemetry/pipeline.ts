import type { Signal, Signals } from "./component-types";
import type { Processor, Source, Target } from "./components";

/** A way of one signal through a collector. */
export interface Pipeline {
  readonly id: string;
  readonly signal: Signal;
  readonly from: readonly Source[];
  /** In the order of the work. */
  readonly through: readonly Processor[];
  readonly to: readonly Target[];
}

/** What can be on the way of a signal. */
interface Way<S extends Signal> {
  readonly from: readonly Source<Signals<S>>[];
  readonly through: readonly Processor<Signals<S>>[];
  readonly to: readonly Target<Signals<S>>[];
}

/**
 * A pipeline of the signal that its id begins with. Components are the things themselves, not their names: one that
 * does not exist, stands in the wrong place or does not know the signal does not compile.
 */
export function pipeline<S extends Signal>(id: S | `${S}/${string}`, way: Way<NoInfer<S>>): Pipeline {
  return { id, signal: id.split("/")[0] as S, ...way };
}
