import assert from "node:assert/strict";
import fc from "fast-check";
import { describe, it } from "vitest";
import { createConfig } from "../../../generator/src/config.ts";
import { compile } from "../../../generator/src/pipeline.ts";
import { lawRuns } from "../../law-runs.ts";
import { evaluateInternal } from "../emit-corpus.ts";
import { nasties } from "../hostile-texts.ts";
import { assertHarmless, freeNamesOf, shapeOf } from "./code-shape.ts";

type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };
type Schema = { readonly [keyword: string]: Json };

/** A text of a spec, as its place in a list: the same spec can be said in other words. */
type Word = number;
const wordCount = 24;
const word = fc.nat(wordCount - 1);
const words = (least: number, most: number): fc.Arbitrary<readonly Word[]> =>
  fc.uniqueArray(word, { minLength: least, maxLength: most });

/** A schema without its words. */
type Sketch =
  | { readonly kind: "text" | "number" | "boolean" | "map" | "anything"; readonly said: Word }
  | { readonly kind: "enum"; readonly values: readonly Word[]; readonly said: Word }
  | { readonly kind: "const"; readonly value: Word }
  | { readonly kind: "list" | "nullable" | "tuple"; readonly of: Sketch }
  | { readonly kind: "reference"; readonly to: number }
  | {
      readonly kind: "tagged";
      readonly tag: Word;
      readonly options: readonly Sketch[];
      readonly values: readonly Word[];
    }
  | {
      readonly kind: "object";
      readonly names: readonly Word[];
      readonly required: number;
      readonly members: readonly Sketch[];
      readonly isOpen: boolean;
      readonly said: Word;
    };

const { sketch } = fc.letrec<{ sketch: Sketch; object: Sketch }>((tie) => ({
  sketch: fc.oneof(
    { maxDepth: 3, depthSize: "small" },
    fc.record({ kind: fc.constantFrom("text", "number", "boolean", "map", "anything"), said: word }),
    fc.record({ kind: fc.constant("enum"), values: words(2, 4), said: word }),
    fc.record({ kind: fc.constant("const"), value: word }),
    fc.record({ kind: fc.constant("reference"), to: fc.nat(1) }),
    fc.record({ kind: fc.constantFrom("list", "nullable", "tuple"), of: tie("sketch") }),
    fc.record({
      kind: fc.constant("tagged"),
      tag: word,
      options: fc.array(tie("sketch"), { minLength: 2, maxLength: 2 }),
      values: words(2, 2),
    }),
    tie("object"),
  ),
  object: fc
    .record({
      kind: fc.constant("object"),
      names: words(1, 5),
      required: fc.nat(31),
      members: fc.array(tie("sketch"), { minLength: 5, maxLength: 5 }),
      isOpen: fc.boolean(),
      said: word,
    })
    .map((one) => one as Sketch),
})) as { readonly sketch: fc.Arbitrary<Sketch> };

interface SpecSketch {
  readonly root: Sketch;
  readonly definitions: readonly [Sketch, Sketch];
  readonly prompt: readonly Word[];
  readonly said: readonly Word[];
}

const objects = sketch.filter(({ kind }) => kind === "object");
const specs: fc.Arbitrary<SpecSketch> = fc.record({
  root: objects,
  definitions: fc.tuple(
    objects,
    sketch.filter(({ kind }) => kind !== "reference"),
  ),
  prompt: fc.array(word, { minLength: 2, maxLength: 4 }),
  said: fc.array(word, { minLength: 4, maxLength: 4 }),
});

/** A sketch said in some words. */
function schemaOf(sketched: Sketch, at: (word: Word) => string): Schema {
  const go = (one: Sketch): Schema => schemaOf(one, at);
  switch (sketched.kind) {
    case "text":
      return {
        type: "string",
        description: at(sketched.said),
        default: at(sketched.said),
        examples: [at(sketched.said)],
      };
    case "number":
      return { type: "number", title: at(sketched.said), minimum: 0 };
    case "boolean":
      return { type: "boolean", $comment: at(sketched.said) };
    case "map":
      return { type: "object", additionalProperties: { type: "integer" }, description: at(sketched.said) };
    case "anything":
      return { description: at(sketched.said) };
    case "enum":
      return { enum: sketched.values.map(at), description: at(sketched.said) };
    case "const":
      return { const: at(sketched.value) };
    case "list":
      return { type: "array", items: go(sketched.of) };
    case "tuple":
      return { type: "array", prefixItems: [go(sketched.of)], items: false };
    case "nullable":
      return { anyOf: [go(sketched.of), { type: "null" }] };
    case "reference":
      return { $ref: `#/$defs/part${sketched.to}` };
    case "tagged":
      return {
        oneOf: sketched.options.map((option, index) => ({
          type: "object",
          required: [at(sketched.tag)],
          properties: { ...entry(at(sketched.tag), { const: at(sketched.values[index] ?? 0) }), other: go(option) },
        })),
      };
    case "object": {
      const members = sketched.names.map((name, index) => [at(name), sketched.members[index]] as const);
      return {
        type: "object",
        description: at(sketched.said),
        additionalProperties: sketched.isOpen,
        required: members.filter((_, index) => (sketched.required >> index) % 2 === 1).map(([name]) => name),
        properties: Object.fromEntries(
          members.map(([name, member]) => [name, member === undefined ? {} : go(member)] as const),
        ),
      };
    }
  }
}

