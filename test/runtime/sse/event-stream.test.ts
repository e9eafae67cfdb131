import { createRouter, openai, type Router, systemClock } from "@outspec/runtime";
import {
  createMemoryReplay,
  EventStreamError,
  type EventStreamOptions,
  type NodeResponse,
  pipeEventStream,
  pipeResumedEventStream,
  readEventStream,
  resumeEventStream,
  toEventStream,
} from "@outspec/runtime/sse";
import { type Simulator, startSimulator } from "@outspec/runtime/testing";
import { describe, expect, it } from "vitest";
import { type PartialPatientSummary, type PatientSummary, streamPatientSummary } from "../../../generated/index.ts";
import { createFakeClock } from "../fake-clock.ts";
import { DrivenStream, settle } from "./driven-stream.ts";
import { serve } from "./page.ts";

const answer = '{"vitals_status":"Warning","key_notes":["One note.","Another note."],"requires_visit":true}';
const output = JSON.parse(answer) as PatientSummary;
const canary = "canary-8431";

interface Service extends AsyncDisposable {
  readonly simulator: Simulator;
  readonly router: Router;
}

/** A model that gives the answer in deltas of one character, each when it is told to. */
async function startService(options: Parameters<typeof startSimulator>[0] = {}): Promise<Service> {
  const simulator = await startSimulator({
    deltaSize: [1, 1],
    pace: "manual",
    faults: [{ kind: "text", text: answer, times: 9 }],
    ...options,
  });
  const router = createRouter({
    primary: openai("gpt-5.4-mini", { baseUrl: simulator.baseUrls.openai, apiKey: canary }),
    attempts: 1,
    reAsks: 0,
  });
  return { simulator, router, [Symbol.asyncDispose]: () => simulator.close() };
}

const ask = ({ router }: Service) => streamPatientSummary({ notes: canary }, { router });

const readText = (response: Response): Promise<string> => response.text();

/** What a page is told without waiting for a frame, or for more than a turn. */
const atOnce: EventStreamOptions = {
  frameMs: 0,
  clock: {
    ...systemClock,
    after(ms, callback) {
      if (ms > 0) return systemClock.after(ms, callback);
      const turn = setImmediate(callback);
      return () => clearImmediate(turn);
    },
  },
};

/** Has a model write on, a character at a time, slowly enough for a page to be told of each. */
async function drip({ simulator }: Service): Promise<void> {
  const request = await simulator.received(0);
  while (request.state === "open") {
    await simulator.step(1);
    for (let turn = 0; turn < 5; turn++) await settle();
  }
}

