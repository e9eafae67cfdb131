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

/** The same over a first connection that breaks after its first message; `resumedWith` says how each was asked for. */
export function readBrokenSummary(url: string): {
  readonly stream: ReadStream<PartialPatientSummary, PatientSummary>;
  readonly resumedWith: (string | undefined)[];
} {
  const resumedWith: (string | undefined)[] = [];
  const stream = readEventStream<PartialPatientSummary, PatientSummary>(
    async ({ headers: resume, signal }) => {
      resumedWith.push(resume["last-event-id"]);
      const response = await fetchStream(url, { headers: { ...resume }, signal });
      return resumedWith.length > 1 ? response : new Response(cutAfterFirstMessage(response));
    },
    { wait: () => Promise.resolve() },
  );
  return { stream, resumedWith };
}

function cutAfterFirstMessage({ body: whole }: Response): ReadableStream<Uint8Array> {
  if (whole === null) throw new Error("a stream has a body");
  let seen = "";
  const cut = new TransformStream<string, string>({
    transform(text, controller) {
      const before = seen.length;
      seen += text;
      const end = seen.indexOf("\n\n", seen.indexOf("data:"));
      const isWhole = seen.includes("data:") && end >= 0;
      controller.enqueue(isWhole ? seen.slice(before, end + 2) : text);
      if (isWhole) controller.terminate();
    },
  });
  return whole.pipeThrough(new TextDecoderStream()).pipeThrough(cut).pipeThrough(new TextEncoderStream());
}
