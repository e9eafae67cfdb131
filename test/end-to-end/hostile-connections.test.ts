import { once } from "node:events";
import { createSecureServer, type Http2SecureServer, type ServerHttp2Stream } from "node:http2";
import { createServer as createHttpsServer } from "node:https";
import { type AddressInfo, createServer, type Server } from "node:net";
import type { Transport } from "@outspec/runtime";
import { createFetchTransport } from "@outspec/runtime/transport/fetch";
import { createUndiciTransport, type Dispatcher } from "@outspec/runtime/undici";
import { Agent } from "undici";
import { afterEach, describe, expect, it } from "vitest";
import { ask, type Survived } from "./hostile/ask.ts";
import { type Certificate, type CertificateOptions, makeCertificate } from "./hostile/certificate.ts";
import { goodPlay } from "./matrix/cell.ts";
import { answer, answerText } from "./matrix/measurement.ts";
import { startRawServer } from "./matrix/raw-server.ts";
import { wires } from "./matrix/wires.ts";

const undici = createUndiciTransport({ environment: {} });
const transports = { undici, fetch: createFetchTransport((...request) => fetch(...request)) };

let closers: (() => void)[] = [];
afterEach(() => {
  for (const close of closers) close();
  closers = [];
});

async function listen(server: Server): Promise<number> {
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return (server.address() as AddressInfo).port; // it listens on TCP
}

/** Asks a model at an address, with another one to go on to. */
async function askAt(
  baseUrl: string,
  transport: Transport,
  way: "stream" | "generate" = "stream",
  isSilent = () => false,
): Promise<Survived> {
  await using good = await startRawServer(() => goodPlay(wires.chat, way));
  const options = { apiKey: "key-of-primary", modes: ["prompt"] } as const;
  const primary = wires.chat.model({ ...options, baseUrl });
  const fallback = wires.chat.model({ ...options, baseUrl: `http://127.0.0.1:${good.port}` });
  return await ask({ way, transport, models: [primary, fallback], isSilent });
}

