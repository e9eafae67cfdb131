import assert from "node:assert/strict";
import type { Path } from "@outspec/runtime";
import { createOutputMessages } from "@outspec/runtime/sse/output-messages";
import { createPatchReader } from "@outspec/runtime/sse/patch-reader";
import type { Patch } from "@outspec/runtime/sse/protocol";
import fc from "fast-check";
import { describe, it } from "vitest";
import { createFakeClock } from "../fake-clock.ts";
import { cutAt } from "../partial/laws.ts";
import { instancesOf, type Sketch, sketches, tableOf } from "../partial/sketches.ts";
import { DrivenStream, settle } from "./driven-stream.ts";

const numRuns = Number(process.env["LAW_RUNS"] ?? 300);

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

describe("an output on its way to a page", () => {
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
