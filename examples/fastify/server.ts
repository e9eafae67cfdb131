import { OutspecError } from "@outspec/runtime";
import { createMemoryReplay, pipeEventStream, pipeResumedEventStream, toPublicError } from "@outspec/runtime/sse";
import Fastify, { type FastifyReply } from "fastify";
import { generatePatientSummary, type PatientSummaryInput, streamPatientSummary } from "./generated/index.js";

/** Keeps what was sent, so that a page whose connection broke goes on where it was. */
const replay = createMemoryReplay();

const app = Fastify({ logger: { level: "error" }, ajv: { customOptions: { coerceTypes: false } } });

/** What a request has to bring; Fastify answers anything else with 400. */
const schema = {
  body: {
    type: "object",
    required: ["notes"],
    additionalProperties: false,
    properties: { notes: { type: "string", maxLength: 100_000 } },
  },
};

app.post<{ Body: PatientSummaryInput }>("/summary", { schema }, async (request, reply) => {
  const { output } = await generatePatientSummary(request.body, { signal: hangUpOf(reply) });
  return output;
});

app.post<{ Body: PatientSummaryInput }>("/summary/stream", { schema }, async (request, reply) => {
  reply.hijack();
  if (await pipeResumedEventStream(request.raw, reply.raw, { replay })) return;
  // A page that is gone, and does not come back in time, stops the model.
  await pipeEventStream(streamPatientSummary(request.body), reply.raw, { replay });
});

/** Aborts when the client hangs up. Fastify's own signal of a request does so as soon as its body has been read. */
function hangUpOf(reply: FastifyReply): AbortSignal {
  const controller = new AbortController();
  reply.raw.once("close", () => controller.abort());
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

app.setErrorHandler((problem, request, reply) => {
  if (!OutspecError.is(problem)) return reply.send(problem);
  const error = toPublicError(problem);
  const status = statuses[error.code] ?? 502;
  if (status >= 500) request.log.error(problem.message); // each attempt in a line; no key, prompt or output
  return reply.status(status).send({ error });
});

const address = await app.listen({ port: Number(process.env["PORT"] ?? 3000) });
console.log(`Listening on ${address}`);

for (const signal of ["SIGINT", "SIGTERM"]) {
  process.once(signal, () => {
    void app.close(); // what runs is finished, within ten seconds
    setTimeout(() => app.server.closeAllConnections(), 10_000).unref();
  });
}
