import assert from "node:assert/strict";
import { createServer } from "node:http";
import {
  createMemoryReplay,
  type EventStreamOptions,
  type NodeResponse,
  pipeEventStream,
  type ReplayStore,
  readEventStream,
  resumeEventStream,
  type ServerSocket,
  sendOverWebSocket,
  toEventStream,
} from "@outspec/runtime/sse";
import { createOutputMessages } from "@outspec/runtime/sse/output-messages";
import { describe, it } from "vitest";
import { createFakeClock } from "../fake-clock.ts";
import { DrivenStream, settle } from "./driven-stream.ts";
import { serve } from "./page.ts";

const listTable = [{ kind: "array", items: 1 }, { kind: "text" }] as const;

/** A stream that has finished. */
function finished(): DrivenStream {
  const driven = new DrivenStream();
  driven.begin({ table: listTable });
  driven.write('["a"]');
  driven.finish();
  return driven;
}

function fail(): never {
  throw new Error("canary-77");
}

const resume = (replay: ReplayStore, lastEventId: string) =>
  resumeEventStream({ headers: { get: () => lastEventId } }, { replay });

describe("what a page is told by options of the server", () => {
  const cycle: unknown[] = [];
  cycle.push(cycle);
  const results: readonly (readonly [string, () => unknown])[] = [
    ["throws", fail],
    ["gives a number that JSON has no text for", () => ({ count: 1n })],
    ["gives a function", () => fail],
    ["gives what contains itself", () => cycle],
  ];
  for (const [name, result] of results) {
    it(`is that the output failed where \`result\` ${name}, also when it is resumed`, async () => {
      for (const replay of [undefined, createMemoryReplay()]) {
        const told: unknown[] = [];
        const error = (problem: unknown) => {
          told.push(problem);
          return { code: "mine", message: "No." };
        };
        const options: EventStreamOptions = { frameMs: 0, result, error, ...(replay !== undefined && { replay }) };
        const text = await toEventStream(finished().stream, options).text();
        assert.match(text, /\{"error":\{"code":"mine","message":"No\."\}\}\]?\n\n$/);
        assert.equal(told.length, 1);
        const [, id] = /^id:(.*)\.1$/m.exec(text) ?? [];
        if (replay !== undefined) assert.match((await resume(replay, `${id}.0`)?.text()) ?? "", /"mine"/);
      }
    });
  }

  it("is that the output failed, whatever `error` does", async () => {
    const errors = [fail, () => undefined, () => ({ code: "mine", message: "No.", retryAfterMs: 1n })];
    for (const error of errors as unknown as NonNullable<EventStreamOptions["error"]>[]) {
      const driven = new DrivenStream();
      const page = readEventStream(toEventStream(driven.stream, { error }));
      driven.fail(new Error("canary-77"));
      await assert.rejects(page.result, { code: "server-error" });
    }
  });
});

describe("a store that fails", () => {
  /** A store that takes so many messages, and then none for a while. */
  function createFailingStore(taken: number, failures: number): ReplayStore {
    const memory = createMemoryReplay();
    let appended = 0;
    return {
      async open(key) {
        const log = await memory.open(key);
        return {
          append(messages, isLast) {
            appended++;
            if (appended > taken && appended <= taken + failures) throw new Error("the store is away");
            return log.append(messages, isLast);
          },
          isRead: () => log.isRead(),
        };
      },
      read: (key, after, signal) => memory.read(key, after, signal),
    };
  }

  for (const failures of [1, 1_000]) {
    it(`ends the page's connection, and the model unless somebody else reads, after ${failures} failures`, async () => {
      const driven = new DrivenStream();
      driven.begin({ table: listTable });
      const others = driven.stream[Symbol.asyncIterator]();
      const other = others.next();
      const text = toEventStream(driven.stream, { replay: createFailingStore(0, failures), frameMs: 0 }).text();
      driven.write('["a');
      assert.equal(/"interrupted"/.test(await text), failures === 1);
      assert.deepEqual((await other).value, ["a"]);
      assert.equal(driven.isLeft, false);
      await others.return?.();
      assert.equal(driven.isLeft, true);
    });
  }

  it("does not stop an output that the server keeps itself", async () => {
    const driven = new DrivenStream();
    driven.begin({ table: listTable });
    const replay = createFailingStore(0, 1_000);
    const text = toEventStream(driven.stream, { replay, frameMs: 0, onDisconnect: "finish" }).text();
    driven.write('["a');
    await text;
    assert.equal(driven.isLeft, false);
    driven.write('"]');
    assert.deepEqual(driven.finish(), ["a"]);
  });

  it("breaks the connection when nothing can be begun, and rejects nowhere else", async () => {
    const driven = new DrivenStream();
    const replay: ReplayStore = { open: () => fail(), read: async () => undefined };
    await assert.rejects(toEventStream(driven.stream, { replay }).text(), /canary-77/);
    assert.equal(driven.isLeft, true);
  });
});

