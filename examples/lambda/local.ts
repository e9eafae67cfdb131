/** Plays AWS Lambda behind a function URL, for development. It is not deployed. */
import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { PassThrough, type Readable, type Writable } from "node:stream";
import { text } from "node:stream/consumers";

const timeoutMs = Number(process.env["TIMEOUT_SECONDS"] ?? 30) * 1_000;

/** Stands between the metadata of a response and its body. */
const delimiter = Buffer.alloc(8);

type Handler = (event: object, responseStream: Writable, context: object) => Promise<void>;

// Lambda has these before it loads a function.
Object.assign(globalThis, {
  awslambda: {
    streamifyResponse: (handler: Handler) => handler,
    HttpResponseStream: {
      from(responseStream: Writable, metadata: object): Writable {
        responseStream.write(Buffer.concat([Buffer.from(JSON.stringify(metadata)), delimiter]));
        return responseStream;
      },
    },
  },
});
const { handler } = (await import("./handler.js")) as unknown as { readonly handler: Handler };

const server = createServer(async (request, response) => {
  const deadline = Date.now() + timeoutMs;
  const timer = setTimeout(() => response.destroy(), timeoutMs);
  const responseStream = new PassThrough();
  const context = { getRemainingTimeInMillis: () => deadline - Date.now() };
  const sent = send(responseStream, response);
  await handler(await toEvent(request), responseStream, context).catch((problem: unknown) => {
    console.error(problem);
    responseStream.destroy();
    response.writeHead(500).end();
  });
  await sent.catch(() => {});
  clearTimeout(timer);
});

async function toEvent(request: IncomingMessage): Promise<object> {
  const body = await text(request);
  return { version: "2.0", rawPath: request.url, headers: request.headers, body, isBase64Encoded: false };
}

/** Sends what a function writes. One whose client is gone is not told, as in Lambda, and writes to the end. */
async function send(written: Readable, response: ServerResponse): Promise<void> {
  let head = Buffer.alloc(0);
  for await (let chunk of written as AsyncIterable<Buffer>) {
    if (!response.headersSent) {
      head = Buffer.concat([head, chunk]);
      const end = head.indexOf(delimiter);
      if (end < 0) continue;
      const { statusCode, headers } = JSON.parse(head.subarray(0, end).toString("utf8"));
      response.writeHead(statusCode, headers);
      chunk = head.subarray(end + delimiter.length);
    }
    if (response.destroyed || response.write(chunk)) continue;
    await Promise.race([once(response, "drain"), once(response, "close")]);
  }
  response.end();
}

server.listen(Number(process.env["PORT"] ?? 3000), () => {
  console.log(`Listening on http://localhost:${(server.address() as AddressInfo).port}`);
});
for (const signal of ["SIGINT", "SIGTERM"]) process.once(signal, () => server.close());
