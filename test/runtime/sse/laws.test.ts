import assert from "node:assert/strict";
import type { Path } from "@outspec/runtime";
import { createOutputMessages } from "@outspec/runtime/sse/output-messages";
import { createPatchReader } from "@outspec/runtime/sse/patch-reader";
import type { Patch } from "@outspec/runtime/sse/protocol";
import fc from "fast-check";
import { describe, it } from "vitest";
import { lawRuns } from "../../law-runs.ts";
import { createFakeClock } from "../fake-clock.ts";
import { cutAt } from "../partial/laws.ts";
import { instancesOf, type Sketch, sketches, tableOf } from "../partial/sketches.ts";
import { DrivenStream, settle } from "./driven-stream.ts";

const numRuns = lawRuns(300);

/** The texts of the attempts of one call: all but the last break off somewhere. */
interface Call {
  readonly sketch: Sketch;
  readonly texts: readonly string[];
  readonly keepBest: boolean;
}

const calls: fc.Arbitrary<Call> = sketches.chain((sketch) =>
  fc.record({
    sketch: fc.constant(sketch),
    texts: fc
      .array(fc.tuple(instancesOf(sketch), fc.nat(), fc.boolean()), { minLength: 1, maxLength: 3 })
      .map((attempts) =>
        attempts.map(([{ wire }, cut, isWhole], index) => {
          const text = JSON.stringify(wire);
          return isWhole || index === attempts.length - 1 ? text : text.slice(0, cut % text.length);
        }),
      ),
    keepBest: fc.boolean(),
  }),
);

/** A page that applies messages, and what a reader on the server was told meanwhile. */
class Page {
  readonly reader: ReturnType<typeof createPatchReader> = createPatchReader();
  readonly #seen: {
    readonly snapshot: unknown;
    readonly text: string;
    readonly isComplete: (path: Path) => boolean;
  }[] = [];

  receive(message: string | undefined): void {
    if (message === undefined) return;
    const data = JSON.parse(message) as Patch | readonly Patch[];
    for (const patch of [data].flat() as readonly Patch[]) this.reader.apply(patch);
    const snapshot = this.reader.snapshot();
    const { isComplete } = this.reader;
    this.#seen.push({ snapshot, text: describeMoment(snapshot, isComplete), isComplete });
  }

  /** Asserts that no snapshot, and nothing that was said to be complete in it, changed after it was handed out. */
  assertKept(): void {
    for (const { snapshot, text, isComplete } of this.#seen) assert.equal(describeMoment(snapshot, isComplete), text);
  }
}

function describeMoment(snapshot: unknown, isComplete: (path: Path) => boolean): string {
  return JSON.stringify([snapshot, pathsOf(snapshot).filter(isComplete)]);
}

function pathsOf(value: unknown, path: Path = []): readonly Path[] {
  if (value === undefined) return [];
  if (typeof value !== "object" || value === null) return [path];
  const members = Array.isArray(value) ? value.map((member, index) => [index, member] as const) : Object.entries(value);
  return [path, ...members.flatMap(([key, member]) => pathsOf(member, [...path, key]))];
}

async function play({ sketch, texts, keepBest }: Call, cuts: readonly number[], isRead: (step: number) => boolean) {
  const driven = new DrivenStream(keepBest);
  const { state } = driven;
  const error = () => ({ code: "x", message: "x" });
  const clock = createFakeClock();
  const messages = createOutputMessages(driven.stream, {
    clock,
    frameMs: 0,
    result: undefined,
    error,
  });
  const page = new Page();
  const complete = new Set<string>();
  state.listen((event) => {
    if (event.type === "restart") complete.clear();
    if (event.type === "path-complete") complete.add(JSON.stringify(event.path));
  });

  let step = 0;
  let pending: Promise<void> | undefined;
  const receive = (): void => {
    pending ??= messages.next().then((message) => {
      page.receive(message);
      pending = undefined;
    });
  };
  const look = async (): Promise<void> => {
    await settle();
    if (!isRead(step++)) return;
    // Where there is nothing new, it goes on waiting for the message that says something.
    receive();
    await settle();
    clock.advance(0);
    await settle();
    const known = pathsOf(page.reader.snapshot()).filter((path) => page.reader.isComplete(path));
    for (const path of known) assert.ok(complete.has(JSON.stringify(path)), JSON.stringify(path));
    receive();
    await settle();
    clock.advance(100);
    await settle();
    const shown = page.reader.snapshot();
    assert.equal(JSON.stringify(shown), JSON.stringify(state.partial));
    for (const path of pathsOf(shown)) {
      const isComplete = state.shownAttempt === state.attempt && complete.has(JSON.stringify(path));
      assert.equal(page.reader.isComplete(path), isComplete, JSON.stringify(path));
    }
  };

  for (const text of texts) {
    driven.begin(tableOf(sketch, undefined));
    for (const piece of cutAt(text, cuts)) {
      driven.write(piece);
      await look();
    }
  }
  const output = driven.finish();
  await settle();
  clock.advance(0);
  await pending;
  for (let message = await messages.next(); message !== undefined; message = await messages.next()) {
    page.receive(message);
  }
  return { page, output };
}

