import assert from "node:assert/strict";
import { type ConnectionRequest, type EventStreamError, readEventStream } from "@outspec/runtime/sse";
import fc from "fast-check";
import { describe, it } from "vitest";
import { createPlayedServer, settle } from "./played-server.ts";

const noWait = { wait: async () => {} };

/** A response whose body comes in these pieces; it stays open where they end if it is told to. */
function respond(pieces: readonly Uint8Array[], isKept = false): Response {
  const body = new ReadableStream<Uint8Array>({
    start(controller) {
      for (const piece of pieces) controller.enqueue(piece);
      if (!isKept) controller.close();
    },
  });
  return new Response(body, { headers: { "content-type": "text/event-stream" } });
}

/** A page that is given one response after the other, and what it asked for. */
function readAll(responses: readonly (() => Response)[]) {
  const asked: string[] = [];
  const stream = readEventStream<unknown, unknown>(({ lastEventId }) => {
    asked.push(lastEventId);
    return responses[asked.length - 1]?.() ?? assert.fail("it is asked too often");
  }, noWait);
  return { stream, asked };
}

const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text);

/** Cuts bytes at places, wherever these are. */
function cutBytes(bytes: Uint8Array, places: readonly number[]): readonly Uint8Array[] {
  const sorted = [...new Set(places.map((place) => place % bytes.length))].sort((a, b) => a - b);
  return [0, ...sorted].map((from, index) => bytes.slice(from, sorted[index] ?? bytes.length));
}

const messages = [
  'data:{"root":{"title":"Grüße","notes":["a 😀"]}}',
  'data:" b"',
  'data:[" c",2,{"set":{"visit":true}}]',
  'data:{"finish":null}',
];
const output = { title: "Grüße", notes: ["a 😀 b c"], visit: true };

