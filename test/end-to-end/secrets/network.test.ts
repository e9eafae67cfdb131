import assert from "node:assert/strict";
import { once } from "node:events";
import { createServer, type RequestListener } from "node:http";
import { type AddressInfo, createServer as createTcpServer, type Server } from "node:net";
import { createServer as createTlsServer } from "node:tls";
import { createFetchTransport, openaiCompatible, type Transport } from "@outspec/runtime";
import type { Codec } from "@outspec/runtime/codegen";
import { createUndiciTransport } from "@outspec/runtime/undici";
import { afterAll, beforeAll, describe, it } from "vitest";
import { codecInEveryDialect } from "../../every-dialect.ts";
import { everyCanary, findIn, findLeaks, keys } from "./canaries.ts";
import { startEchoServer } from "./echo-server.ts";
import { callBothWays, callOn, startWatch, type Watch } from "./watch.ts";

let codec: Codec;
let watch: Watch;

beforeAll(async () => {
  codec = await codecInEveryDialect("patient-summary");
  watch = startWatch();
});
afterAll(() => watch[Symbol.dispose]());

const headers = { "x-tenant-secret": keys.header.text };

async function noLeaks(baseUrl: string, transport: Transport): Promise<readonly string[]> {
  const model = openaiCompatible("m", { baseUrl, apiKey: keys.bearer.text, headers });
  const told = await callBothWays(callOn(codec, [model], watch, { transport, timeouts: { totalMs: 2000 } }));
  assert.deepEqual(findLeaks([...told, ...watch.take()]), []);
  assert.deepEqual(findIn(await watch.telemetry(), everyCanary), []);
  return told.map((error) => (error instanceof Error ? error.message : "no error"));
}

async function listen(server: Server): Promise<{ readonly port: number } & AsyncDisposable> {
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    // A listening TCP server has an address of this kind.
    port: (server.address() as AddressInfo).port,
    async [Symbol.asyncDispose]() {
      server.close();
      await once(server, "close");
    },
  };
}

const transports: readonly (readonly [string, () => Transport])[] = [
  ["undici", () => createUndiciTransport({ environment: {} })],
  ["fetch", () => createFetchTransport(fetch)],
];

describe.each(transports)("over %s, no key, prompt or output is told of a network that fails:", (_name, transport) => {
  it("nobody listens", async () => {
    const { port } = await (async () => {
      await using server = await listen(createTcpServer());
      return server;
    })();
    const messages = await noLeaks(`http://127.0.0.1:${port}`, transport());
    assert.match(messages[0] ?? "", /ECONNREFUSED/);
  });

  it("a name that is none", async () => {
    await noLeaks("http://no-such-host.invalid", transport());
  });

  it("the server speaks no TLS", async () => {
    await using plain = await listen(createServer((_request, response) => void response.end()));
    await noLeaks(`https://127.0.0.1:${plain.port}`, transport());
  });

  it("the server has no certificate", async () => {
    await using tls = await listen(createTlsServer({}));
    await noLeaks(`https://127.0.0.1:${tls.port}`, transport());
  });

  it("the server speaks no HTTP, and says what it was sent", async () => {
    const server = createTcpServer((socket) => {
      socket.on("error", () => {});
      socket.on("data", (bytes) => socket.end(bytes));
    });
    await using echo = await listen(server);
    await noLeaks(`http://127.0.0.1:${echo.port}`, transport());
  });

  it("a redirect, which is not followed: the other host hears of nothing", async () => {
    await using other = await startEchoServer();
    const redirect: RequestListener = (request, response) => {
      request.resume();
      response.writeHead(307, { location: `${other.url}/v1?key=${keys.bearer.text}` });
      response.end(`moved: ${String(request.headers.authorization)}`);
    };
    await using first = await listen(createServer(redirect));
    await noLeaks(`http://127.0.0.1:${first.port}`, transport());
    assert.deepEqual(other.received, []);
  });
});

describe("a proxy with a password", () => {
  const withPassword = (host: string) => `http://triage:${keys.proxy.text}@${host}`;

  it("that refuses, and quotes it, is told of without it", async () => {
    const refuse: RequestListener = (request, response) => {
      response.writeHead(407, { "x-quote": String(request.headers["proxy-authorization"]) });
      response.end(`no: ${String(request.headers["proxy-authorization"])}`);
    };
    const server = createServer(refuse);
    server.on("connect", (request, socket) =>
      socket.end(`HTTP/1.1 407 ${String(request.headers["proxy-authorization"])}\r\n\r\n`),
    );
    await using proxy = await listen(server);
    const address = withPassword(`127.0.0.1:${proxy.port}`);
    const environment = { HTTP_PROXY: address, HTTPS_PROXY: address };
    for (const baseUrl of ["http://api.example.com/v1", "https://api.example.com/v1"])
      await noLeaks(baseUrl, createUndiciTransport({ environment }));
  });

  it.each(["127.0.0.1:1", "[bad", "host name", "no-such-host.invalid:80"])(
    "that is at %s, where none is",
    async (host) => {
      const environment = { HTTPS_PROXY: withPassword(host) };
      await noLeaks("https://api.example.com/v1", createUndiciTransport({ environment }));
    },
  );
});

describe("a transport of the application's own", () => {
  it("that throws the request with its error is told of without it", async () => {
    const throwsAll: Transport = async (request) => {
      const error = new Error(`cannot POST ${request.url} with ${JSON.stringify(request.headers)}: ${request.body}`);
      const cause = new AggregateError(
        [Object.assign(new Error(request.headers["authorization"]), { request })],
        "all",
      );
      throw Object.assign(error, { request, config: { ...request, data: request.body }, code: "ECONNABORTED", cause });
    };
    const [message = ""] = await noLeaks("http://api.example.com/v1", throwsAll);
    assert.match(message, /cannot POST http:\/\/api\.example\.com/);
  });

  it("whose body breaks with such an error is told of without it", async () => {
    const breaks: Transport = async (request) => ({
      status: 200,
      headers: { "content-type": "text/event-stream" },
      // biome-ignore lint/correctness/useYield: it breaks before the first chunk
      body: (async function* (): AsyncGenerator<Uint8Array> {
        throw Object.assign(new Error(`aborted: ${request.body}`), { request });
      })(),
    });
    await noLeaks("http://api.example.com/v1", breaks);
  });

  it("that throws what is no error, is told of without it", async () => {
    for (const make of [
      (request: Parameters<Transport>[0]) => request,
      (request: Parameters<Transport>[0]) => JSON.stringify(request),
      (request: Parameters<Transport>[0]) => ({ toString: () => JSON.stringify(request.headers) }),
    ])
      await noLeaks("http://api.example.com/v1", async (request) => Promise.reject(make(request)));
  });
});
