import type { Path } from "../stream-events.ts";

/**
 * One step of an output on its way to a page. `docs/streaming-to-a-page.md` describes the protocol.
 *
 * A reader keeps the value and the *open path*: where the value is being written. What a patch writes last, down to the
 * last text, object or array in it, is open then; everything beside the open path is complete, and so are numbers,
 * booleans and null. A patch without `at` is about the innermost open container.
 */
export type Patch =
  /** Adds text to the text that is open. */
  | string
  /** The innermost open values, so many of them, are complete. */
  | number
  /** Puts a whole value in place of what there is. */
  | { readonly root: unknown }
  /** Gives members to the object at `at`, or elements to the array there by their index. */
  | { readonly set: Readonly<Record<string, unknown>>; readonly at?: Path }
  /** Adds elements to the array at `at`. */
  | { readonly push: readonly unknown[]; readonly at?: Path }
  /** Adds text to the text at `at`. */
  | { readonly append: string; readonly at: Path }
  /** What was written came from an attempt that failed; the attempt of this number starts over. It stays until it is overwritten. */
  | { readonly restart: number }
  /** The value is the validated output. With what the server tells beside it, if anything. */
  | { readonly finish: unknown }
  | { readonly error: PublicError };

/** What a page is told of a failure: nothing of providers, prompts or outputs. */
export interface PublicError {
  /** A code of `OutspecErrorCode`, or one of the server's own. */
  readonly code: string;
  /** A sentence for the person before the page. */
  readonly message: string;
  /** How long to wait before asking again, where a provider said so. */
  readonly retryAfterMs?: number;
}

/** The header that says where a connection is resumed; a browser's `EventSource` sends the same. */
export const lastEventIdHeader = "last-event-id";

/** A message that carries its number comes at least this often, so that a reader who does not count can resume, too. */
export const numberedEvery = 32;
