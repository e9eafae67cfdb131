import { type Attempt, createRouter, type ProviderError } from "@outspec/runtime";
import { generate } from "@outspec/runtime/codegen";
import { createUndiciTransport } from "@outspec/runtime/undici";
import { describe, expect, it } from "vitest";
import { createFakeClock } from "../runtime/fake-clock.ts";
import { ask } from "./hostile/ask.ts";
import { type HostileServer, startHostileServer } from "./hostile/hostile-server.ts";
import { goodPlay } from "./matrix/cell.ts";
import { answer, answerText, measure } from "./matrix/measurement.ts";
import { chunk, head, startRawServer } from "./matrix/raw-server.ts";
import { wires } from "./matrix/wires.ts";

const transport = createUndiciTransport({ environment: {} });
const { chat } = wires;

const modelAt = ({ url }: HostileServer) => chat.model({ baseUrl: url, apiKey: "key-of-primary", modes: ["prompt"] });

describe("bytes that are no text", () => {
  /** A stream of these bytes, cut after each `every` of them. */
  async function outputOf(bytes: Uint8Array, every = bytes.length): Promise<unknown> {
    await using server = await startHostileServer(async (socket) => {
      socket.write(head(200, { "content-type": "text/event-stream", "transfer-encoding": "chunked" }));
      for (let at = 0; at < bytes.length; at += every) socket.write(chunk(bytes.subarray(at, at + every)));
      socket.end("0\r\n\r\n");
    });
    const survived = await ask({ way: "stream", transport, models: [modelAt(server)], isSilent: () => false });
    return survived.output ?? survived.errors.map(({ code }) => code);
  }

  const streamOf = (text: string): Buffer => Buffer.from(chat.opening + chat.delta(text) + chat.finish("stop"));
  /** The stream with the name in it spelled in these bytes. */
  const withName = (name: Uint8Array): Uint8Array => {
    const [before = "", after = ""] = streamOf(answerText).toString().split("Ada Lovelace");
    return Buffer.concat([Buffer.from(before), name, Buffer.from(after)]);
  };

  it("are replaced one by one, and nothing around them", async () => {
    for (const [bytes, name] of [
      [[0xff], "\ufffd"],
      [[0x41, 0xc3, 0x42], "A\ufffdB"],
      [[0xe2, 0x82, 0x41], "\ufffdA"],
      // An encoding longer than need be, of a slash; half of a pair; a code point beyond the last.
      [[0xc0, 0xaf], "\ufffd\ufffd"],
      [[0xed, 0xa0, 0x80], "\ufffd\ufffd\ufffd"],
      [[0xf4, 0x90, 0x80, 0x80], "\ufffd\ufffd\ufffd\ufffd"],
    ] as const) {
      expect(await outputOf(withName(Uint8Array.from(bytes))), name).toEqual({ ...answer, name });
    }
  });

  it("are none where a character is only cut by the network", async () => {
    for (const every of [1, 2, 3])
      expect(await outputOf(withName(Buffer.from("Ådä 🤒 Ł")), every)).toEqual({ ...answer, name: "Ådä 🤒 Ł" });
  });

  it("may stand before everything as a byte order mark, once", async () => {
    const mark = Buffer.of(0xef, 0xbb, 0xbf);
    expect(await outputOf(Buffer.concat([mark, streamOf(answerText)]), 1)).toEqual(answer);
  });

  it("of UTF-16 are no stream", async () => {
    expect(await outputOf(Buffer.from(streamOf(answerText).toString(), "utf16le"))).toEqual(["interrupted"]);
  });
});

