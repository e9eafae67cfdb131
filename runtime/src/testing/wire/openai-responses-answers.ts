import type { Random } from "../instance/random.ts";
import type { JsonObject } from "../instance/schema.ts";
import { writeId } from "./message-text.ts";
import type { FrameSet, Reply } from "./protocol.ts";

/** Everything of a response that stays the same while it is written. */
function head(reply: Reply): JsonObject {
  return {
    id: `resp_${writeId(reply.random.next, 48).toLowerCase()}`,
    object: "response",
    created_at: Math.floor(reply.at / 1000),
    background: false,
    error: null,
    instructions: null,
    max_output_tokens: reply.question.maxTokens ?? null,
    model: reply.question.model,
    parallel_tool_calls: true,
    previous_response_id: null,
    service_tier: "default",
    store: false,
    temperature: 1,
    top_p: 1,
    tool_choice: "auto",
    tools: [],
    truncation: "disabled",
    metadata: {},
  };
}

function usage({ inputTokens, outputTokens }: Reply): JsonObject {
  return {
    input_tokens: inputTokens,
    input_tokens_details: { cached_tokens: 0 },
    output_tokens: outputTokens,
    output_tokens_details: { reasoning_tokens: 0 },
    total_tokens: inputTokens + outputTokens,
  };
}

/** Under which status a response ends. A response that never says how it ended is still being written. */
function statusOf({ finish }: Reply): "completed" | "incomplete" | "in_progress" {
  if (finish === undefined) return "in_progress";
  return finish === "length" ? "incomplete" : "completed";
}

function ended(reply: Reply, first: JsonObject, output: readonly JsonObject[]): JsonObject {
  const status = statusOf(reply);
  return {
    ...first,
    status,
    completed_at: status === "completed" ? Math.floor(reply.at / 1000) : null,
    incomplete_details: status === "incomplete" ? { reason: "max_output_tokens" } : null,
    output: [...output],
    usage: usage(reply),
  };
}

function calls(reply: Reply): boolean {
  return reply.question.tool !== undefined && !reply.ignoresTool && reply.finish !== "refusal";
}

/** The only item of an answer: a call of the tool, or a message. */
interface Item {
  readonly id: string;
  /** As it is while it is written, and when it is whole. */
  at(state: "in_progress" | "completed" | "incomplete", parts: readonly JsonObject[], text: string): JsonObject;
}

function itemOf(reply: Reply): Item {
  const { random, question } = reply;
  if (calls(reply)) {
    const id = `fc_${writeId(random.next, 48).toLowerCase()}`;
    const callId = `call_${writeId(random.next, 24)}`;
    return {
      id,
      at: (status, _parts, text) => ({
        id,
        type: "function_call",
        status,
        arguments: text,
        call_id: callId,
        name: question.tool?.name ?? "",
      }),
    };
  }
  const id = `msg_${writeId(random.next, 48).toLowerCase()}`;
  return {
    id,
    at: (status, parts) => ({ id, type: "message", status, content: [...parts], role: "assistant" }),
  };
}

function textPart(text: string): JsonObject {
  return { type: "output_text", annotations: [], logprobs: [], text };
}

function refusalPart(refusal: string): JsonObject {
  return { type: "refusal", refusal };
}

/** The parts of a message: its text, and the words of a refusal. */
function partsOf({ pieces, refusal }: Reply): readonly JsonObject[] {
  const text = pieces.join("");
  return [
    ...(text !== "" || refusal.length === 0 ? [textPart(text)] : []),
    ...(refusal.length === 0 ? [] : [refusalPart(refusal.join(""))]),
  ];
}

function whole(reply: Reply, item: Item): JsonObject {
  const state = reply.finish === "length" ? "incomplete" : "completed";
  return item.at(state, partsOf(reply), reply.pieces.join(""));
}

/** A whole response. */
export function writeResponsesBody(reply: Reply): JsonObject {
  const first = head(reply);
  return ended(reply, first, [whole(reply, itemOf(reply))]);
}

/** One server-sent event, named by its type as well. */
export function writeResponsesFrame(data: JsonObject & { readonly type: string }): string {
  return `event: ${data.type}\ndata: ${JSON.stringify(data)}\n\n`;
}

/** The events of a streamed response. */
export function writeResponsesStream(reply: Reply): FrameSet {
  const first = head(reply);
  const item = itemOf(reply);
  let number = 0;
  const event = (type: string, more: JsonObject): string =>
    writeResponsesFrame({ type, ...more, sequence_number: number++ });
  const running = {
    ...first,
    status: "in_progress",
    completed_at: null,
    incomplete_details: null,
    output: [],
    usage: null,
  };
  const opening = [
    event("response.created", { response: running }),
    event("response.in_progress", { response: running }),
    event("response.output_item.added", { item: item.at("in_progress", [], ""), output_index: 0 }),
  ];
  const body = calls(reply) ? callEvents(reply, item, event) : messageEvents(reply, item, event);
  const end = statusOf(reply);
  return {
    opening: [...opening, ...body.opening],
    deltas: body.deltas,
    closing:
      end === "in_progress"
        ? []
        : [
            ...body.closing,
            event("response.output_item.done", { item: whole(reply, item), output_index: 0 }),
            event(`response.${end}`, { response: ended(reply, first, [whole(reply, item)]) }),
          ],
  };
}

type WriteEvent = (type: string, more: JsonObject) => string;

function callEvents(reply: Reply, item: Item, event: WriteEvent): FrameSet {
  const place = { item_id: item.id, output_index: 0 };
  const { pieces, random } = reply;
  return {
    opening: [],
    deltas: pieces.map((delta) =>
      event("response.function_call_arguments.delta", { delta, ...place, obfuscation: padding(random) }),
    ),
    closing: [event("response.function_call_arguments.done", { arguments: pieces.join(""), ...place })],
  };
}

/** A message is written part by part: what is said, then what is declined. */
function messageEvents(reply: Reply, item: Item, event: WriteEvent): FrameSet {
  const { pieces, refusal, random } = reply;
  const opening: string[] = [];
  const deltas: string[] = [];
  const closing: string[] = [];
  let index = 0;
  const write = (
    kind: "output_text" | "refusal",
    words: readonly string[],
    part: (text: string) => JsonObject,
  ): void => {
    const place = { content_index: index, item_id: item.id, output_index: 0 };
    const text = words.join("");
    const isFirst = index++ === 0;
    // What comes between two parts goes out with the first word of the second.
    const begun = event("response.content_part.added", { ...place, part: part("") });
    if (isFirst) opening.push(begun);
    const written = words.map((delta) =>
      event(`response.${kind}.delta`, { delta, ...place, obfuscation: padding(random) }),
    );
    deltas.push(...(isFirst ? written : written.map((frame, at) => (at === 0 ? begun + frame : frame))));
    const whole = kind === "refusal" ? { refusal: text } : { text, logprobs: [] };
    closing.push(
      event(`response.${kind}.done`, { ...place, ...whole }),
      event("response.content_part.done", { ...place, part: part(text) }),
    );
  };
  if (pieces.length > 0 || refusal.length === 0) write("output_text", pieces, textPart);
  if (refusal.length > 0) write("refusal", refusal, refusalPart);
  return { opening, deltas, closing };
}

const filler = "uw8SdCzr1e0U5cKr22ud7CJT2Ds";

/** OpenAI hides the length of tokens behind a field of random length. */
function padding(random: Random): string {
  return filler.slice(0, random.integer(3, 14));
}