describe("an event stream", () => {
  it("brings a page what the stream showed, and the output in the end", async () => {
    await using service = await startService();
    await using server = await serve((_request, response) => pipeEventStream(ask(service), response, atOnce));
    const page = readEventStream<PartialPatientSummary, PatientSummary>(await fetch(server.url));
    const dripping = drip(service);
    const shown: PartialPatientSummary[] = [];
    for await (const partial of page) shown.push(partial);
    await dripping;
    expect(await page.result).toEqual({ output, result: null });
    expect(page.status).toBe("done");
    expect(shown.at(-1)).toEqual(output);
    expect(shown.length).toBeGreaterThan(3);
    for (const { vitals_status: status } of shown) expect([undefined, "Warning"]).toContain(status);
  });

  it("says that it is one, and that nobody in between is to keep or gather it", async () => {
    await using service = await startService({ pace: "timed" });
    const response = toEventStream(ask(service));
    expect(Object.fromEntries(response.headers)).toEqual({
      "content-type": "text/event-stream; charset=utf-8",
      "cache-control": "no-cache, no-transform",
      "x-accel-buffering": "no",
    });
    const text = await readText(response);
    expect(text).toMatch(/^:\n\ndata:/);
    expect(text).toMatch(/\{"finish":null\}\]?\n\n$/);
  });

  it("tells of the result what it is asked to, and nothing else", async () => {
    await using service = await startService({ pace: "timed" });
    const plain = await readText(toEventStream(ask(service)));
    expect(plain).not.toContain("gpt");
    const response = toEventStream(ask(service), { result: ({ model }) => ({ model }) });
    const { result } = await readEventStream<PartialPatientSummary, PatientSummary>(response).result;
    expect(result).toEqual({ model: "openai/gpt-5.4-mini" });
  });

  it("tells of a failure its code and a sentence, and nothing of what is inside", async () => {
    await using service = await startService({
      pace: "timed",
      faults: [{ kind: "status", status: 401, body: { error: { message: `bad key ${canary}` } }, times: 9 }],
    });
    const text = await readText(toEventStream(ask(service)));
    expect(text).toContain('"code":"unauthorized"');
    for (const secret of [canary, "openai", "OPENAI_API_KEY", "401"]) expect(text).not.toContain(secret);
    const page = readEventStream<PartialPatientSummary, PatientSummary>(toEventStream(ask(service)));
    await expect(page.result).rejects.toMatchObject({ name: "EventStreamError", code: "unauthorized" });
    const loop = async () => {
      for await (const _partial of page);
    };
    await expect(loop()).rejects.toBe(page.error);
    expect(page.status).toBe("failed");
  });

  it("closes the provider's socket when the page is gone, whichever server sends it", async () => {
    await using service = await startService();
    await using server = await serve((_request, response) => pipeEventStream(ask(service), response, atOnce));
    const leaving = new AbortController();
    const response = await fetch(server.url, { signal: leaving.signal });
    const first = await service.simulator.received(0);
    leaving.abort();
    await expect(response.text()).rejects.toThrow();
    expect(await first.closed).toBe("hung-up");

    const web = toEventStream(ask(service), atOnce);
    const second = await service.simulator.received(1);
    await web.body?.cancel();
    expect(await second.closed).toBe("hung-up");
  });

  it("goes on without the page where the server wants the output itself", async () => {
    await using service = await startService();
    const stream = ask(service);
    const response = toEventStream(stream, { onDisconnect: "finish" });
    const request = await service.simulator.received(0);
    await response.body?.cancel();
    while (request.state === "open") await service.simulator.step(1);
    expect((await stream.result).output).toEqual(output);
  });

  it("stops when the page leaves its loop, and when it is told to", async () => {
    await using service = await startService();
    await using server = await serve((_request, response) => pipeEventStream(ask(service), response, atOnce));
    const first = readEventStream<PartialPatientSummary, PatientSummary>(await fetch(server.url));
    const request = await service.simulator.received(0);
    await service.simulator.step(40);
    for await (const _partial of first) break;
    expect(await request.closed).toBe("hung-up");
    await expect(first.result).rejects.toMatchObject({ code: "aborted" });
    expect(first.status).toBe("stopped");

    const second = readEventStream<PartialPatientSummary, PatientSummary>(({ signal }) =>
      fetch(server.url, { signal }),
    );
    const other = await service.simulator.received(1);
    second.stop();
    expect(await other.closed).toBe("hung-up");
    await expect(second.result).rejects.toBeInstanceOf(EventStreamError);
  });

  it("says that it is there while there is nothing to say", async () => {
    const clock = createFakeClock();
    const driven = new DrivenStream();
    const response = toEventStream(driven.stream, { clock, heartbeatMs: 1_000 });
    const reader = response.body?.getReader();
    const next = async () => new TextDecoder().decode((await reader?.read())?.value);
    expect(await next()).toBe(":\n\n");
    for (let beat = 0; beat < 3; beat++) {
      const text = next();
      await settle();
      clock.advance(1_000);
      expect(await text).toBe(":\n\n");
    }
    await reader?.cancel();
    await settle();
    expect(driven.isLeft).toBe(true);
    expect(clock.pending).toBe(0);
  });

  it("sends a page that is slow fewer messages, and keeps none for it", async () => {
    const driven = new DrivenStream();
    const written: string[] = [];
    let drain = (): void => {};
    const response: NodeResponse = {
      destroyed: false,
      writeHead: () => {},
      write: (text) => {
        written.push(text);
        return text === ":\n\n";
      },
      end: () => {},
      on: (event, listener) => {
        if (event === "drain") drain = listener;
      },
      off: () => {},
    };
    const clock = createFakeClock();
    const piped = pipeEventStream(driven.stream, response, { clock, frameMs: 0 });
    driven.begin({ table: [{ kind: "array", items: 1 }, { kind: "text" }] });
    driven.write("[");
    for (let index = 0; index < 500; index++) {
      driven.write(`"${index}",`);
      await settle();
      clock.advance(0);
    }
    driven.write('"end"]');
    driven.finish();
    await settle();
    // The first one is still being written.
    const before = written.length;
    expect(before).toBeLessThanOrEqual(2);
    drain();
    await settle();
    drain();
    await piped;
    expect(written.length).toBe(before + 1);
    expect(written.at(-1)).toContain('"499","end"]');
  });
});

