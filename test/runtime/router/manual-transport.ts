import type { HttpRequest, Transport } from "@outspec/runtime";

/** One request whose response a test writes as it goes. */
export interface ManualExchange {
  readonly request: HttpRequest;
  /** Host of the request's URL, by which tests tell models apart. */
  readonly host: string;
  /** Whether the client has let go of it. */
  readonly isAbandoned: boolean;
  /** Sends the head of the response. */
  respond(status?: number, headers?: Readonly<Record<string, string>>): void;
  /** Sends a piece of the body. */
  send(text: string): void;
  /** Ends the body. */
  end(): void;
}

/** A transport without a network, whose responses a test writes step by step. */
export interface ManualTransport {
  readonly transport: Transport;
  /** All requests so far, in order. */
  readonly exchanges: readonly ManualExchange[];
}

/** Makes a transport that waits for the test. */
export function createManualTransport(): ManualTransport {
  const exchanges: ManualExchange[] = [];
  const transport: Transport = (request) =>
    new Promise((resolve, reject) => {
      const body = createBody();
      let isAbandoned = false;
      const leave = (): void => {
        isAbandoned = true;
      };
      const letGo = (): void => {
        leave();
        reject(request.signal?.reason);
        body.fail(request.signal?.reason);
      };
      request.signal?.addEventListener("abort", letGo, { once: true });
      exchanges.push({
        request,
        host: new URL(request.url).hostname,
        get isAbandoned() {
          return isAbandoned;
        },
        respond(status = 200, headers = {}) {
          request.onConnect?.();
          resolve({
            status,
            headers: { "content-type": "text/event-stream", ...headers },
            body: { [Symbol.asyncIterator]: () => body.iterator(leave) },
          });
        },
        send: (text) => body.push(new TextEncoder().encode(text)),
        end: () => body.push(undefined),
      });
    });
  return { transport, exchanges };
}

interface Body {
  /** Adds a chunk; nothing ends the body. */
  push(chunk: Uint8Array | undefined): void;
  fail(reason: unknown): void;
  iterator(onLeave: () => void): AsyncIterator<Uint8Array>;
}

function createBody(): Body {
  const chunks: (Uint8Array | undefined)[] = [];
  let failure: { readonly reason: unknown } | undefined;
  let wake = (): void => {};
  return {
    push(chunk) {
      chunks.push(chunk);
      wake();
    },
    fail(reason) {
      failure ??= { reason };
      wake();
    },
    iterator: (onLeave) => ({
      async next() {
        for (;;) {
          if (failure !== undefined) throw failure.reason;
          if (chunks.length > 0) {
            const value = chunks.shift();
            return value === undefined ? { done: true, value: undefined } : { done: false, value };
          }
          await new Promise<void>((resolve) => {
            wake = resolve;
          });
        }
      },
      async return() {
        onLeave();
        return { done: true, value: undefined };
      },
    }),
  };
}

/** A piece of an answer as OpenAI's Chat Completions stream it. */
export function delta(content: string): string {
  return `data: ${JSON.stringify({ choices: [{ index: 0, delta: { content } }] })}\n\n`;
}

/** The end of such an answer. */
export const finish = `data: ${JSON.stringify({ choices: [{ index: 0, delta: {}, finish_reason: "stop" }] })}\n\ndata: [DONE]\n\n`;

/** A whole answer as Chat Completions give it when it is not streamed. */
export function whole(content: string): string {
  return JSON.stringify({ choices: [{ index: 0, message: { content }, finish_reason: "stop" }] });
}

/** Lets everything run that waits for nothing but its turn. */
export async function turn(): Promise<void> {
  for (let count = 0; count < 8; count++) await new Promise((resolve) => setImmediate(resolve));
}
