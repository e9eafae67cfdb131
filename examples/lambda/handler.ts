import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { InputError, OutspecError } from "@outspec/runtime";
import { toEventStream, toPublicError } from "@outspec/runtime/sse";
import type { APIGatewayProxyEventV2, Context } from "aws-lambda";
import { generatePatientSummary, type PatientSummaryInput, streamPatientSummary } from "./generated/index.js";

export const handler = awslambda.streamifyResponse<APIGatewayProxyEventV2>(async (event, responseStream, context) => {
  const { status, headers, body } = await answer(event, context).catch(toFailure);
  const metadata = { statusCode: status, headers: Object.fromEntries(headers) };
  await pipeline(
    body === null ? Readable.from([]) : Readable.fromWeb(body),
    awslambda.HttpResponseStream.from(responseStream, metadata),
  );
});

async function answer(event: APIGatewayProxyEventV2, context: Context): Promise<Response> {
  const input = readInput(event);
  // Lambda does not tell that a client hung up; it stops the function at its timeout. The call ends before that, in
  // time to say so.
  const timeouts = { callMs: Math.max(1, context.getRemainingTimeInMillis() - 1_000) };
  if (event.rawPath === "/summary/stream") return toEventStream(streamPatientSummary(input, { timeouts }));
  const { output } = await generatePatientSummary(input, { timeouts });
  return Response.json(output);
}

/** What a request has to bring. A stream would say it as well, but only after its status. */
function readInput({ body = "", isBase64Encoded }: APIGatewayProxyEventV2): PatientSummaryInput {
  const text = isBase64Encoded ? Buffer.from(body, "base64").toString("utf8") : body;
  const value: unknown = JSON.parse(text);
  if (typeof value === "object" && value !== null && "notes" in value && typeof value.notes === "string") {
    return { notes: value.notes };
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

function toFailure(problem: unknown): Response {
  const known = problem instanceof SyntaxError ? new InputError("the body is no JSON", []) : problem;
  if (!OutspecError.is(known)) throw known;
  const error = toPublicError(known);
  const status = statuses[error.code] ?? 502;
  if (status >= 500) console.error(known.message); // each attempt in a line; no key, prompt or output
  return Response.json({ error }, { status });
}