/** Has a page come after so many pieces of a stream that nobody kept track of, beside one that says what is complete. */
async function playLate({ sketch, texts, keepBest }: Call, cuts: readonly number[], start: number) {
  const driven = new DrivenStream(keepBest);
  const known = new DrivenStream(keepBest);
  const complete = new Set<string>();
  known.state.listen((event) => {
    if (event.type === "restart") complete.clear();
    if (event.type === "path-complete") complete.add(JSON.stringify(event.path));
  });
  const partials = driven.stream[Symbol.asyncIterator]();
  const clock = createFakeClock();
  const page = new Page();
  let sent: Promise<void> | undefined;
  const come = async (): Promise<void> => {
    const error = () => ({ code: "x", message: "x" });
    const messages = createOutputMessages(driven.stream, { clock, frameMs: 0, result: undefined, error });
    for (let message = await messages.next(); message !== undefined; message = await messages.next()) {
      page.receive(message);
    }
  };
  const look = async (): Promise<void> => {
    await settle();
    clock.advance(0);
    await settle();
    const shown = page.reader.snapshot();
    assert.equal(JSON.stringify(shown), JSON.stringify(driven.state.partial));
    const isStale = driven.state.shownAttempt !== driven.state.attempt;
    for (const path of pathsOf(shown).filter((place) => page.reader.isComplete(place))) {
      assert.ok(!isStale && complete.has(JSON.stringify(path)), JSON.stringify(path));
    }
  };

  let step = 0;
  for (const text of texts) {
    for (const stream of [driven, known]) stream.begin(tableOf(sketch, undefined));
    for (const piece of cutAt(text, cuts)) {
      void partials.next();
      for (const stream of [driven, known]) stream.write(piece);
      await settle();
      if (step++ === start) sent = come();
      if (sent !== undefined) await look();
    }
  }
  const output = driven.finish();
  sent ??= come();
  await settle();
  clock.advance(0);
  await sent;
  return { page, output };
}

describe("an output on its way to a page", () => {
  it("is so for a page that comes late, too, which takes nothing to be complete that is not", async () => {
    const cuts = fc.array(fc.nat(), { minLength: 1, maxLength: 12 });
    await fc.assert(
      fc.asyncProperty(calls, cuts, fc.nat({ max: 20 }), async (call, places, start) => {
        const { page, output } = await playLate(call, places, start);
        assert.equal(JSON.stringify(page.reader.snapshot()), JSON.stringify(output));
        for (const path of pathsOf(output)) assert.ok(page.reader.isComplete(path));
        page.assertKept();
      }),
      { numRuns },
    );
  });

  it("is at each message what the server saw, as complete as there, and in the end the output", async () => {
    const cuts = fc.array(fc.nat(), { maxLength: 12 });
    await fc.assert(
      fc.asyncProperty(calls, cuts, fc.array(fc.boolean(), { minLength: 1 }), async (call, places, reads) => {
        const { page, output } = await play(call, places, (step) => reads[step % reads.length] === true);
        assert.equal(JSON.stringify(page.reader.snapshot()), JSON.stringify(output));
        assert.ok(page.reader.end !== undefined && "finish" in page.reader.end);
        for (const path of pathsOf(output)) assert.ok(page.reader.isComplete(path));
        page.assertKept();
      }),
      { numRuns },
    );
  });
});
