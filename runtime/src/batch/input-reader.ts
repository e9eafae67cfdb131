/** Reads inputs one by one, as they are asked for. */
export interface InputReader<I> {
  /** Called again only once the last promise has settled. Rejects with what the inputs themselves throw. */
  read(): Promise<{ readonly done: true } | { readonly done: false; readonly input: I }>;
  /** Says that no more are wanted, so that a file or a cursor behind them is closed. Does not wait for it. */
  leave(): void;
}

/** Makes the reader of an iterable or an async iterable, which is begun at the first read. */
export function createInputReader<I>(inputs: Iterable<I> | AsyncIterable<I>): InputReader<I> {
  let iterator: Iterator<I> | AsyncIterator<I> | undefined;
  let isOver = false;
  return {
    async read() {
      if (isOver) return { done: true };
      iterator ??= Symbol.asyncIterator in inputs ? inputs[Symbol.asyncIterator]() : inputs[Symbol.iterator]();
      try {
        const { done, value } = await iterator.next();
        if (done !== true) return { done: false, input: value };
      } catch (error) {
        isOver = true;
        throw error;
      }
      isOver = true;
      return { done: true };
    },
    leave() {
      if (isOver || iterator === undefined) return;
      isOver = true;
      // A generator that waits for something of its own returns only after that; whoever leaves does not wait for it,
      // and what it throws on the way out has no one left to be told.
      const left = (async () => iterator?.return?.())();
      left.catch(() => {});
    },
  };
}

/** How many inputs there are, where it can be told without reading them. */
export function countInputs(inputs: object): number | undefined {
  if (Array.isArray(inputs)) return inputs.length;
  return "size" in inputs && typeof inputs.size === "number" ? inputs.size : undefined;
}
