import assert from "node:assert/strict";
import {
  type ClientSocket,
  type ConnectOutput,
  createOutputStore,
  type EventStreamError,
  type OutputState,
  type OutputStore,
  type Patch,
} from "@outspec/runtime/sse";
import { describe, it, vi } from "vitest";
import { createPlayedServer, settle } from "./played-server.ts";

interface Summary {
  readonly title: string;
  readonly notes: readonly string[];
}

type PartialSummary = Partial<Summary>;

/** A wait for frames, each of which lasts until it is told to end. */
function createFrames() {
  const waiting: (() => void)[] = [];
  return {
    wait: () => new Promise<void>((resolve) => waiting.push(resolve)),
    get pending(): number {
      return waiting.length;
    },
    async end(): Promise<void> {
      for (const resolve of waiting.splice(0)) resolve();
      await settle();
    },
  };
}

/** Subscribes to a store as a view does, which looks at once. */
function follow<P, T, I>(store: OutputStore<P, T, I>): readonly OutputState<P, T>[] {
  const states: OutputState<P, T>[] = [];
  store.subscribe(() => void states.push(store.getSnapshot()));
  return states;
}

/** A socket that a test sends messages with. */
function createPlayedSocket() {
  const listeners = new Map<string, ((event: { readonly data: unknown }) => void)[]>();
  const socket = {
    isClosed: false,
    addEventListener(type: string, listener: (event: { readonly data: unknown }) => void) {
      listeners.set(type, [...(listeners.get(type) ?? []), listener]);
    },
    close() {
      socket.isClosed = true;
    },
    send(patch: Patch) {
      for (const listener of listeners.get("message") ?? []) listener({ data: `data:${JSON.stringify(patch)}\n\n` });
    },
  };
  return socket satisfies ClientSocket;
}