/** An object of one property, whatever its name. */
function entry(name: string, value: Json): { readonly [key: string]: Json } {
  return Object.fromEntries([[name, value]]);
}

/** A spec in some words: as JSON text, with what the schema of its output is. */
function specOf({ root, definitions, prompt, said }: SpecSketch, list: readonly string[]) {
  const at = (one: Word): string => list[one] ?? "";
  const [description, stop, title, remark] = said.map(at);
  const output: Schema = {
    title: title ?? "",
    ...schemaOf(root, at),
    $defs: Object.fromEntries(definitions.map((one, index) => [`part${index}`, schemaOf(one, at)])),
    "x-remark": remark ?? "",
  };
  const texts = prompt.map(at).map((one) => one.replaceAll("{{", "( ("));
  const spec = {
    name: "Spec",
    description: description ?? "",
    prompt: { system: `${texts[0]} .`, user: `${texts.slice(1).join(" {{ value }} ")} {{ value }}` },
    settings: { stop: [`${stop}.`] },
    output,
  };
  return { text: JSON.stringify(spec), output };
}

const config = createConfig({
  routers: {
    default: {
      primary: { provider: "openai", model: "gpt-5.4-mini" },
      fallbacks: [{ provider: "anthropic", model: "claude-haiku-5-5" }],
    },
  },
});

/** What words may be refused for, instead of being emitted. */
const refusals = new Set(["inherited-name", "lone-surrogate", "template-syntax", "reserved-name"]);

async function emit(text: string) {
  const { files, diagnostics } = await compile(new Map([["schemas/spec.json", text]]), config);
  const errors = diagnostics.filter(({ severity }) => severity === "error");
  const file = (path: string): string => files.find((one) => one.path === path)?.text ?? "";
  return { errors, reviewable: file("spec.ts"), internal: file("internal/spec.ts") };
}

const plain: readonly string[] = Array.from(
  { length: wordCount },
  (_, index) => `w${"abcdefghijklmnopqrstuvwxyz"[index]}`,
);
const hostile = fc
  .uniqueArray(
    fc.oneof(
      { weight: 5, arbitrary: fc.constantFrom(...nasties) },
      fc.tuple(fc.constantFrom(...nasties), fc.constantFrom(...nasties)).map((two) => two.join("")),
      fc.string({ unit: "binary", maxLength: 8 }),
    ),
    { minLength: wordCount, maxLength: wordCount },
  )
  .filter((list) => !list.some((one) => /^\d+$/.test(one)));

/** What every object and every program has, where a change would show that code ran. */
function world(): string {
  const shown = [globalThis, Object.prototype, Array.prototype, Function.prototype, String.prototype, RegExp.prototype];
  return JSON.stringify(shown.map((one) => Reflect.ownKeys(one).map(String)));
}

describe("whatever words a spec is said in", { timeout: 3_600_000 }, () => {
  it("its code is that of plain words, and the schema in it is as it was written", async () => {
    let emitted = 0;
    let count = 0;
    await fc.assert(
      fc.asyncProperty(specs, hostile, fc.nat(2), async (sketched, words, kind) => {
        // Names that every object has are asked for in a way of their own.
        const isOfAll = (one: string): boolean => one in Object.prototype;
        const list = words
          .map((one) => (kind !== 0 && isOfAll(one) ? `${one}!` : one))
          // A constant that nothing uses stays where its name is found in a text.
          .map((one) => one.replaceAll(/schema(?=\d)/g, "schema "));
        count++;
        const twin = await emit(specOf(sketched, plain).text);
        if (twin.errors.length > 0) return;
        const said = specOf(sketched, list);
        const own = await emit(said.text);
        for (const { code, message } of own.errors) assert.ok(refusals.has(code), `${code}: ${message}`);
        if (own.errors.length > 0) return;
        emitted++;
        assert.equal(shapeOf(own.reviewable), shapeOf(twin.reviewable));
        if (!list.some(isOfAll)) assert.equal(shapeOf(own.internal), shapeOf(twin.internal));
        for (const text of [own.reviewable, own.internal]) assertHarmless(text);
        const known = new Set([...freeNamesOf(twin.internal), ...(list.some(isOfAll) ? ["Object", "RegExp"] : [])]);
        assert.deepEqual(
          [...freeNamesOf(own.internal)].filter((name) => !known.has(name)),
          [],
        );
        const before = world();
        const { schema } = evaluateInternal(own.internal);
        assert.equal(JSON.stringify(schema), JSON.stringify(JSON.parse(said.text).output));
        assert.equal(world(), before);
      }),
      { numRuns: lawRuns(20) },
    );
    assert.ok(emitted > count / 4, `${emitted} of ${count} were emitted`);
  });
});
