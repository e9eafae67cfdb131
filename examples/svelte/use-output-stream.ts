import { type ConnectOutput, createOutputStore, type OutputStoreOptions } from "@outspec/runtime/sse";
import { onDestroy } from "svelte";
import { createSubscriber } from "svelte/reactivity";

/** A stream in a Svelte component, whose state is read as `stream.state`. It is stopped with the component. */
export function useOutputStream<P, T, I = void, X = unknown>(
  connect: ConnectOutput<I>,
  options?: OutputStoreOptions<T, X>,
) {
  const store = createOutputStore<P, T, I, X>(connect, options);
  const track = createSubscriber(store.subscribe);
  onDestroy(store.stop);
  return {
    ...store,
    get state() {
      track();
      return store.getSnapshot();
    },
  };
}
