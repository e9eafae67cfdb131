import { InputError, OutspecError } from "@outspec/runtime";
import { toPublicError } from "@outspec/runtime/sse";
import type { PatientSummaryInput } from "./generated";

/** What a request has to bring. A stream would say it as well, but only after its status. */
export function readInput(body: unknown): PatientSummaryInput {
  if (typeof body === "object" && body !== null && "notes" in body && typeof body.notes === "string") {
    return { notes: body.notes };
  }
  throw new InputError("notes is not a text", []);
}

/** Statuses by the code that a client is told; 502 for all others. */
const statuses: Readonly<Record<string, number>> = {
  "invalid-input": 400,
  "context-overflow": 413,
  refused: 422,
  "content-filtered": 422,
  aborted: 499,
  "rate-limited": 503,
  overloaded: 503,
  timeout: 504,
};

/** Answers a request whose call failed. */
export function answerFailure(problem: unknown): Response {
  const known = problem instanceof SyntaxError ? new InputError("the body is no JSON", []) : problem;
  if (!OutspecError.is(known)) throw known;
  const error = toPublicError(known);
  const status = statuses[error.code] ?? 502;
  if (status >= 500) console.error(known.message); // each attempt in a line; no key, prompt or output
  return Response.json({ error }, { status });
}
