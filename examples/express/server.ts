import type { AddressInfo } from "node:net";
import { InputError, OutspecError } from "@outspec/runtime";
import { createMemoryReplay, pipeEventStream, pipeResumedEventStream, toPublicError } from "@outspec/runtime/sse";
import express, { type ErrorRequestHandler, type Response } from "express";
import { generatePatientSummary, type PatientSummaryInput, streamPatientSummary } from "./generated/index.js";

/** Keeps what was sent, so that a page whose connection broke goes on where it was. */
const replay = createMemoryReplay();

const app = express();
app.use(express.json({ limit: "100kb" }));

app.post("/summary", async (request, response) => {
  const { output } = await generatePatientSummary(readInput(request.body), { signal: hangUpOf(response) });
  response.json(output);
});

app.post("/summary/stream", async (request, response) => {
  if (await pipeResumedEventStream(request, response, { replay })) return;
  // A page that is gone, and does not come back in time, stops the model.
  await pipeEventStream(streamPatientSummary(readInput(request.body)), response, { replay });
});

/** What a request has to bring. A stream would say it as well, but only after its status. */
function readInput(body: unknown): PatientSummaryInput {
  if (typeof body === "object" && body !== null && "notes" in body && typeof body.notes === "string") {
    return { notes: body.notes };
  }
  throw new InputError("notes is not a text", []);
}

/** Aborts when the client hangs up. */
function hangUpOf(response: Response): AbortSignal {
  const controller = new AbortController();
  response.once("close", () => controller.abort());
  return controller.signal;
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

const answerFailure: ErrorRequestHandler = (problem, _request, response, next) => {
  if (!OutspecError.is(problem) || response.headersSent) return next(problem);
  const error = toPublicError(problem);
  const status = statuses[error.code] ?? 502;
  if (status >= 500) console.error(problem.message); // each attempt in a line; no key, prompt or output
  response.status(status).json({ error });
};
app.use(answerFailure);

const server = app.listen(Number(process.env["PORT"] ?? 3000), () => {
  console.log(`Listening on http://localhost:${(server.address() as AddressInfo).port}`);
});

for (const signal of ["SIGINT", "SIGTERM"]) {
  process.once(signal, () => {
    server.close(); // what runs is finished, within ten seconds
    setTimeout(() => server.closeAllConnections(), 10_000).unref();
  });
}