describe("a provider whose TLS cannot be trusted", () => {
  /** The requests that came through to it. */
  let requests = 0;

  async function serve(certificate: Certificate): Promise<number> {
    requests = 0;
    const server = createHttpsServer(certificate, (_request, response) => {
      requests++;
      response.end();
    });
    server.on("tlsClientError", () => {});
    closers.push(() => server.close());
    return listen(server);
  }

  /** A transport for which a certificate is one of those that vouch for others. */
  function trusting({ cert }: Certificate): Transport {
    const agent = new Agent({ connect: { ca: cert } });
    closers.push(() => void agent.destroy());
    return createUndiciTransport({ dispatcher: agent as Dispatcher });
  }

  function expectUnasked({ errors: [error], output, timersLeft }: Survived, says: RegExp): void {
    expect(error).toMatchObject({ code: "network", phase: "connect" });
    expect(error?.message).toMatch(says);
    expect(error?.message).toMatch(/^[^\p{Cc}\p{Cf}]{1,1000}$/u);
    expect(error?.message).not.toContain("key-of");
    expect([output, timersLeft, requests]).toEqual([answer, 0, 0]);
  }

  it("because it vouches for itself", async () => {
    const port = await serve(makeCertificate({ hosts: ["127.0.0.1"] }));
    expectUnasked(await askAt(`https://127.0.0.1:${port}`, undici), /cannot reach https:.*self-signed certificate/);
  });

  it("because it vouches for itself, through fetch", async () => {
    const port = await serve(makeCertificate({ hosts: ["127.0.0.1"] }));
    const survived = await askAt(`https://127.0.0.1:${port}`, transports.fetch);
    expect(survived.errors.map(({ code }) => code)).toEqual(["network"]);
    expect([survived.output, requests]).toEqual([answer, 0]);
  });

  const distrusted: readonly (readonly [why: string, options: CertificateOptions, says: RegExp])[] = [
    ["has expired", { hosts: ["127.0.0.1"], validTo: new Date(Date.now() - 3_600_000) }, /certificate has expired/],
    ["is not good yet", { hosts: ["127.0.0.1"], validFrom: new Date(Date.now() + 3_600_000) }, /not yet valid/],
    ["is for another host", { hosts: ["api.example.com"] }, /not in the cert's list/],
    [
      "is for hosts whose names are not to be printed",
      { hosts: ["\u001b[31mevil\r\n  anthropic/claude: all is well"], commonName: "\u001b[2J\u202e" },
      /cannot reach https:/,
    ],
    [
      "is for a name without end",
      { hosts: Array.from({ length: 700 }, (_, i) => `host-number-${i}.example.com`) },
      /cannot reach https:/,
    ],
  ];
  it.each(distrusted)("because its certificate %s", async (_why, options, says) => {
    const certificate = makeCertificate(options);
    const port = await serve(certificate);
    expectUnasked(await askAt(`https://127.0.0.1:${port}`, trusting(certificate)), says);
  });

  it("unless the application says whom to trust", async () => {
    const certificate = makeCertificate({ hosts: ["127.0.0.1"] });
    const server = createHttpsServer(certificate, (_request, response) => {
      response.writeHead(200, { "content-type": "text/event-stream" });
      response.end(wires.chat.opening + wires.chat.delta(answerText) + wires.chat.finish("stop"));
    });
    closers.push(() => server.close());
    const survived = await askAt(`https://127.0.0.1:${await listen(server)}`, trusting(certificate));
    expect([survived.errors, survived.output]).toEqual([[], answer]);
  });

  it.each(Object.entries(transports))(
    "because it breaks off in the handshake, through %s",
    async (_name, transport) => {
      const server = createServer((socket) => {
        socket.on("error", () => {}).once("data", () => socket.resetAndDestroy());
      });
      closers.push(() => server.close());
      const survived = await askAt(`https://127.0.0.1:${await listen(server)}`, transport);
      expect(new Set(survived.errors.map(({ code }) => code))).toEqual(new Set(["network"]));
      expect([survived.output, survived.timersLeft]).toEqual([answer, 0]);
    },
  );
});

describe("a provider that speaks HTTP/2 through a dispatcher of the application's", () => {
  async function serve(
    play: (stream: ServerHttp2Stream, server: Http2SecureServer) => void,
  ): Promise<[number, Transport]> {
    const certificate = makeCertificate({ hosts: ["127.0.0.1"] });
    const server = createSecureServer(certificate);
    server.on("stream", (stream) => {
      stream.on("error", () => {});
      play(stream, server);
    });
    server.on("session", (session) => {
      session.on("error", () => {});
      closers.push(() => session.destroy());
    });
    const agent = new Agent({ allowH2: true, connect: { ca: certificate.cert } });
    closers.push(
      () => void agent.destroy(),
      () => server.close(),
    );
    return [await listen(server), createUndiciTransport({ dispatcher: agent as Dispatcher })];
  }

  const begin = (stream: ServerHttp2Stream): void => {
    stream.respond({ ":status": 200, "content-type": "text/event-stream" });
    stream.write(wires.chat.opening + wires.chat.delta(answerText.slice(0, 12)));
  };

  it("and is well", async () => {
    const [port, transport] = await serve((stream) => {
      begin(stream);
      stream.end(wires.chat.delta(answerText.slice(12)) + wires.chat.finish("stop"));
    });
    const survived = await askAt(`https://127.0.0.1:${port}`, transport);
    expect([survived.errors, survived.output]).toEqual([[], answer]);
  });

  const rest = () => wires.chat.delta(answerText.slice(12)) + wires.chat.finish("stop");
  const faults: Readonly<Record<string, readonly [code: string, play: (stream: ServerHttp2Stream) => void]>> = {
    "resets the stream before its head": ["network", (stream) => stream.close(0x8)],
    "resets the stream in its body": [
      "interrupted",
      (stream) => {
        begin(stream);
        setImmediate(() => stream.close(0x2));
      },
    ],
    "says that it goes away, and does, in the body": [
      "interrupted",
      (stream) => {
        begin(stream);
        setImmediate(() => {
          stream.session?.goaway(0x2);
          stream.session?.destroy();
        });
      },
    ],
    "closes the connection in the body": [
      "interrupted",
      (stream) => {
        begin(stream);
        setImmediate(() => stream.session?.destroy());
      },
    ],
    "ends the stream before its answer": [
      "interrupted",
      (stream) => {
        begin(stream);
        stream.end();
      },
    ],
  };
  it.each(Object.entries(faults))("and %s", async (_what, [code, play]) => {
    const [port, transport] = await serve(play);
    const survived = await askAt(`https://127.0.0.1:${port}`, transport);
    expect(new Set(survived.errors.map((error) => error.code))).toEqual(new Set([code]));
    expect([survived.output, survived.timersLeft]).toEqual([answer, 0]);
  });

  it("and pings and changes its settings all the time", async () => {
    const [port, transport] = await serve((stream) => {
      begin(stream);
      let left = 300;
      const trouble = (): void => {
        if (stream.session?.destroyed !== false) return;
        stream.session.ping(() => {});
        stream.session.settings({ maxConcurrentStreams: 100 + left });
        if (left-- > 0) setImmediate(trouble);
        else stream.end(rest());
      };
      trouble();
    });
    const survived = await askAt(`https://127.0.0.1:${port}`, transport);
    expect([survived.errors, survived.output]).toEqual([[], answer]);
  });
});
