import type { AttributeValue } from "@opentelemetry/api";
import type { Attempt } from "../../attempt.ts";
import { failureKind } from "../../outcome.ts";
import type { AttemptEndEvent, AttemptStartEvent, CallEndEvent, CallIdentity } from "../events.ts";
import { outputMessages } from "./content.ts";
import { finishReasonName, operationName, providerName } from "./conventions.ts";
import { failoversOf, failureOf, wasStopped } from "./failure.ts";
import type { ObservedAttempt } from "./observed-attempt.ts";
import type { GenAiConventions } from "./options.ts";

/** Attributes of a span or of a measurement, those without a value left out. */
export type KnownAttributes = Readonly<Record<string, AttributeValue>>;

/** Leaves out what is not known; also what is `false`, since the absence of a flag says so. */
function known(attributes: Readonly<Record<string, AttributeValue | undefined>>): KnownAttributes {
  const present: Record<string, AttributeValue> = {};
  for (const name in attributes) {
    const value = attributes[name];
    if (value !== undefined && value !== false) present[name] = value;
  }
  return present;
}

/** What is known of a call when it begins. */
export function callStartAttributes({ output, operation, models }: CallIdentity): KnownAttributes {
  return { "outspec.output": output, "outspec.operation": operation, "outspec.models": [...models] };
}

/**
 * What is known of a call when it has ended.
 *
 * Tokens go by a name of our own: the attempts say them by the conventions' names, and a backend that adds those up
 * must not count them twice.
 */
export function callEndAttributes({ call, attempts, usage, model, repairs, error }: CallEndEvent): KnownAttributes {
  const failovers = failoversOf(attempts, model);
  return known({
    ...callOutcome(call, model, error),
    "outspec.attempts": attempts.length,
    "outspec.failover.count": failovers.length,
    "outspec.failover.reasons": failovers.length === 0 ? undefined : [...failovers],
    "outspec.repairs": repairs === undefined || repairs.length === 0 ? undefined : [...repairs],
    "outspec.usage.input_tokens": usage.input.total,
    "outspec.usage.output_tokens": usage.output.total,
    "outspec.usage.estimated": usage.estimated,
  });
}

/** How a call ended, in words with few values, which measurements hold as well. */
export function callOutcome(
  { models }: CallIdentity,
  model: string | undefined,
  error: CallEndEvent["error"],
): KnownAttributes {
  return known({
    "outspec.outcome": error === undefined ? "ok" : failureKind(error),
    "outspec.model": model,
    "outspec.fallback": model !== undefined && model !== models[0],
    "error.type": error?.code === "aborted" ? undefined : error?.code,
  });
}

/** What is asked of whom: for spans when an attempt begins, and for its measurements. */
export function attemptAddress({ call, provider, model, server }: AttemptStartEvent): KnownAttributes {
  return known({
    "gen_ai.operation.name": operationName(provider),
    "gen_ai.provider.name": providerName(provider),
    "gen_ai.request.model": model,
    "server.address": server?.address,
    "server.port": server?.port,
    "outspec.output": call.output,
  });
}

/** What is known of an attempt when it begins. */
export function attemptStartAttributes(event: AttemptStartEvent): KnownAttributes {
  const { settings, stream, number, mode, hedge } = event;
  return known({
    ...attemptAddress(event),
    "gen_ai.output.type": "json",
    "gen_ai.request.stream": stream,
    "gen_ai.request.temperature": settings.temperature,
    "gen_ai.request.top_p": settings.topP,
    "gen_ai.request.max_tokens": settings.maxOutputTokens,
    "gen_ai.request.seed": settings.seed,
    "gen_ai.request.stop_sequences": settings.stop && [...settings.stop],
    "gen_ai.request.reasoning.level": settings.reasoningEffort,
    "outspec.attempt.number": number,
    "outspec.attempt.hedge": hedge,
    "outspec.mode": mode,
  });
}

/** What is known of an attempt when it has ended. */
export function attemptEndAttributes(
  { firstTokenMs }: ObservedAttempt,
  event: AttemptEndEvent,
  captureContent: boolean,
  conventions: GenAiConventions,
): KnownAttributes {
  const { attempt } = event;
  const { finishReason } = attempt;
  return known({
    ...attemptOutcome(attempt),
    ...usageAttributes(attempt, conventions),
    "gen_ai.response.model": attempt.responseModel,
    "gen_ai.response.finish_reasons": [finishReasonName(finishReason)],
    "gen_ai.response.time_to_first_chunk": firstTokenMs === undefined ? undefined : firstTokenMs / 1000,
    "gen_ai.output.messages": captureContent ? outputMessages(event.text, finishReason) : undefined,
    "http.response.status_code": attempt.status,
    "outspec.attempt.phase": attempt.phase,
    "outspec.attempt.followed_by": attempt.followedBy,
    "outspec.attempt.request_id": attempt.requestId,
    "outspec.attempt.queued_ms": attempt.queuedMs,
    "outspec.attempt.dropped_settings": attempt.droppedSettings && [...attempt.droppedSettings],
  });
}

/** How an attempt ended, in words with few values, which measurements hold as well. */
export function attemptOutcome(attempt: Attempt): KnownAttributes {
  return known({
    "error.type": failureOf(attempt)?.code,
    "outspec.attempt.stopped": wasStopped(attempt),
  });
}

function usageAttributes({ usage }: Attempt, conventions: GenAiConventions): KnownAttributes {
  if (usage === undefined) return {};
  const { input, output, estimated } = usage;
  const cacheWrite = conventions === "0.1" ? "cache_write" : "cache_creation";
  return known({
    "gen_ai.usage.input_tokens": input.total,
    "gen_ai.usage.output_tokens": output.total,
    "gen_ai.usage.cache_read.input_tokens": input.cacheRead,
    [`gen_ai.usage.${cacheWrite}.input_tokens`]: input.cacheWrite,
    "gen_ai.usage.reasoning.output_tokens": output.reasoning,
    "outspec.usage.estimated": estimated,
  });
}
