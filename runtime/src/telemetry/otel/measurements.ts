import type { Context, Histogram, Meter } from "@opentelemetry/api";
import type { Attempt } from "../../attempt.ts";
import type { AttemptStartEvent, CallEndEvent } from "../events.ts";
import { attemptAddress, attemptOutcome, callOutcome, type KnownAttributes } from "./attributes.ts";
import { durationBuckets, tokenBuckets } from "./conventions.ts";
import type { ObservedAttempt } from "./observed-attempt.ts";
import type { GenAiConventions } from "./options.ts";

/** What is measured of calls and attempts. The context tells a meter the span that a measurement belongs to. */
export interface Measurements {
  attempt(observed: ObservedAttempt, attempt: Attempt, context: Context): void;
  call(event: CallEndEvent, context: Context): void;
}

/** Makes the instruments of a meter. */
export function createMeasurements(meter: Meter, conventions: GenAiConventions): Measurements {
  const calls = durationOf(meter, "outspec.call.duration", "How long calls of generated functions take.");
  return {
    attempt: conventions === "0.1" ? measureInference(meter) : measureOperation(meter),
    call(event, context) {
      const { output, operation } = event.call;
      const outcome = callOutcome(event.call, event.model, event.error);
      calls.record(event.ms / 1000, { "outspec.output": output, "outspec.operation": operation, ...outcome }, context);
    },
  };
}

/** The metrics of attempts as convention 0.1 has them. Failed attempts count, those without usage as 0. */
function measureInference(meter: Meter): Measurements["attempt"] {
  const name = "gen_ai.client.inference";
  const durations = measureDurations(meter, name);
  const perInput = tokensOf(meter, `${name}.operation.input_tokens`, "Input tokens used per inference operation.");
  const perOutput = tokensOf(meter, `${name}.operation.output_tokens`, "Output tokens used per inference operation.");
  const counterOf = (of: string, description: string) =>
    meter.createCounter(`${name}.usage.${of}`, { unit: "{token}", description });
  const input = counterOf("input_tokens", "Input tokens used, including cached tokens.");
  const output = counterOf("output_tokens", "Output tokens used, including reasoning tokens.");
  const cacheRead = counterOf("cache_read.input_tokens", "Input tokens served from the provider's cache.");
  const cacheWrite = counterOf("cache_write.input_tokens", "Input tokens written to the provider's cache.");
  const reasoning = counterOf("reasoning.output_tokens", "Output tokens used for reasoning.");

  return (observed, attempt, context) => {
    const { usage } = attempt;
    durations(observed, attempt, context);
    const about = usageAddress(observed.start, attempt);
    const perOperation = { ...about, ...attemptOutcome(attempt) };
    perInput.record(usage?.input.total ?? 0, perOperation, context);
    perOutput.record(usage?.output.total ?? 0, perOperation, context);
    // Providers do not say how many of the tokens were an image's; an answer is text.
    const asked = { ...about, "gen_ai.token.modality": "unknown" };
    const answered = { ...about, "gen_ai.token.modality": usage === undefined ? "unknown" : "text" };
    input.add(usage?.input.total ?? 0, asked, context);
    cacheRead.add(usage?.input.cacheRead ?? 0, asked, context);
    cacheWrite.add(usage?.input.cacheWrite ?? 0, asked, context);
    output.add(usage?.output.total ?? 0, answered, context);
    reasoning.add(usage?.output.reasoning ?? 0, answered, context);
  };
}

/** The metrics of attempts as convention 1.41 has them. */
function measureOperation(meter: Meter): Measurements["attempt"] {
  const durations = measureDurations(meter, "gen_ai.client.operation");
  const tokens = tokensOf(meter, "gen_ai.client.token.usage", "Number of input and output tokens used.");

  return (observed, attempt, context) => {
    const { usage } = attempt;
    durations(observed, attempt, context);
    if (usage === undefined) return;
    const about = usageAddress(observed.start, attempt);
    tokens.record(usage.input.total, { ...about, "gen_ai.token.type": "input" }, context);
    tokens.record(usage.output.total, { ...about, "gen_ai.token.type": "output" }, context);
  };
}

/** How long attempts take, and how long their first token; only a stream has one before its end. */
function measureDurations(meter: Meter, name: string): Measurements["attempt"] {
  const whole = durationOf(meter, `${name}.duration`, "How long requests to models take.");
  const firstChunk = durationOf(meter, `${name}.time_to_first_chunk`, "Time to receive the first chunk.");
  return ({ start, firstTokenMs }, attempt, context) => {
    const about = answerAddress(start, attempt);
    whole.record(attempt.ms / 1000, { ...about, ...attemptOutcome(attempt) }, context);
    if (firstTokenMs !== undefined) firstChunk.record(firstTokenMs / 1000, about, context);
  };
}

function answerAddress(start: AttemptStartEvent, { responseModel }: Attempt): KnownAttributes {
  const about = attemptAddress(start);
  return responseModel === undefined ? about : { ...about, "gen_ai.response.model": responseModel };
}

/** Tells tokens that were estimated from those a provider has counted. */
function usageAddress(start: AttemptStartEvent, attempt: Attempt): KnownAttributes {
  const about = answerAddress(start, attempt);
  return attempt.usage?.estimated === true ? { ...about, "outspec.usage.estimated": true } : about;
}

function durationOf(meter: Meter, name: string, description: string): Histogram {
  return meter.createHistogram(name, {
    unit: "s",
    description,
    advice: { explicitBucketBoundaries: [...durationBuckets] },
  });
}

function tokensOf(meter: Meter, name: string, description: string): Histogram {
  return meter.createHistogram(name, {
    unit: "{token}",
    description,
    advice: { explicitBucketBoundaries: [...tokenBuckets] },
  });
}
