import { readFile } from "node:fs/promises";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { extname, join, normalize } from "node:path";
import { createMemoryReplay, pipeEventStream, pipeResumedEventStream } from "@outspec/runtime/sse";
import { streamPatientSummary } from "../generated/index.js";
import { readJson } from "./read-json.js";
import { startStage } from "./stage.js";

const stage = await startStage(process.argv.includes("--live"));

/** Keeps what was sent, so that a page whose connection broke goes on where it was. */
const replay = createMemoryReplay();

const server = createServer((request, response) => {
  route(request, response).catch((problem: unknown) => {
    console.error(problem);
    if (!response.headersSent) response.writeHead(500);
    response.end();
  });
});

async function route(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const { pathname } = new URL(request.url ?? "/", "http://here");
  switch (`${request.method} ${pathname}`) {
    case "POST /api/summaries":
      await streamSummary(request, response);
      return;
    case "GET /api/primary":
      sendJson(response, { isBroken: stage.isPrimaryBroken });
      return;
    case "PUT /api/primary":
      stage.breakPrimary(hasMember(await readJson(request), "isBroken", true));
      sendJson(response, { isBroken: stage.isPrimaryBroken });
      return;
    default:
      await sendFile(pathname, response);
  }
}

async function streamSummary(request: IncomingMessage, response: ServerResponse): Promise<void> {
  if (await pipeResumedEventStream(request, response, { replay })) return;
  const body = await readJson(request);
  if (typeof body !== "object" || body === null || !("notes" in body) || typeof body.notes !== "string") {
    response.writeHead(400).end();
    return;
  }
  const stream = streamPatientSummary(
    { notes: body.notes },
    stage.router === undefined ? {} : { router: stage.router },
  );
  await pipeEventStream(stream, response, {
    replay,
    result: ({ attempts, model }) => ({ model, attempts: attempts.length }),
  });
}

function hasMember(body: unknown, name: string, value: unknown): boolean {
  return typeof body === "object" && body !== null && (body as Readonly<Record<string, unknown>>)[name] === value;
}

function sendJson(response: ServerResponse, value: unknown): void {
  response.writeHead(200, { "content-type": "application/json" }).end(JSON.stringify(value));
}

const types: Readonly<Record<string, string>> = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript",
  ".css": "text/css",
};

/** Sends a file of the built page. */
async function sendFile(pathname: string, response: ServerResponse): Promise<void> {
  // `normalize` of an absolute path leaves nothing that leads out of it.
  const name = pathname === "/" ? "/index.html" : normalize(pathname);
  try {
    const file = await readFile(join(import.meta.dirname, "../page", name));
    response.writeHead(200, {
      "content-type": types[extname(name)] ?? "application/octet-stream",
      // Nothing here compiles code from strings.
      "content-security-policy": "default-src 'self'; img-src 'self' data:; style-src 'self'",
    });
    response.end(file);
  } catch {
    response.writeHead(404).end();
  }
}

server.listen(Number(process.env["PORT"] ?? 3000), () => {
  console.log(`Listening on http://localhost:${(server.address() as AddressInfo).port}`);
  console.log(stage.intro);
});

for (const signal of ["SIGINT", "SIGTERM"]) {
  process.once(signal, () => {
    server.closeAllConnections();
    server.close(() => void stage.close());
  });
}
