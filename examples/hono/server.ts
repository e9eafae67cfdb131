import { serve } from "@hono/node-server";
import { InputError, OutspecError } from "@outspec/runtime";
import { createMemoryReplay, resumeEventStream, toEventStream, toPublicError } from "@outspec/runtime/sse";
import { Hono } from "hono";
import { bodyLimit } from "hono/body-limit";
import { generatePatientSummary, type PatientSummaryInput, streamPatientSummary } from "./generated/index.js";

/** Keeps what was sent, so that a page whose connection broke goes on where it was. */
const replay = createMemoryReplay();

const app = new Hono();
app.use(bodyLimit({ maxSize: 100_000 }));

app.post("/summary", async (c) => {
  const input = readInput(await c.req.json());
  const { output } = await generatePatientSummary(input, { signal: c.req.raw.signal });
  return c.json(output);
});

app.post("/summary/stream", async (c) => {
  const resumed = resumeEventStream(c.req.raw, { replay });
  if (resumed !== undefined) return resumed;
  // A page that is gone, and does not come back in time, stops the model.
  return toEventStream(streamPatientSummary(readInput(await c.req.json())), { replay });
});

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

app.onError((problem) => {
  const known = problem instanceof SyntaxError ? new InputError("the body is no JSON", []) : problem;
  if (!OutspecError.is(known)) throw known;
  const error = toPublicError(known);
  const status = statuses[error.code] ?? 502;
  if (status >= 500) console.error(known.message); // each attempt in a line; no key, prompt or output
  return Response.json({ error }, { status });
});

const server = serve({ fetch: app.fetch, port: Number(process.env["PORT"] ?? 3000) }, ({ port }) => {
  console.log(`Listening on http://localhost:${port}`);
});

for (const signal of ["SIGINT", "SIGTERM"]) {
  process.once(signal, () => {
    server.close(); // what runs is finished, within ten seconds
    setTimeout(() => "closeAllConnections" in server && server.closeAllConnections(), 10_000).unref();
  });
}
