import { type HttpRequest, type HttpResponse, type Transport, UnansweredRequestError } from "../transport/transport.ts";

/** One response of a scripted transport. */
export type ScriptedResponse =
  | {
      /** 200 unless set. */
      readonly status?: number;
      readonly headers?: Readonly<Record<string, string>>;
      /** The body as it arrives, one chunk after the other. */
      readonly chunks?: readonly (string | Uint8Array)[];
      /** What happens behind the last chunk: the body ends (default), fails with `error`, or stays silent until aborted. */
      readonly ending?: "end" | "fail" | "hang";
      /** What the body, or the connection, fails with. */
      readonly error?: unknown;
      /** What happens before the headers: the response comes (default), the request fails with `error`, or waits until aborted. */
      readonly connect?: "respond" | "fail" | "hang";
    }
  /** Decides for itself, as a transport does. */
  | Transport;

/** One request a scripted transport was given, and what became of its response. */
export interface RecordedRequest {
  readonly request: HttpRequest;
  /** Chunks the reader has asked for so far. */
  readonly chunksRead: number;
  /** Whether the reader let go of the body, or the signal aborted, before the end of it. */
  readonly abandoned: boolean;
}

/** A transport without a network, and the requests it was given. */
export interface ScriptedTransport {
  readonly transport: Transport;
  readonly requests: readonly RecordedRequest[];
  /** Appends responses to the queue. */
  push(...responses: readonly ScriptedResponse[]): void;
}

/**
 * Creates a transport that gives the responses of a queue, in order. A request beyond the last ends its call with an
 * `UnansweredRequestError`.
 */
export function createScriptedTransport(...responses: readonly ScriptedResponse[]): ScriptedTransport {
  const queue = [...responses];
  const records: { request: HttpRequest; chunksRead: number; abandoned: boolean }[] = [];

  const transport: Transport = async (request) => {
    const record = { request, chunksRead: 0, abandoned: false };
    records.push(record);
    const scripted = queue.shift();
    if (scripted === undefined) {
      throw new UnansweredRequestError(`the scripted transport has no response for request ${records.length}`);
    }
    if (typeof scripted === "function") return scripted(request);
    request.signal?.throwIfAborted();
    if (scripted.connect === "hang") await untilAborted(request.signal, record);
    request.onConnect?.();
    if (scripted.connect === "fail") throw scripted.error ?? new Error("the connection was reset");
    return {
      status: scripted.status ?? 200,
      headers: { "content-type": "text/event-stream", ...scripted.headers },
      body: readBody(scripted, request.signal, record),
    };
  };

  return {
    transport,
    requests: records,
    push: (...more) => {
      queue.push(...more);
    },
  };
}

async function* readBody(
  scripted: Exclude<ScriptedResponse, Transport>,
  signal: AbortSignal | undefined,
  record: { chunksRead: number; abandoned: boolean },
): HttpResponse["body"] & AsyncGenerator<Uint8Array> {
  const encoder = new TextEncoder();
  let isOver = false;
  try {
    for (const chunk of scripted.chunks ?? []) {
      signal?.throwIfAborted();
      record.chunksRead++;
      yield typeof chunk === "string" ? encoder.encode(chunk) : chunk;
    }
    if (scripted.ending === "hang") await untilAborted(signal, record);
    isOver = true;
    if (scripted.ending === "fail") throw scripted.error ?? new Error("the connection was reset");
  } finally {
    if (!isOver) record.abandoned = true;
  }
}

/** Never resolves; rejects with the signal's reason. */
function untilAborted(signal: AbortSignal | undefined, record: { abandoned: boolean }): Promise<never> {
  return new Promise((_resolve, reject) => {
    const onAbort = (): void => {
      record.abandoned = true;
      reject(signal?.reason);
    };
    if (signal?.aborted === true) onAbort();
    else signal?.addEventListener("abort", onAbort, { once: true });
  });
}
