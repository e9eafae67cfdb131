/** How work is shared. */
export interface Sharing<T, R> {
  /** Each works off some items on another thread; what it has no answer for is done here. */
  readonly lanes: readonly ((items: readonly T[]) => Promise<readonly (R | undefined)[]>)[];
  /** How many items a lane gets at once. Twice as many wait there, so that it never idles. */
  readonly batchSize: number;
  here(item: T): Promise<R>;
  /** Told how many items are done. */
  onProgress?(done: number): void;
}

/** Works off some items on this thread and others, and gives the results in the order of the items. */
export async function shareWork<T, R>(items: readonly T[], sharing: Sharing<T, R>): Promise<readonly R[]> {
  const { lanes, batchSize, here, onProgress } = sharing;
  const queue = [...items.entries()];
  const results = new Map<number, R>();
  const keep = (index: number, result: R): void => {
    results.set(index, result);
    onProgress?.(results.size);
  };
  const delegate = async (lane: (typeof lanes)[number]): Promise<void> => {
    while (queue.length > 0) {
      const batch = queue.splice(0, batchSize);
      const answers = await lane(batch.map(([, item]) => item));
      for (const [at, [index]] of batch.entries()) {
        const answer = answers[at];
        if (answer !== undefined) keep(index, answer);
      }
    }
  };
  const helped = Promise.all(lanes.flatMap((lane) => [delegate(lane), delegate(lane)]));
  // It is awaited below; until then a failure must not count as unhandled.
  helped.catch(() => undefined);
  for (let next = queue.pop(); next !== undefined; next = queue.pop()) {
    keep(next[0], await here(next[1]));
    // Lets answers of the lanes in.
    if (lanes.length > 0) await new Promise(setImmediate);
  }
  await helped;
  for (const [index, item] of items.entries()) if (!results.has(index)) keep(index, await here(item));
  return items.flatMap((_, index) => (results.has(index) ? [results.get(index) as R] : []));
}
