import type { Kept, KeptCredentials } from "../provider.ts";

/** A credential that is about to expire may have expired by the time a request arrives. */
const marginMs = 30_000;

/** A load that takes longer is not waited for by those who come later: it may never settle. */
const patienceMs = 30_000;

/**
 * Keeps the credential of one model until half a minute before it expires.
 *
 * One that says when it expires belongs to the model: all that ask while it is loaded wait for that load, and share its
 * failure. One that does not may belong to whoever asked, a tenant of the application for instance, so each asks for
 * itself. A load that was forgotten may still settle: who waits for it gets what it gives, but nobody who comes later does.
 */
export function createKeptCredentials(): KeptCredentials {
  let loading: { readonly promise: Promise<Kept<unknown>>; readonly since: number } | undefined;
  let kept: Kept<unknown> | undefined;
  /** Whether what was loaded last said when it expires; unknown before the first load. */
  let expires: boolean | undefined;

  function start(load: () => Promise<Kept<unknown>>, now: number): Promise<Kept<unknown>> {
    const promise = load();
    const started = { promise, since: now };
    loading = started;
    const settle = (loaded: Kept<unknown> | undefined): void => {
      if (loaded !== undefined) expires = loaded.expiresAt !== undefined;
      if (loading !== started) return;
      loading = undefined;
      kept = loaded;
    };
    promise.then(settle, () => settle(undefined));
    return promise;
  }

  /** What another one's load gives, where that is for everybody. */
  async function share(load: Promise<Kept<unknown>>): Promise<Kept<unknown> | undefined> {
    try {
      const found = await load;
      return found.expiresAt === undefined ? undefined : found;
    } catch (error) {
      if (expires === true) throw error;
      return undefined;
    }
  }

  async function find(load: () => Promise<Kept<unknown>>, now: number): Promise<Kept<unknown>> {
    if (isGood(kept, now)) return kept;
    const shared =
      expires === false || (loading !== undefined && now - loading.since >= patienceMs) ? undefined : loading;
    return (shared === undefined ? undefined : await share(shared.promise)) ?? start(load, now);
  }

  return {
    async get<T>(load: () => Promise<Kept<T>>, now: number): Promise<T> {
      // The cast holds: what is kept belongs to one model, which always loads a credential of the same kind.
      return (await find(load, now)).value as T;
    },
    forget(refused) {
      if (refused !== undefined && kept?.value !== refused) return;
      loading = undefined;
      kept = undefined;
    },
  };
}

/** The kept credentials as one call sees them: what they gave it last can be refused, and then asked for anew. */
export interface UsedCredentials extends KeptCredentials {
  /** Absent where nothing was taken from them. */
  readonly given: unknown;
}

/** Remembers what is taken from kept credentials. */
export function rememberGiven(credentials: KeptCredentials): UsedCredentials {
  return new RememberedCredentials(credentials);
}

class RememberedCredentials implements UsedCredentials {
  given: unknown;
  readonly #credentials: KeptCredentials;

  constructor(credentials: KeptCredentials) {
    this.#credentials = credentials;
  }

  async get<T>(load: () => Promise<Kept<T>>, now: number): Promise<T> {
    const value = await this.#credentials.get(load, now);
    this.given = value;
    return value;
  }

  forget(refused?: unknown): void {
    this.#credentials.forget(refused);
  }
}

function isGood(kept: Kept<unknown> | undefined, now: number): kept is Kept<unknown> {
  return kept?.expiresAt !== undefined && now < kept.expiresAt - marginMs;
}
