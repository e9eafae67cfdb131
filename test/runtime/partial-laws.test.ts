import assert from "node:assert/strict";
import { decodeValue } from "@outspec/runtime/partial/decode-value";
import { MalformedOutputError, toPointer } from "@outspec/runtime/partial/malformed-output";
import { createPartialBuilder } from "@outspec/runtime/partial/partial-builder";
import { StreamShape } from "@outspec/runtime/partial/stream-shape";
import fc from "fast-check";
import { describe, it } from "vitest";
import { lawRuns } from "../law-runs.ts";
import { damaged } from "./partial/damage.ts";
import { assertAssignable, assertTruthful, cutAt, streamPieces, streamUntil } from "./partial/laws.ts";
import { type Instance, instancesOf, isInstance, type Sketch, sketches, tableOf } from "./partial/sketches.ts";

const numRuns = lawRuns(500);

interface Case extends Instance {
  readonly sketch: Sketch;
  readonly wrapper: string | undefined;
  readonly text: string;
}

const cases: fc.Arbitrary<Case> = fc
  .record({
    sketch: sketches,
    wrapper: fc.constantFrom(undefined, "value", "__proto__"),
    indent: fc.constantFrom(0, 2),
    ascii: fc.boolean(),
  })
  .chain(({ sketch, wrapper, indent, ascii }) =>
    instancesOf(sketch).map((instance) => {
      const root = wrapper === undefined ? instance.wire : Object.fromEntries([[wrapper, instance.wire]]);
      const text = JSON.stringify(root, null, indent);
      return { ...instance, sketch, wrapper, text: ascii ? toAscii(text) : text };
    }),
  );

