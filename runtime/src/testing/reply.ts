import type { Fault } from "./faults.ts";
import { findSchemaInText, withoutSchema } from "./find-schema.ts";
import { createInstance } from "./instance/instance.ts";
import { matches } from "./instance/matches.ts";
import { createRandom, type Random } from "./instance/random.ts";
import { createReferences } from "./instance/references.ts";
import type { Json, Schema } from "./instance/schema.ts";
import { headingOf, sentencesOf } from "./instance/words.ts";
import { malformJson } from "./malform.ts";
import { cutIntoPieces, type PieceOptions } from "./pieces.ts";
import { violateSchema } from "./violate.ts";
import type { Question, Reply, SimulatedProvider } from "./wire/protocol.ts";

/** What a request asks an instance of, and what one is made with. */
export interface AskedInstance {
  /** The schema of the request, as the provider's protocol or the prompt carries it. */
  readonly schema: Schema;
  /** Differs between requests that ask for different things, and between seeds of the simulator. */
  readonly seed: string;
  /** What the user wrote to the model. */
  readonly text: string;
}

/** Writes an instance for a request; gives nothing for a schema it knows nothing about. */
export type WriteInstance = (asked: AskedInstance) => Json | undefined;

/** What a reply is made with. */
export interface ReplyContext {
  readonly provider: SimulatedProvider;
  readonly seed: string;
  readonly pieces: PieceOptions;
  /** Milliseconds since the epoch. */
  readonly at: number;
  /** Tells requests apart, for their ids. */
  readonly index: number;
  /** Who writes instances, where not the simulator itself. */
  readonly instance?: WriteInstance | undefined;
}

const regrets = "I'm sorry, but I can't assist with that request.";

/** Composes what the model says to a question, faults of its words included. Gives nothing when no value fits the schema. */
export function composeReply(question: Question, fault: Fault | undefined, context: ReplyContext): Reply | undefined {
  const key = JSON.stringify([
    context.seed,
    context.provider,
    question.model,
    question.schema,
    question.system,
    question.user,
    question.seed,
  ]);
  const text = fault?.kind === "text" ? fault.text : writeAnswer(question, fault, context, key);
  if (text === undefined) return undefined;

  const cut = createRandom(`${key}:pieces`);
  const all = cutIntoPieces(text, context.pieces, cut);
  const spoken = speak(all, fault, question, context.pieces, cut);
  const words = `${question.system}${question.user}${question.schema === undefined ? "" : JSON.stringify(question.schema)}`;
  return {
    question,
    ...spoken,
    ignoresTool: fault?.kind === "fenced" || fault?.kind === "refusal",
    inputTokens: Math.ceil(words.length / 4) + 7,
    outputTokens: Math.max(1, spoken.pieces.length + spoken.refusal.length),
    random: createRandom(`${key}:${context.index}`),
    at: context.at,
  };
}

type Speech = Pick<Reply, "pieces" | "refusal" | "finish">;

/** Which of the pieces are said, and how it ends. */
function speak(
  all: readonly string[],
  fault: Fault | undefined,
  question: Question,
  options: PieceOptions,
  random: Random,
): Speech {
  const half = Math.ceil(all.length / 2);
  switch (fault?.kind) {
    case "empty":
      return { pieces: [], refusal: [], finish: "stop" };
    case "refusal": {
      const refusal = cutIntoPieces(fault.text ?? regrets, options, random);
      return { pieces: all.slice(0, fault.afterDeltas ?? 0), refusal, finish: "refusal" };
    }
    case "truncation":
      return { pieces: all.slice(0, fault.afterDeltas ?? half), refusal: [], finish: "length" };
    case "no-finish":
      return { pieces: all.slice(0, fault.afterDeltas), refusal: [], finish: undefined };
    case "invalid-json": {
      const offset = all.slice(0, fault.afterDeltas ?? half).join("").length;
      return { pieces: cutIntoPieces(malformJson(all.join(""), offset), options, random), refusal: [], finish: "stop" };
    }
    case "text":
      return { pieces: all, refusal: [], finish: "stop" };
    default: {
      // A request that allows fewer tokens than the answer has gets what every model gives then.
      const limit = question.maxTokens ?? Number.POSITIVE_INFINITY;
      return all.length > limit
        ? { pieces: all.slice(0, limit), refusal: [], finish: "length" }
        : { pieces: all, refusal: [], finish: "stop" };
    }
  }
}

function writeAnswer(
  question: Question,
  fault: Fault | undefined,
  { provider, instance }: ReplyContext,
  seed: string,
): string | undefined {
  const userText = withoutSchema(question.user);
  const schema = question.schema ?? findSchemaInText(`${question.system}\n${question.user}`);
  if (schema === undefined && !question.json && question.tool === undefined) return writeProse(userText);
  const value =
    schema === undefined ? { answer: writeProse(userText) } : writeInstance({ schema, seed, text: userText }, instance);
  if (value === undefined) return undefined;
  const text = writeJson(breakIf(fault, schema, value), provider);
  return fault?.kind === "fenced"
    ? `Here is the JSON you asked for:\n\n\`\`\`json\n${text}\n\`\`\`\n\nLet me know if anything is missing.`
    : text;
}

/** An instance of the request's schema, whoever wrote it: what a model that is held to the schema could have said. */
function writeInstance(asked: AskedInstance, writeOwn: WriteInstance | undefined): Json | undefined {
  const { schema, seed, text } = asked;
  const own = writeOwn?.(asked);
  if (own !== undefined && matches(schema, own, createReferences(schema))) return own;
  return createInstance(schema, { seed, text });
}

function breakIf(fault: Fault | undefined, schema: Schema | undefined, value: Json): Json {
  if (fault?.kind !== "schema-violation") return value;
  return violateSchema(schema ?? true, value, fault.violation) ?? violateSchema(schema ?? true, value) ?? "unexpected";
}

/** OpenAI's models write compact JSON, others tend to put spaces into it. */
function writeJson(value: Json, provider: SimulatedProvider): string {
  // Line ends inside strings are escaped, so the ones there are were put in by the indentation.
  return provider === "openai" ? JSON.stringify(value) : JSON.stringify(value, null, 1).replace(/\n\s*/g, " ");
}

function writeProse(text: string): string {
  const [first, second] = sentencesOf(text);
  if (first === undefined) return "This is a simulated answer.";
  return `In short: ${headingOf(first, 12)}.${second === undefined ? "" : ` ${second}`}`;
}
