import { anthropic, createRouter, InputError, OutspecError, openai, type Router } from "@outspec/runtime";
import { toEventStream, toPublicError } from "@outspec/runtime/sse";
import { generatePatientSummary, type PatientSummaryInput, streamPatientSummary } from "./generated/index.js";

/** The worker's bindings. */
interface Env {
  readonly OPENAI_API_KEY?: string | null;
  readonly OPENAI_BASE_URL?: string | null;
  readonly ANTHROPIC_API_KEY?: string | null;
  readonly ANTHROPIC_BASE_URL?: string | null;
}

/** One for all requests of an isolate: it remembers which model is unwell. */
let shared: Router | undefined;

function routerOf(env: Env): Router {
  shared ??= createRouter({
    primary: openai("gpt-5.4-mini", modelOptions(env.OPENAI_API_KEY, env.OPENAI_BASE_URL)),
    fallbacks: [anthropic("claude-haiku-5-5", modelOptions(env.ANTHROPIC_API_KEY, env.ANTHROPIC_BASE_URL))],
  });
  return shared;
}

function modelOptions(apiKey: string | null | undefined, baseUrl: string | null | undefined) {
  return { ...(apiKey ? { apiKey } : {}), ...(baseUrl ? { baseUrl } : {}) };
}

async function answer(request: Request, env: Env): Promise<Response> {
  const { pathname } = new URL(request.url);
  if (request.method !== "POST" || !pathname.startsWith("/summary")) return new Response(null, { status: 404 });
  const input = readInput(await request.json());
  const options = { router: routerOf(env), signal: request.signal };
  // workerd learns that a page has left when it writes to it, which a heartbeat makes sure of.
  if (pathname === "/summary/stream")
    return toEventStream(streamPatientSummary(input, options), { heartbeatMs: 5_000 });
  const { output } = await generatePatientSummary(input, options);
  return Response.json(output);
}

/** What a request has to bring. A stream would say it as well, but only after its status. */
function readInput(body: unknown): PatientSummaryInput {
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

function toFailure(problem: unknown): Response {
  const known = problem instanceof SyntaxError ? new InputError("the body is no JSON", []) : problem;
  if (!OutspecError.is(known)) throw known;
  const error = toPublicError(known);
  const status = statuses[error.code] ?? 502;
  if (status >= 500) console.error(known.message); // each attempt in a line; no key, prompt or output
  return Response.json({ error }, { status });
}

export default {
  fetch: (request: Request, env: Env): Promise<Response> => answer(request, env).catch(toFailure),
};
