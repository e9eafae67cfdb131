import type { EncodedRequest } from "../providers/provider.ts";
import type { HttpRequest } from "../transport/transport.ts";
import type { AttemptProgress } from "./attempt-progress.ts";
import type { Deadlines } from "./deadlines.ts";

/** The request of an attempt, as its transport is given it. */
export class AttemptRequest implements HttpRequest {
  /**
   * A signal costs more than all else of a request, and few transports ask for it: it is made when it is looked at. It is a
   * property of the request itself, so that a copy has it, and its getter is one for all of them: an object with a getter of
   * its own gets a hidden class of its own, which outlives it.
   */
  static readonly #signal: ThisType<AttemptRequest> & PropertyDescriptor = {
    enumerable: true,
    get(): AbortSignal {
      return this.#deadlines.signal;
    },
  };

  readonly method: "POST";
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  declare readonly signal: AbortSignal;
  readonly onAbort: (listener: (reason: unknown) => void) => () => void;
  readonly onConnect: () => void;
  readonly #deadlines: Deadlines;

  /** `more` are sent beside the request's own headers. */
  constructor(
    { method, url, headers, body }: EncodedRequest,
    more: Readonly<Record<string, string>> | undefined,
    deadlines: Deadlines,
    progress: AttemptProgress,
  ) {
    this.method = method;
    this.url = url;
    this.headers = more === undefined ? headers : { ...more, ...headers };
    this.body = body;
    this.#deadlines = deadlines;
    this.onAbort = (listener) => deadlines.onAbort(listener);
    this.onConnect = () => {
      progress.phase = "headers";
      deadlines.connected();
    };
    Object.defineProperty(this, "signal", AttemptRequest.#signal);
  }
}
