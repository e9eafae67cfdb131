import { type ConnectOutput, createOutputStore, type OutputStoreOptions } from "@outspec/runtime/sse";
import { createSignal, onCleanup } from "solid-js";

/** A stream in a Solid component, with its state as a signal. It is stopped with the component. */
export function createOutputStream<P, T, I = void, X = unknown>(
  connect: ConnectOutput<I>,
  options?: OutputStoreOptions<T, X>,
) {
  const store = createOutputStore<P, T, I, X>(connect, options);
  const [state, setState] = createSignal(store.getSnapshot());
  store.subscribe(() => void setState(store.getSnapshot()));
  onCleanup(store.stop);
  return { ...store, state };
}