describe("what a provider writes into its errors", () => {
  const evil = "\u001b[31mred\u001b[0m\r\n  anthropic/claude: 200 all is well\u0000\u202e\u2028\u0085\u009b2J";

  it.each([1, 500, 10_000])(
    "stands in one line, short and without anything that is not seen, said %d times",
    async (times) => {
      const body = JSON.stringify({ error: { message: evil.repeat(times), param: evil }, request_id: evil.repeat(10) });
      await using server = await startHostileServer((socket) => {
        socket.write(
          head(400, { "content-type": "application/json", "content-length": Buffer.byteLength(body) }) + body,
        );
      });
      const router = createRouter({ primary: modelAt(server), transport, attempts: 1 });
      const error = await generate(measure, undefined, { router }).then(
        () => expect.unreachable(),
        (reason: Error) => reason,
      );
      const lines = error.message.split("\n");
      expect(lines).toHaveLength(2);
      for (const line of lines) expect(line).toMatch(/^[^\p{Cc}\p{Cf}]{1,600}$/u);
      const { requestId = "", parameter = "" } = error.cause as ProviderError; // the failure of the only attempt
      // Of an error that is too long only the beginning is read, as what it is: no JSON.
      if (times < 10_000) expect(requestId).toMatch(/^[^\p{Cc}\p{Cf}]{1,200}$/u);
      expect(parameter).toMatch(/^[^\p{Cc}\p{Cf}]{0,200}$/u);
    },
  );

  it("as the id of a request or the name of a model stands in the attempt likewise", async () => {
    const delta = { id: evil, model: evil.repeat(100), choices: [{ index: 0, delta: { content: answerText } }] };
    await using server = await startHostileServer((socket) => {
      const body = `data: ${JSON.stringify(delta)}\n\n${chat.finish("stop")}`;
      const headers = {
        "x-request-id": `a\u0080\u009b${"b".repeat(5_000)}`,
        "content-length": Buffer.byteLength(body),
      };
      socket.write(Buffer.concat([Buffer.from(head(200, headers), "latin1"), Buffer.from(body)]));
    });
    const { attempts, output } = await ask({
      way: "stream",
      transport,
      models: [modelAt(server)],
      isSilent: () => false,
    });
    expect(output).toEqual(answer);
    expect(attempts[0]?.responseModel).toMatch(/^[^\p{Cc}\p{Cf}]{1,200}$/u);
    expect(attempts[0]?.requestId).toMatch(/^[^\p{Cc}\p{Cf}]{1,200}$/u);
  });
});

describe("a wait that a provider asks for", () => {
  const date = "Fri, 27 Nov 2026 10:00:00 GMT";
  const hints: readonly Readonly<Record<string, string>>[] = [
    ...[
      "1e9",
      "-1",
      "-0",
      "NaN",
      "Infinity",
      "-Infinity",
      "1e400",
      "0x10",
      "999999999999999999999",
      "soon",
      " ",
      "1,2",
    ].map((value) => ({ "retry-after": value })),
    ...["1e300", "-5", "NaN", "1e-300"].map((value) => ({ "retry-after-ms": value })),
    { "retry-after": "Thu, 01 Jan 1970 00:00:00 GMT", date },
    { "retry-after": "Fri, 31 Dec 9999 23:59:59 GMT", date },
    { "retry-after": "Fri, 31 Dec 9999 23:59:59 GMT" },
    { "retry-after": "Fri, 27 Nov 2026 10:00:30 GMT", date: "nonsense" },
    { "x-ratelimit-reset": "1e308" },
    { "x-ratelimit-reset": "-1e308", date },
  ];

  it.each(hints)(
    "of %o is a time from now to a day, or none, and keeps nobody waiting for more than a minute",
    async (headers) => {
      await using server = await startHostileServer((socket) => {
        const body = chat.errorBody("please try again in 1e999s, or in 99999999999999999999999 days");
        socket.write(
          head(429, { "content-type": "application/json", "content-length": body.length, ...headers }) + body,
        );
      });
      const clock = createFakeClock();
      let isPausing = false;
      let error: ProviderError | undefined;
      const hooks = {
        onAttemptStart: () => {
          isPausing = false;
        },
        onAttemptEnd: ({ attempt }: { attempt: Attempt }) => {
          isPausing = attempt.followedBy === "retry";
        },
      };
      const router = createRouter({ primary: modelAt(server), transport, clock, attempts: 2, hooks });
      generate(measure, undefined, { router }).catch((reason: ProviderError) => {
        error = reason;
      });
      while (error === undefined) {
        await new Promise((resolve) => setImmediate(resolve));
        if (isPausing) clock.advance(100);
      }
      for (const attempt of error.attempts) {
        const { retryAfterMs = 0 } = attempt.error as ProviderError; // its status is 429
        expect(retryAfterMs).toBeGreaterThanOrEqual(0);
        expect(retryAfterMs).toBeLessThanOrEqual(86_400_000);
      }
      expect(clock.now()).toBeLessThan(62_000);
      expect(clock.pending).toBe(0);
      expect(server.requests).toBeLessThanOrEqual(2);
    },
  );

  it("of a day sends the call to the next model at once", async () => {
    await using server = await startHostileServer((socket) => {
      socket.write(head(429, { "content-length": 0, "retry-after": "86400" }));
    });
    await using good = await startRawServer(() => goodPlay(chat, "generate"));
    const fallback = chat.model({ baseUrl: `http://127.0.0.1:${good.port}`, apiKey: "k", modes: ["prompt"] });
    const models = [modelAt(server), fallback] as const;
    const { output, ms } = await ask({ way: "generate", transport, models: [...models], isSilent: () => false });
    expect([output, ms]).toEqual([answer, 0]);
  });
});