const listTable = [{ kind: "array", items: 1 }, { kind: "text" }] as const;

/** Messages of a driven stream which is resumed: a clock that moves on whenever nothing else does. */
function startShared(options: { readonly owner?: string; readonly resumeWithinMs?: number } = {}) {
  const clock = createFakeClock();
  const driven = new DrivenStream();
  const replay = createMemoryReplay({ clock, keepMs: 5_000 });
  const response = toEventStream(driven.stream, { clock, replay, frameMs: 0, heartbeatMs: 1e9, ...options });
  const write = async (text: string): Promise<void> => {
    driven.write(text);
    await settle();
    clock.advance(0);
    await settle();
  };
  const resume = (lastEventId: string, owner = options.owner) =>
    resumeEventStream(
      { headers: new Headers({ "last-event-id": lastEventId }) },
      { clock, replay, heartbeatMs: 1e9, ...(owner !== undefined && { owner }) },
    );
  return { clock, driven, replay, response, write, resume };
}

describe("a connection that broke", () => {
  it("is resumed after any of its messages, to the same messages", async () => {
    const { driven, response, write, resume } = startShared();
    driven.begin({ table: listTable });
    for (const text of ["[", '"a', "b", '"', ',"c"', ', "d']) await write(text);
    await write('"]');
    driven.finish();
    const whole = await readText(response);
    const messages = whole.split("\n\n").filter((text) => text.includes("data:"));
    const [, id = ""] = /^id:(.*)\.1$/m.exec(whole) ?? [];
    const dataOf = (text: string) => text.split("\n").filter((line) => line.startsWith("data:"));
    expect(messages.length).toBeGreaterThan(4);
    for (let seen = 1; seen < messages.length; seen++) {
      const resumed = resume(`${id}.${seen}`);
      const text = await readText(resumed as Response);
      expect(text).toContain(`id:${id}.${seen + 1}\n`);
      expect(dataOf(text)).toEqual(messages.slice(seen).flatMap(dataOf));
    }
  });

  it("goes on with what is written meanwhile, and with what comes", async () => {
    const { driven, response, write, resume } = startShared();
    const reader = response.body?.getReader();
    driven.begin({ table: listTable });
    await write('["a"');
    let text = "";
    while (!text.includes("data:")) text += new TextDecoder().decode((await reader?.read())?.value);
    const [, id = ""] = /^id:(.*)\.1$/m.exec(text) ?? [];
    await reader?.cancel();
    await write(',"b"');
    const resumed = readText(resume(`${id}.1`) as Response);
    await write(',"c"]');
    driven.finish();
    expect(await resumed).toContain('"b"');
    expect(await resumed).toContain('{"finish":null}');
  });

  it("is resumed also when it broke before the model had written anything, and the model is asked once", async () => {
    const { driven, response, replay, write } = startShared();
    const asked: string[] = [];
    const broken = new AbortController();
    const page = readEventStream(
      ({ headers, lastEventId }) => {
        asked.push(lastEventId);
        const resumed = resumeEventStream({ headers: new Headers(headers) }, { replay });
        if (resumed !== undefined) return resumed;
        const cut = new TransformStream<Uint8Array, Uint8Array>();
        response.body?.pipeTo(cut.writable, { signal: broken.signal }).catch(() => {});
        return new Response(cut.readable, response);
      },
      { wait: async () => {} },
    );
    await settle();
    expect(page.status).toBe("connecting");
    broken.abort();
    await settle();
    driven.begin({ table: listTable });
    await write('["a"]');
    driven.finish();
    expect((await page.result).output).toEqual(["a"]);
    expect(asked).toEqual(["", expect.stringMatching(/^[\w-]+\.0$/)]);
  });

  it("is resumed only by whom it belongs to, and only for a while", async () => {
    const { clock, driven, response, resume } = startShared({ owner: "nurse-7" });
    driven.begin({ table: listTable });
    driven.write("[]");
    driven.finish();
    const [, id = ""] = /^id:(.*)\.1$/m.exec(await readText(response)) ?? [];
    const lost = '{"code":"interrupted"';
    expect(await readText(resume(`${id}.1`) as Response)).not.toContain(lost);
    expect(await readText(resume(`${id}.1`, "nurse-8") as Response)).toContain(lost);
    expect(await readText(resume(`${id}.999`) as Response)).toContain(lost);
    expect(await readText(resume("no id") as Response)).toContain(lost);
    clock.advance(5_001);
    expect(await readText(resume(`${id}.1`) as Response)).toContain(lost);
  });

  it("is no reason to start when nothing broke", () => {
    const replay = createMemoryReplay();
    expect(resumeEventStream({ headers: new Headers() }, { replay })).toBeUndefined();
  });

  it("stops the model when nobody resumes it in time", async () => {
    const { clock, driven, response } = startShared({ resumeWithinMs: 4_000 });
    driven.begin({ table: listTable });
    const reader = response.body?.getReader();
    await reader?.read();
    const wait = async (ms: number) => {
      clock.advance(ms);
      await settle();
    };
    const pending = reader?.read();
    await settle();
    await wait(10_000);
    expect(driven.isLeft).toBe(false);
    await reader?.cancel();
    await pending;
    // Nobody is there when it is looked for a reader, and for 4 s from then on.
    for (let looks = 0; looks < 4; looks++) {
      await wait(1_000);
      expect(driven.isLeft).toBe(false);
    }
    await wait(1_000);
    expect(driven.isLeft).toBe(true);
    expect(clock.pending).toBe(0);
  });

  it("is made again by the page, which goes on with the same output", async () => {
    await using service = await startService();
    const replay = createMemoryReplay();
    const connections: string[] = [];
    await using server = await serve(async (request, response) => {
      connections.push(String(request.headers["last-event-id"] ?? ""));
      if (await pipeResumedEventStream(request, response, { replay })) return;
      await pipeEventStream(ask(service), response, { replay, ...atOnce });
    });
    const waits: number[] = [];
    const sockets: AbortController[] = [];
    const page = readEventStream<PartialPatientSummary, PatientSummary>(
      ({ headers, signal }) => {
        const socket = new AbortController();
        sockets.push(socket);
        return fetch(server.url, { headers, signal: AbortSignal.any([signal, socket.signal]) });
      },
      { wait: async (ms) => void waits.push(ms) },
    );
    const dripping = drip(service);
    const statuses = new Set<string>();
    let notes = 0;
    for await (const partial of page) {
      statuses.add(page.status);
      expect(partial.key_notes?.length ?? 0).toBeGreaterThanOrEqual(notes);
      if ((partial.key_notes?.length ?? 0) > notes) sockets.at(-1)?.abort();
      notes = partial.key_notes?.length ?? 0;
    }
    await dripping;
    expect((await page.result).output).toEqual(output);
    expect(statuses).toContain("streaming");
    expect(connections[0]).toBe("");
    expect(connections.length).toBeGreaterThan(1);
    for (const id of connections.slice(1)) expect(id).toMatch(/^[\w-]+\.\d+$/);
    expect(waits).toHaveLength(connections.length - 1);
    expect(service.simulator.requests).toHaveLength(1);
  });

  it("is given up when it cannot be resumed, or not be made", async () => {
    const driven = new DrivenStream();
    driven.begin({ table: listTable });
    driven.write('["a');
    const body = toEventStream(driven.stream, atOnce).body?.getReader();
    const cut = new Response(
      new ReadableStream({
        async pull(controller) {
          for (let step = 0; step < 2; step++) controller.enqueue((await body?.read())?.value);
          controller.close();
        },
      }),
      { headers: { "content-type": "text/event-stream" } },
    );
    const page = readEventStream(cut);
    await expect(page.result).rejects.toMatchObject({ code: "disconnected" });
    expect(page.partial).toEqual(["a"]);

    const waits: number[] = [];
    const wait = async (ms: number) => void waits.push(ms);
    const refused = readEventStream(() => Response.json({}, { status: 403 }), { wait });
    await expect(refused.result).rejects.toMatchObject({ code: "http-403" });
    expect(waits).toEqual([]);
    const failing = readEventStream(() => Promise.reject(new TypeError("fetch failed")), { wait, retries: 3 });
    await expect(failing.result).rejects.toMatchObject({ code: "disconnected", cause: { message: "fetch failed" } });
    expect(waits).toHaveLength(3);
    for (const [index, ms] of waits.entries()) {
      expect(ms).toBeGreaterThanOrEqual(500 * 2 ** index);
      expect(ms).toBeLessThanOrEqual(1_000 * 2 ** index);
    }
  });
});
