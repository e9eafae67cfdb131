import assert from "node:assert/strict";
import { type Path, ProviderError } from "@outspec/runtime";
import { createPartialBuilder } from "@outspec/runtime/partial/partial-builder";
import { createOutputMessages } from "@outspec/runtime/sse/output-messages";
import { createPatchReader } from "@outspec/runtime/sse/patch-reader";
import type { Patch } from "@outspec/runtime/sse/protocol";
import { readEvents } from "@outspec/runtime/stream-readers";
import { StreamState } from "@outspec/runtime/stream-state";
import fc from "fast-check";
import { describe, it } from "vitest";
import { createFakeClock } from "../fake-clock.ts";
import { cutAt } from "../partial/laws.ts";
import { instancesOf, type Sketch, sketches, tableOf } from "../partial/sketches.ts";

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

const broken = new ProviderError("interrupted", "broke off", { provider: "p", model: "m", phase: "streaming" });

/** A page that applies messages, and what a reader on the server was told meanwhile. */
class Page {
  readonly reader: ReturnType<typeof createPatchReader> = createPatchReader();
  bytes = 0;
  readonly #seen: { readonly snapshot: unknown; readonly text: string | undefined }[] = [];

  receive(message: string | undefined): void {
    if (message === undefined) return;
    this.bytes += message.length;
    const data = JSON.parse(message) as Patch | readonly Patch[];
    for (const patch of [data].flat() as readonly Patch[]) this.reader.apply(patch);
    const snapshot = this.reader.snapshot();
    this.#seen.push({ snapshot, text: JSON.stringify(snapshot) });
  }

  /** Asserts that no snapshot changed after it was handed out. */
  assertKept(): void {
    for (const { snapshot, text } of this.#seen) assert.equal(JSON.stringify(snapshot), text);
  }
}

function pathsOf(value: unknown, path: Path = []): readonly Path[] {
  if (value === undefined) return [];
  if (typeof value !== "object" || value === null) return [path];
  const members = Array.isArray(value) ? value.map((member, index) => [index, member] as const) : Object.entries(value);
  return [path, ...members.flatMap(([key, member]) => pathsOf(member, [...path, key]))];
}

async function settle(): Promise<void> {
  await new Promise((resolve) => setImmediate(resolve));
}

async function play({ sketch, texts, keepBest }: Call, cuts: readonly number[], isRead: (step: number) => boolean) {
  const state = new StreamState<unknown, unknown>(createFakeClock, keepBest);
  const audience = { join() {}, leave: () => false };
  let resolve = (_result: never): void => {};
  const result = new Promise<never>((done) => {
    resolve = done;
  });
  const stream = { events: () => readEvents(state, audience), result } as never;
  const error = () => ({ code: "x", message: "x" });
  const messages = createOutputMessages(stream, { clock: createFakeClock(), frameMs: 0, result: undefined, error });
  const page = new Page();
  const complete = new Set<string>();
  state.listen((event) => {
    if (event.type === "restart") complete.clear();
    if (event.type === "path-complete" && event.attempt === state.shownAttempt)
      complete.add(JSON.stringify(event.path));
  });

  let step = 0;
  let isStale = false;
  const look = async (): Promise<void> => {
    await settle();
    if (!isRead(step++)) return;
    // There may be nothing new: then the message that comes later says it.
    pending ??= messages.next().then((message) => {
      page.receive(message);
      pending = undefined;
    });
    await settle();
    assert.equal(JSON.stringify(page.reader.snapshot()), JSON.stringify(state.partial));
    if (isStale && state.shownAttempt !== state.attempt) return;
    for (const path of pathsOf(page.reader.snapshot())) {
      assert.equal(page.reader.isComplete(path), complete.has(JSON.stringify(path)), JSON.stringify(path));
    }
  };
  let pending: Promise<void> | undefined;

  let output: unknown;
  for (const [index, text] of texts.entries()) {
    const attempt = index + 1;
    state.start(attempt, "m", false, index === 0 ? undefined : broken);
    isStale = index > 0;
    const builder = createPartialBuilder({ ...tableOf(sketch), trackChanges: true });
    state.begin(attempt, "m", builder, index === 0 ? undefined : broken);
    for (const piece of cutAt(text, cuts)) {
      builder.push(piece);
      state.grown(piece.length);
      await look();
    }
    if (index === texts.length - 1) {
      output = builder.finish().value;
      state.conclude(output);
    }
    state.endAttempt(attempt, {} as never);
    await look();
  }
  const given = { output } as never;
  resolve(given);
  state.finish(given);
  await settle();
  await pending;
  for (let message = await messages.next(); message !== undefined; message = await messages.next())
    page.receive(message);
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
