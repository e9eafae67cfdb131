import assert from "node:assert/strict";
import { once } from "node:events";
import { createServer, request as httpRequest } from "node:http";
import { type AddressInfo, connect, createServer as createTcpServer } from "node:net";
import { gzipSync } from "node:zlib";
import { createUndiciTransport, defaultTransport } from "@outspec/runtime/transport/undici";
import { afterAll, afterEach, beforeAll, describe, it } from "vitest";
import { describeTransportContract, get, readText, startServer, stopServer, type TestServer } from "./contract.ts";

/** What undici calls, in the form that v6 and v7 share. */
interface FakeHandler {
  onConnect(abort: () => void): void;
  onHeaders(status: number, headers: readonly Uint8Array[], resume: () => void, statusText: string): boolean;
  onData(chunk: Uint8Array): boolean;
  onComplete(trailers: readonly Uint8Array[]): void;
}

const encode = (text: string) => new TextEncoder().encode(text);

describeTransportContract("undici", defaultTransport);

describe("undici transport", () => {
  let test: TestServer;
  beforeAll(async () => {
    test = await startServer();
    test.handle = (_, response) => response.end("answer");
  });
  afterAll(() => stopServer(test));

  it("lets go of a connection that is not made yet when its last request gives up", async () => {
    let accepted = 0;
    let closed = 0;
    // Accepts connections and says nothing: to a TLS client the connection is never made.
    const silent = createTcpServer((socket) => {
      accepted += 1;
      socket.on("error", () => {}).on("close", () => closed++);
      socket.resume();
    });
    silent.listen(0, "127.0.0.1");
    await once(silent, "listening");
    const url = `https://127.0.0.1:${(silent.address() as AddressInfo).port}`;
    const transport = createUndiciTransport({ environment: {} });
    const controllers = [new AbortController(), new AbortController()];
    const calls = controllers.map(({ signal }) => assert.rejects(transport(get(url, { signal })), /too slow/));
    while (accepted < 2) await new Promise((resolve) => setTimeout(resolve, 5));

    const [first, second] = controllers;
    first?.abort(new Error("too slow"));
    await calls[0];
    assert.equal(closed, 0);
    second?.abort(new Error("too slow"));
    await calls[1];
    // Waits for all its connections.
    silent.close();
    await once(silent, "close");
  });

  describe("given a body it cannot decompress", () => {
    afterEach(() => {
      test.handle = (_, response) => response.end("answer");
    });

    const bodies: readonly (readonly [what: string, encoding: string, body: Uint8Array, message: RegExp])[] = [
      ["an encoding it does not know", "zstd", encode("x"), /encoded as "zstd": the encoding is not known$/],
      ["data that is no gzip", "gzip", encode("not gzip"), /encoded as "gzip": incorrect header check$/],
      ["a gzip that is cut", "gzip", gzipSync("answer").subarray(0, 15), /encoded as "gzip": unexpected end of file$/],
      ["a bomb", "gzip", gzipSync(Buffer.alloc(65 * 1024 * 1024)), /encoded as "gzip": it is larger than 64 MB$/],
    ];
    for (const [what, encoding, body, message] of bodies) {
      it(`fails while reading ${what}, and tells status and encoding`, async () => {
        test.handle = (_, response) => {
          response.writeHead(502, { "content-encoding": encoding });
          response.end(body);
        };
        const response = await defaultTransport(get(test.url));
        assert.equal(response.status, 502);
        await assert.rejects(readText(response.body), { name: "TransportError", kind: "other", message });
      });
    }

    it("reads nothing from a body that is empty", async () => {
      test.handle = (_, response) => response.writeHead(307, { "content-encoding": "gzip" }).end();
      assert.equal(await readText((await defaultTransport(get(test.url))).body), "");
    });

    it("throws the signal's reason and closes the connection when it is aborted", async () => {
      const closed = new Promise<void>((resolve) => {
        test.handle = (request, response) => {
          request.socket.once("close", () => resolve());
          response.writeHead(200, { "content-encoding": "gzip" });
          response.write(gzipSync("answer").subarray(0, 12));
        };
      });
      const controller = new AbortController();
      const response = await defaultTransport(get(test.url, { signal: controller.signal }));
      const reading = assert.rejects(readText(response.body), /enough/);
      controller.abort(new Error("enough"));
      await reading;
      await closed;
    });

    it("closes the connection when it is let go of while a chunk is awaited", async () => {
      const closed = new Promise<void>((resolve) => {
        test.handle = (request, response) => {
          request.socket.once("close", () => resolve());
          response.writeHead(200, { "content-encoding": "br" }).flushHeaders();
        };
      });
      const body = (await defaultTransport(get(test.url))).body[Symbol.asyncIterator]();
      const pending = body.next();
      await body.return?.();
      await closed;
      assert.equal((await pending).done, true);
    });
  });

  describe("behind a proxy", () => {
    let proxied: string[] = [];
    let proxyUrl = "";
    const proxy = createServer((request, response) => {
      // The absolute form of the request target, as sent for plain HTTP.
      proxied.push(`${request.method} ${request.url}`);
      const upstream = httpRequest(request.url ?? "", (answer) => {
        response.writeHead(answer.statusCode ?? 502, answer.headers);
        answer.pipe(response);
      });
      upstream.end();
    });
    proxy.on("connect", (request, client) => {
      proxied.push(`CONNECT ${request.url}`);
      const [host, port] = (request.url ?? "").split(":");
      const upstream = connect(Number(port), host, () => {
        client.write("HTTP/1.1 200 Connection Established\r\n\r\n");
        upstream.pipe(client).pipe(upstream);
      });
      for (const socket of [client, upstream]) socket.on("error", () => {});
    });
    beforeAll(async () => {
      proxy.listen(0, "127.0.0.1");
      await once(proxy, "listening");
      proxyUrl = `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`;
    });
    afterEach(() => {
      proxied = [];
    });
    afterAll(() => {
      proxy.closeAllConnections();
      proxy.close();
    });

    for (const name of ["HTTP_PROXY", "http_proxy"]) {
      it(`goes through ${name}`, async () => {
        const transport = createUndiciTransport({ environment: { [name]: proxyUrl } });
        assert.equal(await readText((await transport(get(test.url))).body), "answer");
        assert.equal(proxied.length, 1);
        assert.ok(proxied[0]?.includes(new URL(test.url).host), proxied[0]);
      });
    }

    it("goes through HTTPS_PROXY for https with a tunnel", async () => {
      const transport = createUndiciTransport({ environment: { HTTPS_PROXY: proxyUrl } });
      const { host } = new URL(test.url);
      // No TLS is spoken at the other end, which the tunnel does not know.
      await assert.rejects(transport(get(`https://${host}/`)), { name: "TransportError", kind: "connect" });
      assert.deepEqual(proxied, [`CONNECT ${host}`]);
    });

    for (const name of ["NO_PROXY", "no_proxy"]) {
      it(`goes around the proxy for the hosts of ${name}`, async () => {
        const transport = createUndiciTransport({
          environment: { HTTP_PROXY: proxyUrl, [name]: "example.com,127.0.0.1" },
        });
        assert.equal(await readText((await transport(get(test.url))).body), "answer");
        assert.deepEqual(proxied, []);
      });
    }

    it("prefers the proxy to the plain agent that Node installs for fetch", async () => {
      await (await fetch(test.url)).text();
      const transport = createUndiciTransport({ environment: { HTTP_PROXY: proxyUrl } });
      assert.equal(await readText((await transport(get(test.url))).body), "answer");
      assert.equal(proxied.length, 1);
    });
  });

  describe("with a global dispatcher", () => {
    const key = Symbol.for("undici.globalDispatcher.1");
    const registry = globalThis as { [key: symbol]: unknown };
    const before = registry[key];
    afterEach(() => {
      registry[key] = before;
    });

    it("sends through the one the application has set, under every version's rules for handlers", async () => {
      const sent: unknown[] = [];
      registry[key] = {
        dispatch(options: object, handler: FakeHandler) {
          sent.push(options);
          handler.onConnect(() => {});
          handler.onHeaders(100, [], () => {}, "Continue");
          handler.onHeaders(203, ["X-A", "1", "x-a", "2"].map(encode), () => {}, "OK");
          handler.onData(encode("from the application's dispatcher"));
          handler.onComplete([]);
          return true;
        },
      };
      const headers = { authorization: "Bearer k" };
      const response = await defaultTransport({
        method: "POST",
        url: "https://a.example.com/v1?x=1",
        headers,
        body: "{}",
      });
      assert.equal(response.status, 203);
      assert.deepEqual(response.headers, { "x-a": "1, 2" });
      assert.equal(await readText(response.body), "from the application's dispatcher");
      assert.deepEqual(sent, [
        {
          origin: "https://a.example.com",
          path: "/v1?x=1",
          method: "POST",
          headers: { "accept-encoding": "identity", authorization: "Bearer k" },
          body: "{}",
          headersTimeout: 0,
          bodyTimeout: 0,
        },
      ]);
    });
  });
});