describe("a store of an output", () => {
  it("is idle at first, and gives the same state until there is another one", async () => {
    const { connect } = createPlayedServer();
    const store = createOutputStore<PartialSummary, Summary>(connect);
    const idle = store.getSnapshot();
    assert.equal(idle.status, "idle");
    assert.equal(idle.isComplete([]), false);
    store.stop();
    store.reset();
    assert.equal(store.getSnapshot(), idle);
    store.start();
    const connecting = store.getSnapshot();
    assert.equal(connecting.status, "connecting");
    await settle();
    assert.equal(store.getSnapshot(), connecting);
    store.stop();
  });

  it("shares what did not change from one state to the next, and changes none", async () => {
    const server = createPlayedServer();
    const frames = createFrames();
    const store = createOutputStore<{ notes: string[]; patient: { name: string } }, unknown>(server.connect, frames);
    const states = follow(store);
    store.start();
    await server.connection.send({ root: { patient: { name: "Ada" }, notes: ["cough"] } });
    await frames.end();
    await server.connection.send(" at night");
    const [before, after] = states.slice(-2);
    assert.deepEqual(before?.partial, { patient: { name: "Ada" }, notes: ["cough"] });
    assert.deepEqual(after?.partial?.notes, ["cough at night"]);
    assert.equal(after?.partial?.patient, before?.partial?.patient);
    store.stop();
  });

  it("tells of a thousand messages within a frame once, and copies what they change once", async () => {
    const socket = createPlayedSocket();
    const frames = createFrames();
    const store = createOutputStore<PartialSummary, Summary>(() => socket, frames);
    const states = follow(store);
    store.start();
    await settle();
    socket.send({ root: { notes: [] } });
    await settle();
    assert.deepEqual(
      states.map(({ status }) => status),
      ["connecting", "streaming"],
    );
    const shown = states.at(-1)?.partial;
    for (let index = 0; index < 1000; index++) {
      socket.send({ push: [`note ${index}`] });
      await settle();
    }
    assert.equal(states.length, 2);
    assert.equal(store.getSnapshot().partial, shown);
    assert.deepEqual(shown, { notes: [] });
    await frames.end();
    assert.equal(states.length, 3);
    assert.equal(states.at(-1)?.partial?.notes?.length, 1000);
    // And then there is nothing more to tell.
    await frames.end();
    assert.equal(frames.pending, 0);
    assert.equal(states.length, 3);
    store.stop();
  });

  it("does not tell of what somebody has looked at with it", async () => {
    const server = createPlayedServer();
    const frames = createFrames();
    const store = createOutputStore<PartialSummary, Summary>(server.connect, frames);
    let told = 0;
    store.subscribe(() => void told++);
    store.start();
    await server.connection.send({ root: { title: "a" } });
    await server.connection.send("b");
    assert.equal(told, 2);
    assert.equal(store.getSnapshot().partial?.title, "ab");
    await frames.end();
    assert.equal(told, 2);
    store.stop();
  });

  it("tells of the end at once, with the output", async () => {
    const server = createPlayedServer();
    const store = createOutputStore<PartialSummary, Summary>(server.connect, createFrames());
    const states = follow(store);
    store.start();
    await server.connection.send({ root: { title: "a" } });
    await server.connection.send({ root: { title: "a", notes: [] } }, { finish: null });
    const last = states.at(-1);
    assert.equal(last?.status, "done");
    assert.deepEqual(last?.output, { title: "a", notes: [] });
    assert.equal(last?.partial, last?.output);
    assert.ok(states.every(({ status, output }) => (status === "done") === (output !== undefined)));
  });

  it("does not tell of a stream that another one has taken the place of", async () => {
    const server = createPlayedServer();
    const frames = createFrames();
    const store = createOutputStore<PartialSummary, Summary>(server.connect, frames);
    store.start();
    await server.connection.send({ root: { title: "first" } });
    await frames.end();
    const states = follow(store);
    store.start();
    await settle();
    assert.deepEqual(
      states.map(({ status, partial }) => [status, partial]),
      [["connecting", undefined]],
    );
    store.stop();
  });

  it("tells a function as often as it was subscribed, and no more once that has ended", () => {
    const store = createOutputStore<PartialSummary, Summary>(createPlayedServer().connect);
    let told = 0;
    const listener = (): void => void told++;
    const [leave, leaveAgain] = [store.subscribe(listener), store.subscribe(listener)];
    store.start();
    assert.equal(told, 2);
    leave();
    leave();
    store.stop();
    assert.equal(told, 3);
    leaveAgain();
    store.reset();
    assert.equal(told, 3);
  });

  it("tells the others, and reads on, when a function throws", async () => {
    const uncaught: unknown[] = [];
    vi.stubGlobal("queueMicrotask", (task: () => void) => {
      void Promise.resolve()
        .then(task)
        .catch((problem: unknown) => uncaught.push(problem));
    });
    const server = createPlayedServer();
    const store = createOutputStore<PartialSummary, Summary>(server.connect, createFrames());
    store.subscribe(() => {
      throw new Error("a view that fails");
    });
    const states = follow(store);
    store.start();
    await server.connection.send({ root: { title: "a", notes: [] } }, { finish: null });
    vi.unstubAllGlobals();
    assert.equal(states.at(-1)?.status, "done");
    assert.equal(uncaught.length, states.length);
    for (const problem of uncaught) assert.match(String(problem), /a view that fails/);
  });

  it("fails with the status of an answer that is no stream", async () => {
    const failed: EventStreamError[] = [];
    const connect = (): Response => new Response("", { status: 404 });
    const store = createOutputStore<PartialSummary, Summary>(connect, { onError: (error) => failed.push(error) });
    store.start();
    await settle();
    const { status, error } = store.getSnapshot();
    assert.equal(status, "failed");
    assert.equal(error?.code, "http-404");
    assert.deepEqual(failed, [error]);
  });

  it("hangs up at once, also where the connection is still being made", async () => {
    const server = createPlayedServer();
    let resolve = (): void => {};
    const connect: ConnectOutput = (_, request) => {
      const response = server.connect(undefined, request);
      return new Promise((done) => {
        resolve = () => done(response);
      });
    };
    const ends: unknown[] = [];
    const store = createOutputStore<PartialSummary, Summary>(connect, { onError: (error) => ends.push(error) });
    store.start();
    store.stop();
    assert.equal(store.getSnapshot().status, "stopped");
    resolve();
    await settle();
    assert.equal(server.connection.isClosed, true);
    assert.deepEqual(ends, []);
  });

  it("closes a socket that it was given", async () => {
    const socket = createPlayedSocket();
    const store = createOutputStore<PartialSummary, Summary>(async () => socket, createFrames());
    store.start();
    await settle();
    socket.send({ root: { title: "a" } });
    await settle();
    store.stop();
    await settle();
    assert.equal(store.getSnapshot().partial?.title, "a");
    assert.equal(socket.isClosed, true);
  });

  it("asks for each output with its input", () => {
    const server = createPlayedServer<{ readonly notes: string }>();
    const store = createOutputStore<PartialSummary, Summary, { readonly notes: string }>(server.connect);
    for (const notes of ["one", "two"]) store.start({ notes });
    store.stop();
    assert.deepEqual(
      server.connections.map(({ input }) => input.notes),
      ["one", "two"],
    );
  });
});
