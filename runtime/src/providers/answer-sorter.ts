import type { FinishReason, Usage } from "../attempt.ts";
import type { Fault, ModelCall, ModelEvent } from "./provider.ts";
import { createThinkTagReader, type TaggedText, type ThinkTagReader } from "./think-tags.ts";

/** No events: most frames carry nothing, and need no array of their own. */
export const noEvents: readonly ModelEvent[] = [];

const progress: readonly ModelEvent[] = [{ type: "progress" }];

/**
 * Sorts what a model says into its answer and the rest, alike for all wires and for streams and whole bodies.
 *
 * When a tool is forced, its arguments are the answer and text beside them is not. That text is kept until the end:
 * where no call of the tool came, it is the answer after all, as from servers that ignore the choice of tool. Until
 * then it counts as progress: a model that writes is not a model that hangs. What a model says on its way to the answer
 * is kept in the same manner. A `<think>` section before the answer is what the model thought.
 */
export interface AnswerSorter {
  readonly forcesTool: boolean;
  text(text: string | undefined): readonly ModelEvent[];
  /** What the wire marks as said on the way to the answer; it is the answer where there is no other. */
  commentary(text: string | undefined): readonly ModelEvent[];
  reasoning(text: string | undefined): readonly ModelEvent[];
  /** Says that a call began; true when it is the first of the forced tool, whose arguments are the answer. */
  beginCall(toolName: string | undefined): boolean;
  /** More arguments of the call that is the answer. */
  callArguments(text: string | undefined): readonly ModelEvent[];
  refusal(text: string | undefined): void;
  /** The end of the answer, under the reason the wire's own word was mapped to, with the model's name as the wire has it. */
  finish(reason: FinishReason, usage: Usage | undefined, model: unknown): readonly ModelEvent[];
}

/** Starts sorting the answer to one call. */
export function createAnswerSorter(call: ModelCall): AnswerSorter {
  const forcesTool = call.mode === "tool" || call.mode === "tool_strict";
  /** Set where the answer begins like a tag. */
  let tags: ThinkTagReader | undefined;
  let hasBegun = false;
  let aside = "";
  let commentary = "";
  let refusal = "";
  let hasCall = false;
  let saysSomething = false;

  function textDelta(text: string): readonly ModelEvent[] {
    saysSomething ||= text.trim() !== "";
    return text === "" ? noEvents : [{ type: "text-delta", text }];
  }

  function answerText(text: string): readonly ModelEvent[] {
    if (!forcesTool || text === "") return textDelta(text);
    aside += text;
    return progress;
  }

  function reasoning(text: string | undefined): readonly ModelEvent[] {
    return text === undefined || text === "" ? noEvents : [{ type: "reasoning-delta", text }];
  }

  function taggedText({ before, thought, after }: TaggedText): readonly ModelEvent[] {
    const said = answerText(before);
    return thought === "" && after === "" ? said : [...said, ...reasoning(thought), ...answerText(after)];
  }

  /** Looks at the first character that says something: all but a few answers begin with another one. */
  function begin(text: string): void {
    const [first] = text.trimStart();
    if (first === undefined) return;
    hasBegun = true;
    if (first === "<") tags = createThinkTagReader();
  }

  return {
    forcesTool,
    text(text) {
      if (text === undefined || text === "") return noEvents;
      if (!hasBegun) begin(text);
      return tags === undefined || tags.isPast ? answerText(text) : taggedText(tags.push(text));
    },
    commentary(text) {
      if (text === undefined || text === "") return noEvents;
      commentary += text;
      return progress;
    },
    reasoning,
    beginCall(toolName) {
      if (!forcesTool || hasCall || (toolName !== undefined && toolName !== "" && toolName !== call.name)) return false;
      hasCall = true;
      return true;
    },
    callArguments: (text) => textDelta(text ?? ""),
    refusal(text) {
      refusal += text ?? "";
    },
    finish(raw, usage, model) {
      const last: ModelEvent[] = tags === undefined ? [] : [...taggedText(tags.end())];
      const reason = finishReason(raw);
      if (hasCall && !saysSomething && reason === "stop") {
        // A call without arguments is the empty object, which some write as nothing.
        last.push({ type: "text-delta", text: "{}" });
      } else if (!hasCall && !saysSomething) {
        last.push(...textDelta(commentary === "" || aside.trim() !== "" ? aside : commentary));
      }
      last.push({
        type: "finish",
        reason,
        ...(usage === undefined ? {} : { usage }),
        ...(refusal === "" ? {} : { refusal }),
        ...(typeof model === "string" && model !== "" ? { model } : {}),
      });
      return last;
    },
  };

  function finishReason(raw: FinishReason): FinishReason {
    if (refusal !== "" && raw !== "content-filter") return "refusal";
    // A call of the forced tool is how such an answer ends well. Some models name a call though they wrote the answer as text.
    if (raw === "tool-call" && (hasCall || saysSomething || aside.trim() !== "")) return "stop";
    return raw;
  }
}

/** One fault, as the only event. */
export function faultEvent(fault: Fault): readonly ModelEvent[] {
  return [{ type: "fault", fault }];
}

/** The fault of a response of status 200 that is not what the protocol says. */
export function malformed(what: string): readonly ModelEvent[] {
  return faultEvent({ code: "server-error", message: `the provider sent ${what}` });
}
