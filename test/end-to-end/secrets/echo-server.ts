import { once } from "node:events";
import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";

/** A provider that quotes all it was sent. */
export interface EchoServer extends AsyncDisposable {
  readonly url: string;
  /** What came in, so that a test can see that there was something to quote. */
  readonly received: readonly string[];
}

/** Starts a server that refuses every request and says everything it was sent, a header or a piece of the body in each answer. */
export async function startEchoServer(status = 401): Promise<EchoServer> {
  const received: string[] = [];
  const server = createServer(async (request, response) => {
    const body = await readBody(request);
    const headers = Object.entries(request.headers).map(([name, value]) => `${name}: ${String(value)}`);
    const address = `address: ${request.url}`;
    received.push([address, ...headers, body].join("\n"));
    const quotes = [address, ...headers, ...pieces(body)];
    const quote = quotes[(received.length - 1) % quotes.length] ?? "";
    response.writeHead(status, { "content-type": "application/json", "x-request-id": quote.replace(/[^ -~]/g, "?") });
    response.end(JSON.stringify({ error: { message: quote, code: quote, param: quote }, request_id: quote }));
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  // A listening TCP server has an address of this kind.
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    received,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  };
}

async function readBody(request: IncomingMessage): Promise<string> {
  let text = "";
  for await (const chunk of request.setEncoding("utf8")) text += String(chunk);
  return text;
}

/** Overlapping, so that nothing of a body is cut in all of them. */
function pieces(body: string): readonly string[] {
  const starts = Array.from({ length: Math.ceil(body.length / 200) }, (_, index) => index * 200);
  return starts.map((start) => body.slice(start, start + 280));
}