describe("an id that names no stream", () => {
  const ids = [
    "x",
    ".1",
    "x.-1",
    "x.1e3",
    "x.٣",
    "x.1\nid: y",
    "x.99999999999999999999",
    `${"x".repeat(1e6)}.1`,
    "__proto__.1",
    "constructor.0",
    "x/y.1",
    "x.1, x.2",
  ];
  it("is answered with that it was interrupted, and never quoted unless it could be one", async () => {
    for (const id of ids) {
      const text = (await resume(createMemoryReplay(), id)?.text()) ?? "";
      assert.match(
        text,
        /^(id:[\w-]+\.\d+\n)?:\n\n(id:[\w-]+\.\d+\n)?data:\{"error":\{"code":"interrupted"[^\n]*\n\n$/,
      );
      assert.ok(text.length < 200);
    }
  });
});

/** A response that a test plays. */
function playResponse(given: Partial<NodeResponse> = {}) {
  const listeners = new Map<string, Set<() => void>>();
  const response: NodeResponse & { readonly calls: string[]; emit(event: string): void; listeners(): number } = {
    destroyed: false,
    calls: [],
    writeHead: () => void response.calls.push("head"),
    write: () => {
      response.calls.push("write");
      return true;
    },
    end: () => void response.calls.push("end"),
    on: (event, listener) => void listeners.set(event, (listeners.get(event) ?? new Set()).add(listener)),
    off: (event, listener) => void listeners.get(event)?.delete(listener),
    emit: (event) => {
      for (const listener of listeners.get(event) ?? []) listener();
    },
    listeners: () => [...listeners.values()].reduce((sum, { size }) => sum + size, 0),
    ...given,
  };
  return response;
}

describe("a response of Node", () => {
  it("that is over already gets nothing, and the model is stopped", async () => {
    for (const over of [{ destroyed: true }, { writableEnded: true }]) {
      const driven = new DrivenStream();
      const response = playResponse(over);
      await pipeEventStream(driven.stream, response);
      assert.deepEqual(response.calls, []);
      assert.equal(driven.isLeft, true);
      assert.equal(response.listeners(), 0);
    }
  });

  it("that fails, or closes while it is written to, stops the model", async () => {
    for (const event of ["close", "error"]) {
      const driven = new DrivenStream();
      const response = playResponse({
        write: () => {
          response.emit(event);
          return false;
        },
      });
      await pipeEventStream(driven.stream, response);
      assert.equal(driven.isLeft, true);
      assert.equal(response.listeners(), 0);
    }
    const driven = new DrivenStream();
    await pipeEventStream(driven.stream, playResponse({ write: fail }));
    assert.equal(driven.isLeft, true);
  });

  it("that closes lets go at once, also where the output is finished without it", async () => {
    const clock = createFakeClock();
    const driven = new DrivenStream();
    const response = playResponse();
    const piped = pipeEventStream(driven.stream, response, { clock, onDisconnect: "finish" });
    await settle();
    assert.equal(clock.pending, 1);
    response.emit("close");
    await piped;
    assert.equal(clock.pending, 0);
    assert.equal(driven.isLeft, false);
  });

  it("whose head was sent keeps it", async () => {
    const response = playResponse({ headersSent: true });
    await pipeEventStream(finished().stream, response);
    assert.ok(!response.calls.includes("head"));
    assert.equal(response.calls.at(-1), "end");
  });

  it("that somebody else ends is not written to any more", async () => {
    const driven = new DrivenStream();
    driven.begin({ table: listTable });
    let end = (): void => {};
    let piped: Promise<void> | undefined;
    await using server = await serve((_request, response) => {
      end = () => void response.end();
      piped = pipeEventStream(driven.stream, response, { frameMs: 0 });
    });
    const response = await fetch(server.url);
    driven.write('["a"');
    // At once, so that the response has not yet told that it is closed.
    end();
    driven.write(',"b"]');
    driven.finish();
    await piped;
    await response.text();
    assert.equal(driven.isLeft, true);
  });

  it("is one of `http`", () => {
    // It compiles.
    createServer((_request, response) => void pipeEventStream(finished().stream, response)).close();
  });
});

describe("a socket", () => {
  it("that has closed before stops the model", async () => {
    for (const readyState of [2, 3]) {
      const driven = new DrivenStream();
      const socket: ServerSocket = { readyState, send: () => {}, close: () => {}, addEventListener: () => {} };
      await sendOverWebSocket(driven.stream, socket);
      assert.equal(driven.isLeft, true);
    }
  });
});

describe("a text that has grown large", () => {
  it("is sent less often, so that to find what is new of it costs the same in each millisecond", async () => {
    const clock = createFakeClock();
    const driven = new DrivenStream();
    const error = () => ({ code: "x", message: "x" });
    const messages = createOutputMessages(driven.stream, { clock, frameMs: 33, result: undefined, error });
    let sent = 0;
    let copied = 0;
    let length = 0;
    const reading = (async () => {
      for (let message = await messages.next(); message !== undefined; message = await messages.next()) {
        sent++;
        copied += length;
      }
    })();
    driven.begin({ table: listTable });
    driven.write('["');
    for (; length < 2_000_000; length += 1_000) {
      driven.write("x".repeat(1_000));
      await settle();
      clock.advance(1);
    }
    driven.write('"]');
    driven.finish();
    await reading;
    assert.ok(sent > 10, `${sent} messages`);
    // A frame of 33 ms each would copy twice as much at this length, and ten times as much at ten times the length.
    assert.ok(copied < 2_000 * 8_192 * 1.5, `${copied} units copied`);
    assert.ok(sent < 35, `${sent} messages`);
  });
});
