import { type ConnectOutput, createOutputStore, type OutputStoreOptions } from "@outspec/runtime/sse";
import { onScopeDispose, shallowRef } from "vue";

/** A stream in a Vue component, with its state as a ref. It is stopped with the component. */
export function useOutputStream<P, T, I = void, X = unknown>(
  connect: ConnectOutput<I>,
  options?: OutputStoreOptions<T, X>,
) {
  const store = createOutputStore<P, T, I, X>(connect, options);
  // States are never changed, so nothing within them needs to be watched.
  const state = shallowRef(store.getSnapshot());
  store.subscribe(() => {
    state.value = store.getSnapshot();
  });
  onScopeDispose(store.stop);
  return { ...store, state };
}
