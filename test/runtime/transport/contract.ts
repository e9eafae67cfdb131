import assert from "node:assert/strict";
import { once } from "node:events";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { createBrotliCompress, createDeflate, createGzip } from "node:zlib";
import { type HttpRequest, type Transport, TransportError } from "@outspec/runtime/transport/transport";
import { afterAll, beforeAll, describe, it } from "vitest";

type Handler = (request: IncomingMessage, response: ServerResponse) => void;

/** A server on a loopback port whose behaviour each test sets. */
export interface TestServer {
  readonly url: string;
  readonly server: Server;
  handle: Handler;
}

/** Starts a server; the caller closes it with {@link stopServer}. */
export async function startServer(): Promise<TestServer> {
  const server = createServer((request, response) => test.handle(request, response));
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  const test: TestServer = { url: `http://127.0.0.1:${port}`, server, handle: (_, response) => response.end() };
  return test;
}

/** Closes a server with all its connections. */
export async function stopServer({ server }: TestServer): Promise<void> {
  server.closeAllConnections();
  server.close();
  await once(server, "close");
}

/** A GET request for `url`. */
export function get(url: string, more: Partial<HttpRequest> = {}): HttpRequest {
  return { method: "GET", url, headers: {}, ...more };
}

/** The whole of a body as text. */
export async function readText(body: AsyncIterable<Uint8Array>): Promise<string> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of body) chunks.push(chunk);
  return Buffer.concat(chunks).toString();
}

async function failureOf(promise: Promise<unknown>): Promise<unknown> {
  return promise.then(
    () => assert.fail("expected a failure"),
    (error: unknown) => error,
  );
}

function hasKind(error: unknown, kind: TransportError["kind"]): void {
  assert.ok(error instanceof TransportError, String(error));
  assert.equal(error.kind, kind);
  assert.ok(error.cause instanceof Error);
  assert.notEqual(error.message, "");
}