function toAscii(text: string): string {
  return text.replace(/[^\0-\x7f]/g, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`);
}

/** An output, and a text that was written for another one, or for this one and came out wrong. */
const wrongCases: fc.Arbitrary<Case> = fc.oneof(
  fc.tuple(cases, cases).map(([wanted, { text }]) => ({ ...wanted, text })),
  cases.chain((wanted) => damaged(wanted.text).map((text) => ({ ...wanted, text }))),
);

const cuts = fc.array(fc.nat(), { maxLength: 12 });

/** Whether an option that is not meant may accept an instance of another one, so that the authored value is not certain. */
function isAmbiguous(sketch: Sketch): boolean {
  switch (sketch.kind) {
    case "choice":
      return sketch.options.length > 1 || sketch.options.some(isAmbiguous);
    case "array":
      return [sketch.items, ...sketch.prefix].some(isAmbiguous);
    case "object":
      return [...sketch.members.map((member) => member.sketch), sketch.rest].some(
        (inner) => typeof inner === "object" && isAmbiguous(inner),
      );
    case "map":
      return isAmbiguous(sketch.values);
    case "tagged":
      return sketch.variants.flat().some((member) => isAmbiguous(member.sketch));
    default:
      return false;
  }
}

/** What reading comes to: the value, or why the text cannot be read. */
function outcomeOf(read: () => unknown): unknown {
  try {
    return { value: read() };
  } catch (error) {
    if (error instanceof MalformedOutputError) return { reason: error.reason, detail: error.detail };
    throw error;
  }
}

function isRead(outcome: unknown): outcome is { readonly value: unknown } {
  return typeof outcome === "object" && outcome !== null && "value" in outcome;
}

describe("partials of random outputs", () => {
  it("end in the authored value", () => {
    fc.assert(
      fc.property(cases, cuts, ({ sketch, wrapper, text, authored }, places) => {
        fc.pre(!isAmbiguous(sketch));
        const { looks, value } = streamPieces(tableOf(sketch, wrapper), cutAt(text, places));
        assert.deepEqual(value, JSON.parse(JSON.stringify(authored)));
        // A number at the root is decided by the end of the text.
        if (typeof authored !== "number") assert.deepEqual(looks.at(-1)?.partial, value);
      }),
      { numRuns },
    );
  });

  it("are the same after the same text, wherever it was cut", () => {
    fc.assert(
      fc.property(cases, cuts, ({ sketch, wrapper, text }, places) => {
        const single = streamPieces(tableOf(sketch, wrapper), text.split(""));
        const cut = streamPieces(tableOf(sketch, wrapper), cutAt(text, places));
        for (const { read, partial } of cut.looks) assert.deepEqual(partial, single.looks[read - 1]?.partial);
        assert.deepEqual(cut.value, single.value);
      }),
      { numRuns },
    );
  });

  it("fail at the same character for the same reason, wherever the text was cut", () => {
    fc.assert(
      fc.property(wrongCases, cuts, ({ sketch, wrapper, text }, places) => {
        const options = { ...tableOf(sketch, wrapper), repairs: "none" } as const;
        const failureOf = (pieces: readonly string[]): unknown => {
          const builder = createPartialBuilder(options);
          try {
            for (const piece of pieces) builder.push(piece);
            return builder.finish().value;
          } catch (error) {
            return String(error);
          }
        };
        assert.deepEqual(failureOf(cutAt(text, places)), failureOf(text.split("")));
      }),
      { numRuns },
    );
  });

  it("take nothing back, share what did not change, and fit their type", () => {
    fc.assert(
      fc.property(cases, ({ sketch, wrapper, text }) => {
        const shape = tableOf(sketch, wrapper);
        let previous: unknown;
        for (const { partial } of streamPieces(shape, text.split("")).looks) {
          assertAssignable(shape.table, partial);
          assertTruthful(previous, partial);
          previous = partial;
        }
      }),
      { numRuns },
    );
  });

  it("end in what decoding the whole value gives", () => {
    fc.assert(
      fc.property(cases, cuts, ({ sketch, wrapper, text }, places) => {
        const { table, inverse } = tableOf(sketch, wrapper);
        assert.deepEqual(
          streamPieces({ table, inverse }, cutAt(text, places)).value,
          decodeValue(table, inverse, JSON.parse(text)),
        );
      }),
      { numRuns },
    );
  });

  it("end in what decoding gives for answers that are wrong, too", () => {
    fc.assert(
      fc.property(wrongCases, cuts, ({ sketch, wrapper, text }, places) => {
        const shape = tableOf(sketch, wrapper);
        const { looks, outcome } = streamUntil({ ...shape, repairs: "none" }, cutAt(text, places));
        const decoded = outcomeOf(() => decodeValue(shape.table, shape.inverse, JSON.parse(text)));
        assert.deepEqual(outcomeOf(outcome), decoded);
        let previous: unknown;
        for (const { partial } of looks) {
          assertAssignable(shape.table, partial);
          assertTruthful(previous, partial);
          previous = partial;
        }
      }),
      { numRuns: numRuns * 2 },
    );
  });

  it("have no flaw in a valid answer, wherever it is cut and whatever is around it", () => {
    const around = fc.constantFrom(["", ""], ["```json\n", "\n```"], ["Here it is: ", " Good luck."]);
    fc.assert(
      fc.property(cases, cuts, around, ({ sketch, wrapper, text }, places, [before = "", after = ""]) => {
        const { table, inverse } = tableOf(sketch, wrapper);
        const builder = createPartialBuilder({ table, inverse, repairs: "text" });
        // Where the root may be a scalar, it cannot be told from prose.
        const { prose } = new StreamShape(table, inverse).rootShape();
        for (const piece of cutAt(prose ? before + text + after : text, places)) {
          builder.push(piece);
          assert.equal(builder.flaw, undefined);
        }
        builder.finish();
        assert.equal(builder.flaw, undefined);
      }),
      { numRuns },
    );
  });

  it("have a final flaw only in an answer that is not valid, in whatever form it was written", () => {
    fc.assert(
      fc.property(wrongCases, fc.boolean(), ({ sketch, wrapper, authored, text: wrong }, isWrong) => {
        // What a model writes may be wrong, or be the authored form where a dialect was asked for.
        const text = isWrong ? wrong : JSON.stringify(authored);
        const builder = createPartialBuilder({ ...tableOf(sketch, wrapper), repairs: "none" });
        const outcome = outcomeOf(() => {
          builder.push(text);
          return builder.finish().value;
        });
        // What should be JSON text and is not makes no answer, whatever it says.
        if (!isRead(outcome)) return;
        if (isInstance(sketch, outcome.value)) assert.notEqual(builder.flaw?.final, true);
      }),
      { numRuns: numRuns * 4 },
    );
  });

  it("are told path by path: what changed, and each path once when it is complete", () => {
    fc.assert(
      fc.property(cases, cuts, ({ sketch, wrapper, text }, places) => {
        // Some held nodes are not valid.
        const { table, inverse } = tableOf(sketch, wrapper);
        const checks = Object.fromEntries(
          table.map((_, row) => [row, (value: unknown) => JSON.stringify(value).length % 3 > 0]),
        );
        const builder = createPartialBuilder({ table, inverse, checks, trackChanges: true });
        const completed: string[] = [];
        let previous: unknown;
        for (const piece of cutAt(text, places)) {
          builder.push(piece);
          const partial = builder.snapshot();
          const changes = builder.takeChanges();
          assertTruthful(previous, partial);
          assertTold(previous, partial, changes.changed.map(String), []);
          completed.push(...changes.completed.map(toPointer));
          previous = partial;
        }
        assert.equal(new Set(completed).size, completed.length, "a path is complete once");
        builder.finish();
        if (builder.flaw === undefined && !isFrozen(builder.openPath())) {
          completed.push(...builder.takeChanges().completed.map(toPointer));
          assert.deepEqual([...completed].sort(), pointersOf(builder.snapshot()).sort());
        }
      }),
      { numRuns },
    );
  });
});

/** Asserts that every difference of two partials lies at or below a path that was named. */
function assertTold(
  previous: unknown,
  next: unknown,
  told: readonly string[],
  path: readonly (string | number)[],
): void {
  if (previous === next || told.includes(String(path))) return;
  assert.ok(
    typeof next === "object" && next !== null && typeof previous === "object" && previous !== null,
    `${path} changed untold`,
  );
  for (const [key, value] of Object.entries(next)) {
    assertTold((previous as Readonly<Record<string, unknown>>)[key], value, told, [...path, key]);
  }
}

/** After a held element that is not valid, a stream is shown no further, so that not every path is completed. */
function isFrozen(openPath: readonly unknown[]): boolean {
  return openPath.length > 0;
}

function pointersOf(value: unknown, path: readonly (string | number)[] = []): string[] {
  if (value === undefined) return [];
  const below = typeof value === "object" && value !== null ? Object.entries(value) : [];
  return [...below.flatMap(([key, member]) => pointersOf(member, [...path, key])), toPointer(path)];
}
