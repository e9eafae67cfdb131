import type { JsonObject } from "../instance/schema.ts";
import { inputOf } from "./anthropic-answers.ts";
import { writeAwsEvent, writePadding } from "./aws-frames.ts";
import { writeId } from "./message-text.ts";
import type { FrameSet, Reply } from "./protocol.ts";

/** Source: providers.md, section 9.3. What declines here is the guardrail, not the model. */
function stopReason(reply: Reply): string | undefined {
  switch (reply.finish) {
    case "stop":
      return callsTool(reply) ? "tool_use" : "end_turn";
    case "length":
      return "max_tokens";
    case "refusal":
      return "guardrail_intervened";
    case undefined:
      return undefined;
  }
}

function callsTool({ question, ignoresTool }: Reply): boolean {
  return question.tool !== undefined && !ignoresTool;
}

/** What a guardrail says in the model's place comes as ordinary text. */
function wordsOf({ pieces, refusal }: Reply): readonly string[] {
  return [...pieces, ...refusal];
}

function counts({ inputTokens, outputTokens }: Reply): { readonly metrics: JsonObject; readonly usage: JsonObject } {
  return {
    metrics: { latencyMs: 240 + 12 * outputTokens },
    usage: { inputTokens, outputTokens, serverToolUsage: {}, totalTokens: inputTokens + outputTokens },
  };
}

function toolUse({ question, random }: Reply): { readonly name: string; readonly toolUseId: string } {
  return { name: question.tool?.name ?? "", toolUseId: `tooluse_${writeId(random.next, 22)}` };
}

/** A whole answer as Converse gives it. */
export function writeConverseBody(reply: Reply): JsonObject {
  const text = wordsOf(reply).join("");
  const block: JsonObject = callsTool(reply) ? { toolUse: { input: inputOf(text), ...toolUse(reply) } } : { text };
  const { metrics, usage } = counts(reply);
  const reason = stopReason(reply);
  return {
    metrics,
    output: { message: { content: text === "" ? [] : [block], role: "assistant" } },
    ...(reason !== undefined && { stopReason: reason }),
    usage,
  };
}

/** The messages of a streamed answer. Text has no beginning of its own, and what was counted comes last. */
export function writeConverseStream(reply: Reply): FrameSet {
  const calls = callsTool(reply);
  const words = wordsOf(reply);
  const frame = (type: string, fields: JsonObject): Uint8Array =>
    writeAwsEvent(type, { ...fields, p: writePadding(reply.random) });
  const inBlock = (type: string, fields: JsonObject): Uint8Array => frame(type, { contentBlockIndex: 0, ...fields });
  const hasBlock = words.length > 0;
  const reason = stopReason(reply);
  return {
    opening: [
      frame("messageStart", { role: "assistant" }),
      ...(hasBlock && calls ? [inBlock("contentBlockStart", { start: { toolUse: toolUse(reply) } })] : []),
    ],
    deltas: words.map((text) =>
      inBlock("contentBlockDelta", { delta: calls ? { toolUse: { input: text } } : { text } }),
    ),
    closing:
      reason === undefined
        ? []
        : [
            ...(hasBlock ? [inBlock("contentBlockStop", {})] : []),
            frame("messageStop", { stopReason: reason }),
            frame("metadata", counts(reply)),
          ],
  };
}
