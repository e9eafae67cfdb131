import assert from "node:assert/strict";
import { type OutputStream, OutspecError } from "@outspec/runtime";
import { createMemoryReplay, type ReplayStore, resumeEventStream, toEventStream } from "@outspec/runtime/sse";
import { describe, it } from "vitest";
import { type PartialPatientSummary, type PatientSummary, streamPatientSummary } from "../../../generated/index.ts";
import { notes, setStage } from "../../end-to-end/stage.ts";
import { createFakeClock } from "../fake-clock.ts";
import { until } from "./replay-contract.ts";

type Summary = OutputStream<PatientSummary, PartialPatientSummary>;

/** A store that says which keys were opened. */
function watchKeys(store: ReplayStore): { readonly store: ReplayStore; readonly keys: string[] } {
  const keys: string[] = [];
  return {
    keys,
    store: {
      open(key) {
        keys.push(key);
        return store.open(key);
      },
      read: (key, after, signal) => store.read(key, after, signal),
    },
  };
}

const lastEventId = (id: string) => ({ headers: { get: (name: string) => (name === "last-event-id" ? id : null) } });

describe("the log of a stream", () => {
  it("stops the model when a page left that held a message, and tells who comes too late", async () => {
    await using stage = await setStage({ primary: { pace: "manual" } });
    const clock = createFakeClock();
    const { store, keys } = watchKeys(createMemoryReplay({ clock }));
    const stream: Summary = streamPatientSummary({ notes }, { router: stage.router });
    const response = toEventStream(stream, { replay: store, clock, frameMs: 0, resumeWithinMs: 1000 });
    const reader = response.body?.getReader();
    const request = await stage.primary.received(0);
    let text = "";
    const readMessage = async (): Promise<void> => {
      while (!text.includes("data:")) text += new TextDecoder().decode((await reader?.read())?.value);
    };
    void readMessage();
    await until(async () => {
      await stage.primary.step();
      clock.advance(0);
      return text.includes("data:");
    });
    // The body holds what it was given ahead, and asks for no more.
    await reader?.cancel();
    let closed = "";
    void request.closed.then((end) => {
      closed = end;
    });
    await until(() => {
      clock.advance(500);
      return closed !== "";
    });
    assert.equal(closed, "hung-up");
    await until(() => clock.pending === 0);

    const late = resumeEventStream(lastEventId(`${keys[0]}.1`), { replay: store, clock });
    assert.match((await late?.text()) ?? "", /"code":"interrupted"/);
    clock.advance(60_001);
    assert.equal(await store.read(keys[0] ?? "", 0, new AbortController().signal), undefined);
  });

  it("is looked after no longer than its stream runs, however late a store answers", async () => {
    await using stage = await setStage();
    const clock = createFakeClock();
    const memory = createMemoryReplay({ clock });
    const answers: (() => void)[] = [];
    const slow: ReplayStore = {
      async open(key) {
        const log = await memory.open(key);
        const isRead = (): Promise<boolean> => new Promise((resolve) => answers.push(() => resolve(true)));
        return { append: (messages, isLast) => log.append(messages, isLast), isRead };
      },
      read: (key, after, signal) => memory.read(key, after, signal),
    };
    const stream: Summary = streamPatientSummary({ notes }, { router: stage.router });
    const response = toEventStream(stream, { replay: slow, clock, frameMs: 1000, resumeWithinMs: 100 });
    const text = response.text();
    await until(() => {
      clock.advance(50);
      return answers.length > 0;
    });
    await until(() => {
      clock.advance(1000);
      return stream.attempt > 0;
    });
    await stream.result;
    let isRead = false;
    void text.then(() => {
      isRead = true;
    });
    await until(() => {
      clock.advance(1000);
      return isRead;
    });
    assert.match(await text, /"finish"/);
    for (const answer of answers) answer();
    await new Promise(setImmediate);
    assert.equal(clock.pending, 0);
  });

  it("tells the page once that a store lost it, and ends", async () => {
    const replay: ReplayStore = {
      open: () => assert.fail("nothing is written"),
      read: () => Promise.reject(new OutspecError("interrupted", "lost")),
    };
    const response = resumeEventStream(lastEventId("a.1"), { replay });
    const text = (await response?.text()) ?? "";
    assert.equal(text.match(/"interrupted"/g)?.length, 1);
  });
});