describe("a page", () => {
  it("reads the same wherever bytes are cut, and whatever line ends a proxy makes of them", async () => {
    const whole = `:\n\nid:s.1\n${messages.join("\n\n")}\n\n`;
    const places = fc.array(fc.nat(), { maxLength: 20 });
    await fc.assert(
      fc.asyncProperty(places, fc.constantFrom("\n", "\r\n"), async (cuts, lineEnd) => {
        const { stream } = readAll([() => respond(cutBytes(utf8(whole.replaceAll("\n", lineEnd)), cuts))]);
        assert.deepEqual((await stream.result).output, output);
      }),
      { numRuns: 200 },
    );
  });

  it("goes on wherever its connections break, and drops what it is sent twice", async () => {
    const whole = utf8(`id:s.1\n${messages.join("\n\n")}\n\n`);
    for (let cut = 0; cut < whole.length; cut++) {
      const { stream, asked } = readAll([
        () => respond([whole.slice(0, cut)]),
        // The whole again, or what is behind the message before the last one that it has.
        () => {
          const seen = Number(asked[1]?.split(".")[1] ?? 0);
          const from = Math.max(0, seen - 1);
          return respond([utf8(`id:s.${from + 1}\n${messages.slice(from).join("\n\n")}\n\n`)]);
        },
      ]);
      assert.deepEqual((await stream.result).output, output, `cut at ${cut}`);
      assert.ok(asked[1] === undefined || /^(s\.\d)?$/.test(asked[1]));
    }
  });

  it("asks again for a message that came broken", async () => {
    const { stream, asked } = readAll([
      () => respond([utf8(`id:s.1\n${messages[0]}\n\ndata:" b\n\n`)]),
      () => respond([utf8(`id:s.2\n${messages.slice(1).join("\n\n")}\n\n`)]),
    ]);
    assert.deepEqual((await stream.result).output, output);
    assert.deepEqual(asked, ["", "s.1"]);
  });

  it("reads from the beginning what a server sends that begins another stream", async () => {
    const { stream } = readAll([
      () => respond([utf8(`id:s.1\n${messages.slice(0, 3).join("\n\n")}\n\n`)]),
      () => respond([utf8(`id:t.1\ndata:{"root":["x"]}\n\ndata:"y"\n\ndata:{"finish":null}\n\n`)]),
    ]);
    assert.deepEqual((await stream.result).output, ["xy"]);
  });

  it("does not take the page of a login for a stream, nor tries it again", async () => {
    for (const init of [
      { headers: { "content-type": "text/html" } },
      { headers: { "content-type": "application/json" } },
      { status: 204 },
    ]) {
      const body = init.status === 204 ? null : "<html>\n\n<p>Log in</p>";
      const { stream, asked } = readAll([() => new Response(body, init)]);
      await assert.rejects(stream.result, { name: "EventStreamError", code: `http-${init.status ?? 200}` });
      assert.equal(asked.length, 1);
    }
  });

  it("takes what is thrown when something changed for no failure of the connection", async () => {
    const uncaught: unknown[] = [];
    const keep = (problem: unknown): void => void uncaught.push(problem);
    const others = process.listeners("uncaughtException");
    process.removeAllListeners("uncaughtException");
    process.on("uncaughtException", keep);
    try {
      const server = createPlayedServer();
      const stream = readEventStream((request) => server.connect(undefined, request), {
        onChange() {
          throw new Error("a view that fails");
        },
      });
      await settle();
      await server.connection.send({ root: "a" }, "b");
      await server.connection.send({ finish: null });
      assert.equal((await stream.result).output, "ab");
      await settle();
      assert.equal(server.connections.length, 1);
      assert.equal(stream.status, "done");
      assert.ok(uncaught.length > 0);
      for (const problem of uncaught) assert.match(String(problem), /a view that fails/);
    } finally {
      process.off("uncaughtException", keep);
      for (const listener of others) process.on("uncaughtException", listener);
    }
  });

  it("ends when it is stopped, also where no connection comes, and closes one that comes later", async () => {
    const server = createPlayedServer();
    let connect = (): void => {};
    const stream = readEventStream(
      (request: ConnectionRequest) =>
        new Promise<Response>((resolve) => {
          connect = () => resolve(server.connect(undefined, request));
        }),
    );
    const loop = (async () => {
      for await (const _partial of stream) assert.fail("nothing came");
    })();
    stream.stop();
    await assert.rejects(stream.result, { code: "aborted" });
    await loop;
    assert.equal(stream.status, "stopped");
    connect();
    await settle();
    assert.ok(server.connection.isClosed);
  });

  it("is told at once what its connection throws in the end, and tries that no more", async () => {
    let calls = 0;
    const stream = readEventStream(
      () => {
        calls++;
        throw new TypeError("not a function");
      },
      { retries: 2, ...noWait },
    );
    await assert.rejects(stream.result, (error: EventStreamError) => {
      assert.equal(error.code, "disconnected");
      assert.ok(error.cause instanceof TypeError);
      return true;
    });
    assert.equal(calls, 3);
  });

  it("says that it is connected again before there is anything new", async () => {
    const server = createPlayedServer();
    const stream = readEventStream((request) => server.connect(undefined, request), noWait);
    await settle();
    await server.connection.send({ root: "a" });
    await server.connection.breakOff();
    await settle();
    assert.equal(stream.status, "reconnecting");
    await server.connection.send();
    assert.equal(stream.status, "streaming");
    stream.stop();
  });

  it("gives members the names of what objects inherit, and no object inherits them", async () => {
    const text = [
      'data:{"root":{"__proto__":{"a":"x"},"constructor":{"prototype":{"b":["y"]}}}}',
      'data:{"append":"!","at":["__proto__","a"]}',
      'data:{"set":{"__proto__":{"polluted":"z"}},"at":["constructor","prototype"]}',
      'data:{"append":"!","at":["constructor","prototype","__proto__","polluted"]}',
      'data:{"finish":null}',
    ];
    const { stream } = readAll([() => respond(text.map((line) => utf8(`${line}\n\n`)))]);
    const { output: read } = await stream.result;
    assert.equal(
      JSON.stringify(read),
      '{"__proto__":{"a":"x!"},"constructor":{"prototype":{"b":["y"],"__proto__":{"polluted":"z!"}}}}',
    );
    assert.equal(Object.getPrototypeOf(read), Object.prototype);
    for (const key of ["a", "b", "polluted"]) assert.equal(Reflect.get({}, key), undefined);
  });

  it("reads one large message in time that grows with its length", async () => {
    const read = async (length: number): Promise<number> => {
      const bytes = utf8(`data:{"root":${JSON.stringify("x".repeat(length))}}\n\ndata:{"finish":null}\n\n`);
      const pieces = Array.from({ length: Math.ceil(bytes.length / 1024) }, (_, index) =>
        bytes.slice(index * 1024, (index + 1) * 1024),
      );
      const start = process.cpuUsage();
      await readAll([() => respond(pieces)]).stream.result;
      const { user, system } = process.cpuUsage(start);
      return user + system;
    };
    await read(1_000_000);
    const [small, large] = [await read(1_000_000), await read(8_000_000)];
    assert.ok(large < 32 * small, `8 times the length took ${large / small} times as long`);
  });
});
