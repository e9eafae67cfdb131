import assert from "node:assert/strict";
import { createMemoryReplay, type ReplayStore, resumeEventStream, toEventStream } from "@outspec/runtime/sse";
import fc from "fast-check";
import { describe, it } from "vitest";
import { createFakeClock } from "../fake-clock.ts";
import { DrivenStream, settle } from "./driven-stream.ts";

const listTable = [{ kind: "array", items: 1 }, { kind: "text" }] as const;

const calls = ["open", "append", "isRead", "read"] as const;

/** A store that fails for good at one of its calls, after it has taken some. */
function createFailingStore(memory: ReplayStore, failing: string, after: number) {
  const keys: string[] = [];
  let taken = 0;
  const take = (call: (typeof calls)[number]): void => {
    if (call === failing && taken++ >= after) throw new Error("the store is away");
  };
  const store: ReplayStore = {
    async open(key) {
      keys.push(key);
      take("open");
      const log = await memory.open(key);
      return {
        append(messages, isLast) {
          take("append");
          return log.append(messages, isLast);
        },
        isRead() {
          take("isRead");
          return log.isRead();
        },
      };
    },
    async read(key, from, signal) {
      take("read");
      return memory.read(key, from, signal);
    },
  };
  return { store, keys };
}

const step = fc.oneof(
  fc.record({ write: fc.constantFrom('"a",', '"b",') }),
  fc.record({ read: fc.nat({ max: 3 }) }),
  fc.record({ cancel: fc.nat({ max: 3 }) }),
  fc.record({ resume: fc.nat({ max: 4 }) }),
  fc.record({ wait: fc.constantFrom(0, 50, 250, 1_000, 5_000) }),
  fc.record({ end: fc.boolean() }),
);

describe("responses that are read, left and resumed in any order", () => {
  it("leave no reader of the stream, no timer and no rejection behind, whatever the store does", async () => {
    const failing = fc.constantFrom("none", ...calls);
    await fc.assert(
      fc.asyncProperty(
        fc.array(step, { maxLength: 25 }),
        fc.boolean(),
        failing,
        fc.nat({ max: 30 }),
        async (steps, isKept, call, after) => {
          const clock = createFakeClock();
          const { store, keys } = createFailingStore(createMemoryReplay({ clock }), call, after);
          const driven = new DrivenStream();
          driven.begin({ table: listTable });
          driven.write("[");
          const options = { clock, heartbeatMs: 1_000, resumeWithinMs: 2_000, ...(isKept && { replay: store }) };
          const readers = [toEventStream(driven.stream, options).body?.getReader()];
          let hasEnded = false;
          for (const one of steps) {
            if ("write" in one && !hasEnded) driven.write(one.write);
            if ("read" in one) readers[one.read % readers.length]?.read().catch(() => {});
            if ("cancel" in one) readers[one.cancel % readers.length]?.cancel().catch(() => {});
            if ("wait" in one) clock.advance(one.wait);
            if ("resume" in one && isKept) {
              const headers = { get: () => `${keys[0]}.${one.resume}` };
              const resumed = resumeEventStream({ headers }, { replay: store, clock, heartbeatMs: 1_000 });
              readers.push(resumed?.body?.getReader());
            }
            if ("end" in one && !hasEnded) {
              hasEnded = true;
              driven.write('"z"]');
              if (one.end) driven.finish();
              else driven.fail(new Error("broken"));
            }
            await settle();
          }
          for (const reader of readers) await reader?.cancel().catch(() => {});
          for (let waits = 0; waits < 12; waits++) {
            clock.advance(500);
            await settle();
          }
          assert.ok(hasEnded || driven.isLeft, "the stream is left");
          assert.equal(clock.pending, 0, "no timer is left");
        },
      ),
      { numRuns: 500 },
    );
  });
});
