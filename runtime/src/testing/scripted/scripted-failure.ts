import { TransportError } from "../../transport/transport.ts";
import type { ErrorResponse, Protocol, Question } from "../wire/protocol.ts";
import type { ScriptedAnswer, ScriptedFailure } from "./script.ts";

type Failing = Extract<ScriptedAnswer, { readonly error: ScriptedFailure }>;

/**
 * The error response of a scripted failure; nothing where it shows in a response that begins well. Throws what a transport
 * throws where there is no response.
 */
export async function failScripted(
  { error, message, retryAfterMs }: Failing,
  { protocol, question }: { readonly protocol: Protocol; readonly question: Question },
  wait: (ms: number) => Promise<void>,
): Promise<ErrorResponse | undefined> {
  const of = (status: number, words?: string, code?: string): ErrorResponse => {
    const text = message ?? words;
    const details = {
      model: question.model,
      ...(text !== undefined && { message: text }),
      ...(code !== undefined && { code }),
    };
    const response = protocol.error(status, details);
    if (retryAfterMs === undefined) return response;
    const asked = { "retry-after-ms": String(retryAfterMs), "retry-after": String(Math.ceil(retryAfterMs / 1000)) };
    return { ...response, headers: { ...response.headers, ...asked } };
  };
  switch (error) {
    case "network":
      throw new TransportError("connect", new Error(message ?? "the script says that there is no connection"));
    case "timeout":
      await wait(Number.POSITIVE_INFINITY);
      return undefined;
    case "rate-limited":
      return of(429);
    case "overloaded":
      return of(protocol.provider === "anthropic" ? 529 : 503);
    case "server-error":
      return of(500);
    case "unauthorized":
      return of(401);
    case "forbidden":
      return of(403);
    case "not-found":
      return of(404);
    case "bad-request":
      return of(400);
    case "quota-exhausted":
      return of(402);
    case "context-overflow":
      return of(400, "This model's maximum context length is 8192 tokens.", "context_length_exceeded");
    case "content-filtered":
      return of(400, "The prompt was stopped by the content management policy (content_filter).", "content_filter");
    case "schema-rejected":
      return protocol.rejectSchema(question, message);
    case "interrupted":
    case "refused":
    case "truncated":
    case "invalid-output":
      return undefined;
  }
}
