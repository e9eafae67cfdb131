import type { Kept, KeptCredentials } from "../provider.ts";

/** A credential that is about to expire may have expired by the time a request arrives. */
const marginMs = 30_000;

/**
 * Keeps the credential of one model until half a minute before it expires.
 *
 * All that ask while one is loaded wait for it; a failure is theirs alone, and the next one that asks loads again. A load
 * that was forgotten may still settle: who waits for it gets what it gives, but nobody who comes later does.
 */
export function createKeptCredentials(): KeptCredentials {
  let loading: Promise<Kept<unknown>> | undefined;
  let kept: Kept<unknown> | undefined;

  function start(load: () => Promise<Kept<unknown>>): Promise<Kept<unknown>> {
    const started = load();
    loading = started;
    const settle = (loaded: Kept<unknown> | undefined): void => {
      if (loading !== started) return;
      loading = undefined;
      kept = loaded;
    };
    started.then(settle, () => settle(undefined));
    return started;
  }

  return {
    async get<T>(load: () => Promise<Kept<T>>, now: number): Promise<T> {
      const found = isGood(kept, now) ? kept : await (loading ?? start(load));
      // The cast holds: what is kept belongs to one model, which always loads a credential of the same kind.
      return found.value as T;
    },
    forget() {
      loading = undefined;
      kept = undefined;
    },
  };
}

function isGood(kept: Kept<unknown> | undefined, now: number): kept is Kept<unknown> {
  return kept?.expiresAt !== undefined && now < kept.expiresAt - marginMs;
}
