import type { OutspecErrorCode } from "../../attempt.ts";
import type { Mode } from "../../facts/dialects.ts";
import type { Settings } from "../../options.ts";
import type { Message } from "../../prompt.ts";

/** Failures that can be scripted: all of a model's and of its provider's. */
export type ScriptedFailure = Exclude<
  OutspecErrorCode,
  "restarted" | "invalid-input" | "configuration" | "aborted" | "all-attempts-failed"
>;

/** What every entry of a script can carry. */
export interface ScriptedAnswerOptions {
  /** The model it is for, as `model` or as `provider/model`; others pass it by. Absent: whichever is asked. */
  readonly model?: string;
  /** How many requests it answers: 1 unless set, `Infinity` for all. */
  readonly times?: number;
  /** Milliseconds of the router's clock before the answer begins. */
  readonly delayMs?: number;
  /** Milliseconds between the pieces of an answer. One that is not streamed takes as long as all of them. */
  readonly deltaMs?: number;
  /** What the answer says it has used, in tokens. */
  readonly usage?: { readonly input: number; readonly output: number };
}

/** What can be said of how an answer goes on and ends. */
export interface ScriptedAnswerEnd {
  /** The connection breaks after so many characters of the answer, which makes a stream restart. */
  readonly cutAt?: number;
  /** `length`: the answer ends at the token limit. */
  readonly finish?: "stop" | "length";
}

/**
 * What a scripted model does with one request.
 *
 * - `output`: answers with this value, written as JSON. It need not be valid.
 * - `text`: answers with exactly this text.
 * - `deltas`: answers with these texts, one after the other.
 * - `refusal`: declines, in these words; models of Cohere and Ollama, whose protocols have no refusal, just say them.
 * - `error`: fails in this way. `timeout` keeps silent until a deadline of the call passes, `interrupted` breaks off
 *   after the head of the response, `invalid-output` answers with what is no JSON. `retryAfterMs` is what the provider
 *   asks to wait; `message` its words.
 */
export type ScriptedAnswer = ScriptedAnswerOptions &
  (
    | (ScriptedAnswerEnd & { readonly output: unknown })
    | (ScriptedAnswerEnd & { readonly text: string })
    | (ScriptedAnswerEnd & { readonly deltas: readonly string[] })
    | { readonly refusal: string }
    | { readonly error: ScriptedFailure; readonly retryAfterMs?: number; readonly message?: string }
  );

/** One request a scripted router was asked. */
export interface ScriptedCall {
  /** Position among all requests, from 0. */
  readonly index: number;
  /** `provider/model`, as attempts name it. */
  readonly id: string;
  readonly model: string;
  /** How structured output was asked for. */
  readonly mode: Mode;
  /** Whether the answer was asked for as a stream. */
  readonly stream: boolean;
  /** What the model was shown: the prompt, few-shot examples, and what was said of an invalid answer. */
  readonly messages: readonly Message[];
  /** The settings that were sent. */
  readonly settings: Settings;
}

/** Answers in the order in which requests meet them, or a function that gives one for each. */
export type Script = readonly ScriptedAnswer[] | ((call: ScriptedCall) => ScriptedAnswer | undefined);

/** Hands a script's answers out. */
export interface ScriptReader {
  /** The answer for a request; nothing when there is none for it. */
  take(call: ScriptedCall): ScriptedAnswer | undefined;
  /** Appends answers. */
  push(answers: readonly ScriptedAnswer[]): void;
  /** Answers that nothing has asked for yet; those for any number of requests are none. */
  readonly unused: readonly ScriptedAnswer[];
}

/** Reads a script from its beginning. A list is used up: the first entry meant for a request answers it. */
export function readScript(script: Script): ScriptReader {
  const entries = (typeof script === "function" ? [] : script).map(toEntry);
  return {
    take(call) {
      const entry = entries.find(({ answer, left }) => left > 0 && isFor(answer, call));
      if (entry !== undefined) {
        entry.left--;
        return entry.answer;
      }
      return typeof script === "function" ? script(call) : undefined;
    },
    push: (answers) => {
      entries.push(...answers.map(toEntry));
    },
    get unused() {
      return entries.filter(({ left }) => left > 0 && Number.isFinite(left)).map(({ answer }) => answer);
    },
  };
}

function toEntry(answer: ScriptedAnswer): { readonly answer: ScriptedAnswer; left: number } {
  return { answer, left: answer.times ?? 1 };
}

function isFor({ model }: ScriptedAnswer, call: ScriptedCall): boolean {
  return model === undefined || model === call.model || model === call.id;
}
