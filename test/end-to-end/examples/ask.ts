import { type ReadStream, readEventStream } from "@outspec/runtime/sse";
import type { PartialPatientSummary, PatientSummary } from "../../../generated/index.ts";

const headers = { "content-type": "application/json" };
const body = JSON.stringify({ notes: "BP 162/98, ran out of amlodipine four days ago." });

/** Asks an example's server for a whole summary. */
export function askSummary(url: string, init: RequestInit = {}): Promise<Response> {
  return fetch(`${url}/summary`, { method: "POST", headers, body, ...init });
}

/** Asks an example's server for a streamed summary, once. */
export function fetchStream(url: string, init: RequestInit = {}): Promise<Response> {
  return fetch(`${url}/summary/stream`, { method: "POST", body, ...init, headers: { ...headers, ...init.headers } });
}

/** Reads a streamed summary as a page does. */
export function readSummary(url: string): ReadStream<PartialPatientSummary, PatientSummary> {
  return readEventStream(({ headers: resume, signal }) => fetchStream(url, { headers: { ...resume }, signal }));
}

/** The same over a first connection that breaks after its first message. */
export function readBrokenSummary(url: string): {
  readonly stream: ReadStream<PartialPatientSummary, PatientSummary>;
  /** Settles once the first connection broke. */
  readonly broken: Promise<void>;
  /** Where each connection was asked to go on. */
  readonly resumedWith: readonly (string | undefined)[];
} {
  const resumedWith: (string | undefined)[] = [];
  let tell = (): void => {};
  const broken = new Promise<void>((resolve) => {
    tell = resolve;
  });
  const stream = readEventStream<PartialPatientSummary, PatientSummary>(
    async ({ headers: resume, signal }) => {
      resumedWith.push(resume["last-event-id"]);
      const response = await fetchStream(url, { headers: { ...resume }, signal });
      return resumedWith.length > 1
        ? response
        : new Response(cutAfterFirstMessage(response, tell), { headers: response.headers });
    },
    { wait: () => Promise.resolve() },
  );
  return { stream, broken, resumedWith };
}

function cutAfterFirstMessage({ body }: Response, tell: () => void): ReadableStream<Uint8Array> {
  if (body === null) throw new Error("a stream has a body");
  let seen = "";
  const cut = new TransformStream<string, string>({
    transform(text, controller) {
      seen += text;
      controller.enqueue(text);
      if (!/^data:.*\n\n/m.test(seen)) return;
      controller.terminate();
      tell();
    },
  });
  return body.pipeThrough(new TextDecoderStream()).pipeThrough(cut).pipeThrough(new TextEncoderStream());
}