/** Behaviour every transport owes the router. Each transport's test calls this once. */
export function describeTransportContract(name: string, transport: Transport): void {
  describe(`${name} transport`, () => {
    let test: TestServer;
    beforeAll(async () => {
      test = await startServer();
    });
    afterAll(() => stopServer(test));

    it("sends method, headers and body, and gives status, headers and body", async () => {
      test.handle = async (request, response) => {
        let body = "";
        for await (const chunk of request) body += chunk;
        response.writeHead(418, {
          "X-Echo": `${request.method} ${request.headers["x-key"]}`,
          "Content-Type": "text/plain",
        });
        response.end(`${request.url} ${body}`);
      };
      const headers = { "x-key": "secret", "content-type": "application/json" };
      const response = await transport({ method: "POST", url: `${test.url}/a/b?c=d`, headers, body: "héllo" });
      assert.equal(response.status, 418);
      assert.equal(response.headers["x-echo"], "POST secret");
      assert.equal(response.headers["content-type"], "text/plain");
      assert.equal(await readText(response.body), "/a/b?c=d héllo");
    });

    it("gives header names in lower case and asks for a body that is not compressed", async () => {
      test.handle = (request, response) => {
        response.setHeader("X-ENCODING", String(request.headers["accept-encoding"]));
        response.end();
      };
      const response = await transport(get(test.url));
      assert.equal(response.headers["x-encoding"], "identity");
      await readText(response.body);
    });

    it("delivers each chunk before the body has ended", async () => {
      let proceed = () => {};
      test.handle = (_, response) => {
        response.write("one");
        proceed = () => response.end("two");
      };
      const response = await transport(get(test.url));
      const seen: string[] = [];
      for await (const chunk of response.body) {
        seen.push(Buffer.from(chunk).toString());
        proceed();
      }
      assert.deepEqual(seen, ["one", "two"]);
    });

    it("reports the connection before the response", async () => {
      test.handle = (_, response) => response.end("x");
      let connected = 0;
      const response = await transport(get(test.url, { onConnect: () => connected++ }));
      assert.equal(connected, 1);
      await readText(response.body);
    });

    it("closes the connection when the loop over the body is left early", async () => {
      const closed = new Promise<void>((resolve) => {
        test.handle = (request, response) => {
          request.socket.once("close", () => resolve());
          response.write("first");
        };
      });
      const response = await transport(get(test.url));
      for await (const chunk of response.body) {
        assert.equal(Buffer.from(chunk).toString(), "first");
        break;
      }
      await closed;
    });

    it("closes the connection when a body is let go of while a chunk is awaited", async () => {
      const closed = new Promise<void>((resolve) => {
        test.handle = (request, response) => {
          request.socket.once("close", () => resolve());
          response.flushHeaders();
        };
      });
      const body = (await transport(get(test.url))).body[Symbol.asyncIterator]();
      const pending = body.next().catch(() => undefined);
      await body.return?.();
      await closed;
      await pending;
    });

    it("rejects with the signal's reason when it is aborted before the request", async () => {
      const reason = new Error("changed my mind");
      assert.equal(await failureOf(transport(get(test.url, { signal: AbortSignal.abort(reason) }))), reason);
    });

    it("rejects with the signal's reason and closes the connection when it is aborted before the response", async () => {
      const controller = new AbortController();
      const reason = new Error("too slow");
      const closed = new Promise<void>((resolve) => {
        test.handle = (request) => {
          request.socket.once("close", () => resolve());
          controller.abort(reason);
        };
      });
      assert.equal(await failureOf(transport(get(test.url, { signal: controller.signal }))), reason);
      await closed;
    });

    it("throws the signal's reason and closes the connection when it is aborted in the body", async () => {
      const controller = new AbortController();
      const reason = new Error("enough");
      const closed = new Promise<void>((resolve) => {
        test.handle = (request, response) => {
          request.socket.once("close", () => resolve());
          response.write("first");
        };
      });
      const response = await transport(get(test.url, { signal: controller.signal }));
      const reading = (async () => {
        for await (const _ of response.body) controller.abort(reason);
      })();
      assert.equal(await failureOf(reading), reason);
      await closed;
    });

    it("says so when no connection can be made", async () => {
      const other = await startServer();
      await stopServer(other);
      hasKind(await failureOf(transport(get(other.url))), "connect");
    });

    it("says so when the connection closes before the response", async () => {
      test.handle = (request) => request.socket.destroy();
      hasKind(await failureOf(transport(get(test.url))), "reset-before-response");
    });

    it("says so when the connection closes in the body", async () => {
      test.handle = (request, response) => {
        response.writeHead(200, { "content-length": "100" });
        response.write("ten bytes.", () => request.socket.destroy());
      };
      const response = await transport(get(test.url));
      hasKind(await failureOf(readText(response.body)), "reset-in-body");
    });

    it("says so when a chunked body lacks its end", async () => {
      test.handle = (request, response) => {
        response.write("some", () => request.socket.end());
      };
      const response = await transport(get(test.url));
      hasKind(await failureOf(readText(response.body)), "reset-in-body");
    });

    it("returns a redirect instead of following it", async () => {
      const visited: unknown[] = [];
      test.handle = (request, response) => {
        visited.push(request.url);
        response.writeHead(307, { location: "/elsewhere" }).end();
      };
      const response = await transport(get(`${test.url}/here`));
      await readText(response.body);
      assert.equal(response.status, 307);
      assert.deepEqual(visited, ["/here"]);
    });

    it("reads a large body unchanged", async () => {
      const megabyte = Buffer.alloc(1024 * 1024, "0123456789abcdef");
      test.handle = (_, response) => {
        for (let i = 0; i < 20; i++) response.write(megabyte);
        response.end();
      };
      let length = 0;
      for await (const chunk of (await transport(get(test.url))).body) length += chunk.length;
      assert.equal(length, 20 * megabyte.length);
    });

    for (const [encoding, createEncoder] of [
      ["gzip", createGzip],
      ["deflate", createDeflate],
      ["br", createBrotliCompress],
    ] as const) {
      it(`reads a body that comes as ${encoding} though nobody asked for it, chunk by chunk`, async () => {
        let proceed = () => {};
        test.handle = (_, response) => {
          response.setHeader("content-encoding", encoding);
          const encoder = createEncoder();
          encoder.pipe(response);
          encoder.write("one");
          encoder.flush();
          proceed = () => encoder.end("two");
        };
        const response = await transport(get(test.url));
        const seen: string[] = [];
        for await (const chunk of response.body) {
          seen.push(Buffer.from(chunk).toString());
          proceed();
        }
        assert.deepEqual(seen, ["one", "two"]);
      });
    }

    it("makes the server wait for a slow reader", async () => {
      const megabyte = Buffer.alloc(1024 * 1024);
      let sent = 0;
      test.handle = (request, response) => {
        const more = () => {
          while (sent < 100) {
            sent += 1;
            if (!response.write(megabyte)) return;
          }
          response.end();
        };
        response.on("drain", more);
        request.socket.on("error", () => {});
        more();
      };
      const body = (await transport(get(test.url))).body[Symbol.asyncIterator]();
      await body.next();
      // Until the server stands still for three turns: what it could send is in buffers by then.
      for (let still = 0, before = -1; still < 3; still = sent === before ? still + 1 : 0, before = sent) {
        await new Promise((resolve) => setTimeout(resolve, 30));
      }
      assert.ok(sent < 60, `the server sent ${sent} of 100 MB to a reader that took one chunk`);
      await body.return?.();
    });

    it("uses a connection again once a body was read to its end", async () => {
      const fresh = await startServer();
      const ports = new Set<unknown>();
      fresh.handle = (request, response) => {
        ports.add(request.socket.remotePort);
        response.end("ok");
      };
      for (let i = 0; i < 5; i++) {
        await readText((await transport(get(fresh.url))).body);
        // The connection goes back to its pool a turn after the last byte.
        await new Promise(setImmediate);
      }
      await stopServer(fresh);
      assert.equal(ports.size, 1);
    });

    it("leaves nothing behind on a signal that outlives the request", async () => {
      test.handle = (_, response) => response.end("ok");
      const { signal } = new AbortController();
      let listeners = 0;
      const add = signal.addEventListener.bind(signal);
      const remove = signal.removeEventListener.bind(signal);
      signal.addEventListener = (...parameters: Parameters<typeof add>) => {
        listeners += 1;
        add(...parameters);
      };
      signal.removeEventListener = (...parameters: Parameters<typeof remove>) => {
        listeners -= 1;
        remove(...parameters);
      };
      await readText((await transport(get(test.url, { signal }))).body);
      assert.equal(listeners, 0);
    });
  });
}
