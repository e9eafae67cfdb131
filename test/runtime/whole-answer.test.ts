import assert from "node:assert/strict";
import { createAnswerReader } from "@outspec/runtime/answer-reader";
import { OutspecError } from "@outspec/runtime/errors";
import { createPartialBuilder } from "@outspec/runtime/partial/partial-builder";
import { readPlainAnswer } from "@outspec/runtime/plain-answer";
import { createWholeAnswerReader } from "@outspec/runtime/whole-answer-reader";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { codec } from "../../generated/internal/patient-summary.ts";
import { lawRuns } from "../law-runs.ts";
import { damaged } from "./partial/damage.ts";
import { instancesOf, sketches, tableOf } from "./partial/sketches.ts";

const numRuns = lawRuns(500);

/** Ways of writing JSON that a platform's parser and ours might understand differently. */
const oddities: readonly ((text: string) => string)[] = [
  (text) => text,
  (text) => text.replace(/("(?:[^"\\]|\\.)*"):/, "$1:0,$1:"),
  (text) => text.replace(/:(?=[^"]*(?:"[^"]*"[^"]*)*$)/, ': "\\\\\\"",'),
  (text) => text.replace(/\d+/, "1e999"),
  (text) => text.replace(/\d+/, "-0"),
  (text) => text.replace(/\d+/, "12.50e1"),
  (text) => text.replace(/"[^"\\]/, '"\\ud83d'),
  (text) => `\`\`\`json\n${text}\n\`\`\``,
  (text) => `${text},`,
  (text) => ` ${text}\n`,
];

const written = fc
  .record({
    sketch: sketches,
    indent: fc.constantFrom(0, 2),
    odd: fc.constantFrom(...oddities),
    isDamaged: fc.boolean(),
  })
  .chain(({ sketch, indent, odd, isDamaged }) =>
    instancesOf(sketch)
      .map(({ authored }) => JSON.stringify(authored, null, indent))
      .chain((text) => (isDamaged ? damaged(text) : fc.constant(text)))
      .map((text) => ({ table: tableOf(sketch, undefined).table, text: odd(text) })),
  );

describe("an answer that is read plainly", () => {
  it("is what the parser of partials makes of it", () => {
    let plainly = 0;
    fc.assert(
      fc.property(written, ({ table, text }) => {
        const plain = readPlainAnswer(table, text);
        if (plain === undefined) return;
        plainly++;
        const builder = createPartialBuilder({ table });
        builder.push(text);
        const { value, repairs } = builder.finish();
        assert.deepStrictEqual(plain.value, value);
        assert.equal(JSON.stringify(plain.value), JSON.stringify(value));
        assert.deepEqual(repairs, []);
      }),
      { numRuns },
    );
    expect(plainly).toBeGreaterThan(numRuns / 20);
  });

  const { table } = codec;
  const ordinary = '{"vitals_status":"Warning","key_notes":["a \\"quoted\\" note","\\\\"],"requires_visit":true}';

  it("is an ordinary one, however it is laid out", () => {
    for (const text of [ordinary, JSON.stringify(JSON.parse(ordinary), null, 2)]) {
      expect(readPlainAnswer(table, text)?.value).toEqual(JSON.parse(text));
    }
  });

  it("has no key twice, none that nobody knows, and nothing around it", () => {
    const twice = ordinary.replace('"requires_visit"', '"requires_visit":false,"requires_visit"');
    const strange = ordinary.replace('"requires_visit"', '"extra":1,"requires_visit"');
    const wrong = ordinary.replace('["a', '[{"x":1},"a');
    for (const text of [twice, strange, wrong, `Here: ${ordinary}`, "[]", "null", ""]) {
      expect(readPlainAnswer(table, text), text).toBeUndefined();
    }
  });

  it("is not nested more deeply than the parser reads", () => {
    const lists = [{ kind: "array", items: 0 }] as const;
    expect(readPlainAnswer(lists, "[[]]")).toEqual({ value: [[]] });
    expect(readPlainAnswer(lists, "[".repeat(150) + "]".repeat(150))).toBeUndefined();
  });
});

describe("the reader of a whole answer", () => {
  /** What a reader makes of an answer that comes in pieces. */
  function outcomeOf(create: typeof createAnswerReader, pieces: readonly string[]): unknown {
    const reader = create({ name: "PatientSummary", codec, inverse: undefined, repairs: "text" });
    try {
      for (const piece of pieces) reader.push(piece);
      reader.settle();
      return { ...reader.finish(), text: reader.text };
    } catch (error) {
      if (!OutspecError.is(error)) throw error;
      return { ...error, message: error.message, text: reader.text };
    }
  }

  const valid = '{"vitals_status":"Normal","key_notes":[],"requires_visit":false}';

  it.each([
    ["a valid one", [valid]],
    ["one with an unknown key", [valid.replace("{", '{"x":1,')]],
    ["one in a fence", [`\`\`\`json\n${valid}\n\`\`\``]],
    ["one that breaks the schema", [valid.replace("Normal", "Odd")]],
    ["one that is cut", [valid.slice(0, 30)]],
    ["one in two pieces", [valid.slice(0, 30), valid.slice(30)]],
    ["one with prose behind it", [valid, " That is all."]],
    ["one with another one behind it", [valid, valid]],
    ["prose", ["I cannot."]],
    ["nothing", []],
  ])("comes to the same as the reader of streams: %s", (_name, pieces) => {
    expect(outcomeOf(createWholeAnswerReader, pieces)).toEqual(outcomeOf(createAnswerReader, pieces));
  });
});
