import type { Clock } from "../../clock.ts";
import { type HttpRequest, type HttpResponse, TransportError } from "../../transport/transport.ts";
import { createRandom } from "../instance/random.ts";
import { sleep } from "../pace.ts";
import { cutIntoPieces } from "../pieces.ts";
import type { FrameBytes, Protocol, Question, Reply } from "../wire/protocol.ts";
import type { ScriptedAnswer } from "./script.ts";
import { failScripted } from "./scripted-failure.ts";

const encoder = new TextEncoder();
const toBytes = (frame: FrameBytes): Uint8Array => (typeof frame === "string" ? encoder.encode(frame) : frame);

/** A request as its provider's protocol reads it, and the answer that is scripted for it. */
export interface ScriptedExchange {
  readonly request: HttpRequest;
  readonly protocol: Protocol;
  readonly question: Question;
  readonly answer: ScriptedAnswer;
  readonly index: number;
  readonly clock: Clock;
}

/** Plays one scripted answer, as its provider would say it over the network. */
export async function respondScripted(exchange: ScriptedExchange): Promise<HttpResponse> {
  const { request, answer, clock, protocol, question } = exchange;
  const signal = request.signal ?? new AbortController().signal;
  const wait = async (ms: number): Promise<void> => {
    await sleep(ms, clock, signal);
    signal.throwIfAborted();
  };
  request.onConnect?.();
  await wait(answer.delayMs ?? 0);
  const error = "error" in answer ? await failScripted(answer, exchange, wait) : undefined;
  if (error !== undefined) return respond(error.status, error.headers, [toBytes(error.body)], wait);

  const { reply, breaks } = composeReply(exchange);
  const headers = { ...protocol.headers(reply.random) };
  const deltaMs = answer.deltaMs ?? 0;
  if (question.stream) {
    const { opening, deltas, closing } = protocol.stream(reply);
    const timed = deltas.flatMap((frame, index) => (index === 0 ? [toBytes(frame)] : [deltaMs, toBytes(frame)]));
    const steps = [...opening.map(toBytes), ...timed, ...(breaks ? [] : closing.map(toBytes))];
    return respond(200, { ...headers, "content-type": protocol.streamType(question) }, steps, wait, breaks);
  }
  const body = encoder.encode(JSON.stringify(protocol.unary(reply)));
  const shown = breaks ? body.subarray(0, Math.floor(body.length / 2)) : body;
  const steps = [deltaMs * Math.max(0, reply.pieces.length - 1), shown];
  return respond(200, { ...headers, "content-type": "application/json" }, steps, wait, breaks);
}

/** A body of bytes and of milliseconds to wait between them. */
function respond(
  status: number,
  headers: Readonly<Record<string, string>>,
  steps: readonly (Uint8Array | number)[],
  wait: (ms: number) => Promise<void>,
  breaks = false,
): HttpResponse {
  const body = async function* (): AsyncGenerator<Uint8Array> {
    for (const step of steps) {
      // Also without a pause: bytes come one chunk at a time, and a call that was stopped gets no more of them.
      if (typeof step === "number") await wait(step);
      else yield step;
    }
    if (breaks) throw new TransportError("reset-in-body", new Error("the script cuts the answer here"));
  };
  return { status, headers, body: body() };
}

/** What the model says, and whether the connection breaks behind it. */
function composeReply({ answer, question, index, clock }: ScriptedExchange): {
  readonly reply: Reply;
  readonly breaks: boolean;
} {
  const random = createRandom(`scripted:${index}`);
  const { breaks, ...speech } = speak(answer, (text) =>
    cutIntoPieces(text, { size: [3, 6], splitSurrogates: false }, random),
  );
  const { usage } = answer;
  const reply: Reply = {
    question,
    ...speech,
    ignoresTool: speech.finish === "refusal",
    inputTokens: usage?.input ?? Math.ceil(`${question.system}${question.user}`.length / 4) + 7,
    outputTokens: usage?.output ?? Math.max(1, speech.pieces.length + speech.refusal.length),
    random,
    at: clock.wallTime(),
  };
  return { reply, breaks };
}

type Speech = Pick<Reply, "pieces" | "refusal" | "finish"> & { readonly breaks: boolean };

function speak(answer: ScriptedAnswer, cut: (text: string) => readonly string[]): Speech {
  const silence: Speech = { pieces: [], refusal: [], finish: "stop", breaks: false };
  if ("refusal" in answer) return { ...silence, refusal: cut(answer.refusal), finish: "refusal" };
  if ("error" in answer) {
    switch (answer.error) {
      case "refused":
        return { ...silence, refusal: cut(answer.message ?? "I cannot help with that."), finish: "refusal" };
      case "truncated":
        return { ...silence, finish: "length" };
      case "invalid-output":
        return { ...silence, pieces: cut(answer.message ?? "This is no JSON.") };
      default:
        return { ...silence, breaks: true };
    }
  }
  const { cutAt, finish = "stop" } = answer;
  const all =
    "deltas" in answer ? answer.deltas : cut("text" in answer ? answer.text : (JSON.stringify(answer.output) ?? ""));
  return { ...silence, pieces: firstCharacters(all, cutAt), finish, breaks: cutAt !== undefined };
}

function firstCharacters(pieces: readonly string[], count: number | undefined): readonly string[] {
  if (count === undefined) return pieces;
  const kept: string[] = [];
  let left = count;
  for (const piece of pieces) {
    if (left <= 0) break;
    kept.push(piece.slice(0, left));
    left -= piece.length;
  }
  return kept;
}
