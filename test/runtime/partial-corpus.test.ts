import assert from "node:assert/strict";
import type { Flaw } from "@outspec/runtime/partial/flaw";
import { MalformedOutputError } from "@outspec/runtime/partial/malformed-output";
import { createPartialBuilder, type PartialBuilderOptions } from "@outspec/runtime/partial/partial-builder";
import { repairsOf } from "@outspec/runtime/validation/repairs";
import ts from "typescript";
import { expect, it } from "vitest";
import { compile } from "../../generator/src/pipeline.ts";
import type { Codec, CompiledDialect, Validate } from "../../runtime/src/codec.ts";
import type { DialectName } from "../../runtime/src/facts/dialects.ts";
import { dialects } from "../../runtime/src/schema/dialects/compile.ts";
import type { DialectSource } from "../../runtime/src/schema/dialects/dialect.ts";
import { createEncoder } from "../../runtime/src/schema/dialects/encode.ts";
import { toWire } from "../../runtime/src/schema/dialects/to-wire.ts";
import type { Json } from "../../runtime/src/schema/json.ts";
import { isSweep, readCorpus, sample } from "../corpus.ts";
import { resolvedSource } from "../generator/dialects-source.ts";
import { config } from "../generator/emit-cases.ts";
import { evaluateInternal } from "../generator/emit-corpus.ts";
import { partialsOf } from "./partial/corpus-laws.ts";
import { randomFrom, write } from "./partial/miswritten.ts";

const corpus = readCorpus().filter(({ ajvError }) => ajvError === undefined);

it.skipIf(corpus.length === 0)(
  "answers to real schemas are never stopped early when they are valid, in whatever dialect, however they are written",
  { timeout: 3_000_000 },
  async () => {
    const stopped: string[] = [];
    const counts = { valid: 0, mended: 0, wrong: 0, refused: 0 };
    for (const { family, name, schema, valid } of isSweep ? corpus : sample(corpus, 60)) {
      const { files } = await compile(new Map([["schemas/spec.json", JSON.stringify(schema)]]), config);
      const file = files.find(({ path }) => path === "internal/spec.ts");
      if (file === undefined) continue;
      const { table, validate, codec } = evaluateInternal(file.text);
      const source = await resolvedSource(schema);
      for (const [dialectName, dialect] of Object.entries(codec.dialects)) {
        if ("unusable" in dialect || source === undefined) continue;
        // The cast holds: a codec's dialects are listed by their names.
        const encode = dialects[dialectName as DialectName].encoder(source);
        for (const instance of valid) {
          const wire = encode?.(instance as Json);
          if (wire === undefined) continue;
          const random = randomFrom(hashOf(`${name} ${dialectName}`));
          for (const [text, repairs] of [
            [JSON.stringify(wire), "text"],
            [write(wire, random, 0), "values"],
            [write(wire, random, 0.05), "values"],
          ] as const) {
            const options = {
              table,
              checks: codec.checks,
              validate,
              inverse: dialect.inverse,
              repairs: repairsOf(repairs),
            };
            const { isValid, refused, mended } = readThrough(options, text);
            counts[isValid ? (mended ? "mended" : "valid") : refused === undefined ? "wrong" : "refused"]++;
            if (isValid && refused !== undefined)
              stopped.push(`${family}/${name}: ${JSON.stringify(refused)} in ${text}`);
          }
        }
      }
    }
    console.log(JSON.stringify(counts));
    expect(stopped).toEqual([]);
  },
);

/** Reads a text character by character to its end, whatever is wrong with it. */
function readThrough(
  options: PartialBuilderOptions & { readonly validate: Validate },
  text: string,
): { readonly isValid: boolean; readonly refused: Flaw | undefined; readonly mended: boolean } {
  const builder = createPartialBuilder(options);
  try {
    for (const character of text) builder.push(character);
    const { value, repairs } = builder.finish();
    return { isValid: options.validate(value), refused: builder.refused, mended: repairs.length > 0 };
  } catch (error) {
    if (!(error instanceof MalformedOutputError)) throw error;
    return { isValid: false, refused: builder.refused, mended: false };
  }
}

/** Prefixes of one instance that are looked at: all of a short one, else as many in places that its seed gives. */
const prefixes = isSweep ? 1500 : 64;

/** Characters of partials that are type-checked for one schema, taken evenly. */
const literals = isSweep ? 12_000 : 6_000;

it.skipIf(corpus.length === 0)(
  "every prefix of every valid instance gives a true partial, assignable to its type, as authored and in dialects",
  { timeout: 3_000_000 },
  async () => {
    const untrue: string[] = [];
    const unencoded: string[] = [];
    const typed: Typed[] = [];
    const counts = { schemas: 0, outsideTheType: 0, instances: 0, streams: 0, partials: 0, typeChecked: 0 };
    for (const entry of isSweep ? corpus : sample(corpus, 400)) {
      const label = `${entry.family}/${entry.name}`;
      const { files } = await compile(new Map([["schemas/spec.json", JSON.stringify(entry.schema)]]), config);
      const textOf = (path: string): string | undefined => files.find((file) => file.path === path)?.text;
      const internal = textOf("internal/spec.ts");
      const reviewable = textOf("spec.ts");
      if (internal === undefined || reviewable === undefined) continue;
      const { codec } = evaluateInternal(internal);
      const source = await resolvedSource(entry.schema);
      if (source === undefined) continue;
      const judged = { codec, schema: entry.schema };
      counts.schemas++;
      const seen = new Set<string>();
      const writeAuthored = createEncoder(toWire(source));
      for (const [index, instance] of entry.valid.entries()) {
        // A schema without `type` is read as one of objects where it speaks of properties: other values are not shown.
        if (writeAuthored(instance as Json) === undefined) {
          counts.outsideTheType++;
          continue;
        }
        counts.instances++;
        const seed = hashOf(`${label} ${index}`);
        for (const { name, dialect, wire } of forms(codec, source, instance as Json, () =>
          unencoded.push(`${label} ${index}`),
        )) {
          counts.streams++;
          try {
            for (const partial of partialsOf(judged, dialect, wire, (length) => cutsOf(length, seed)))
              seen.add(partial);
          } catch (error) {
            untrue.push(`${label} ${index} ${name}: ${error instanceof Error ? error.message.slice(0, 400) : error}`);
          }
        }
      }
      counts.partials += seen.size;
      const checked = thinned([...seen], literals);
      counts.typeChecked += checked.length;
      typed.push({ label, text: reviewable, partials: checked });
    }
    const unassignable = checkTypes(typed);
    console.log(
      JSON.stringify({
        ...counts,
        notEncoded: unencoded.length,
        untrue: untrue.length,
        unassignable: unassignable.length,
      }),
    );
    if (untrue.length > 0) console.log(untrue.slice(0, 30).join("\n"));
    if (unassignable.length > 0) console.log(unassignable.slice(0, 30).join("\n"));
    assert.ok(counts.outsideTheType <= 2, `${counts.outsideTheType} valid instances are outside the type`);
    assert.deepEqual(untrue, []);
    assert.deepEqual(unassignable, []);
  },
);

interface Form {
  readonly name: string;
  readonly dialect: Exclude<CompiledDialect, { readonly unusable: string }>;
  readonly wire: unknown;
}

/** An instance as it is authored and as models write it in two dialects that change forms. */
function* forms(codec: Codec, source: DialectSource, instance: Json, onUnencoded: () => void): Generator<Form> {
  yield { name: "authored", dialect: { schema: "" }, wire: instance };
  for (const name of ["openai-strict", "anthropic"] as const) {
    const dialect = codec.dialects[name];
    if (dialect === undefined || "unusable" in dialect) continue;
    const wire = dialects[name].encoder(source)?.(instance);
    if (wire === undefined) onUnencoded();
    else yield { name, dialect, wire };
  }
}

/** Places to cut a text at, rising: all of them, or a sample that the seed gives. */
function* cutsOf(length: number, seed: number): Generator<number> {
  if (length <= prefixes) {
    for (let cut = 1; cut < length; cut++) yield cut;
    return;
  }
  let state = seed;
  // One place in each of as many equal stretches.
  for (let index = 0; index < prefixes; index++) {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    const [start, end] = [index, index + 1].map((edge) => Math.floor((edge * length) / prefixes)) as [number, number];
    yield start + 1 + Math.floor((state / 2 ** 32) * Math.max(0, end - start - 1));
  }
}

function hashOf(text: string): number {
  let hash = 2_166_136_261;
  for (const character of text) hash = Math.imul(hash ^ (character.codePointAt(0) ?? 0), 16_777_619) >>> 0;
  return hash;
}

/** Texts, evenly left out until those that stay are short enough together. The first and the last stay. */
function thinned(texts: readonly string[], characters: number): readonly string[] {
  const total = texts.reduce((sum, text) => sum + text.length, 0);
  const step = Math.max(1, Math.ceil(total / characters));
  return texts.filter((_, index) => index % step === 0 || index === texts.length - 1);
}

interface Typed {
  readonly label: string;
  readonly text: string;
  readonly partials: readonly string[];
}

/** Checks in one program that partials are assignable to the partial types that were emitted with them. */
function checkTypes(typed: readonly Typed[]): readonly string[] {
  const texts = new Map(
    typed.map(({ text, partials }, index) => {
      const types = text.slice(0, text.indexOf("/** The spec itself")).replaceAll(/^import .*$/gm, "");
      // What a function infers is no fresh literal, which would be refused for a key too many.
      const check = "declare function check<const T extends PartialSpec>(value: T): void;";
      return [`/partials/${index}.ts`, [types, check, ...partials.map((json) => `check(${json});`)].join("\n")];
    }),
  );
  const options: ts.CompilerOptions = {
    strict: true,
    exactOptionalPropertyTypes: true,
    noEmit: true,
    skipLibCheck: true,
    target: ts.ScriptTarget.ES2022,
    lib: ["lib.es2022.d.ts"],
    types: [],
  };
  const host = ts.createCompilerHost(options);
  const { getSourceFile, fileExists, readFile } = host;
  host.getSourceFile = (name, ...rest) => {
    const text = texts.get(name);
    return text === undefined
      ? getSourceFile.call(host, name, ...rest)
      : ts.createSourceFile(name, text, ts.ScriptTarget.ES2022);
  };
  host.fileExists = (name) => texts.has(name) || fileExists.call(host, name);
  host.readFile = (name) => texts.get(name) ?? readFile.call(host, name);
  const program = ts.createProgram([...texts.keys()], options, host);
  return typed.flatMap(({ label }, index) => {
    const file = program.getSourceFile(`/partials/${index}.ts`);
    if (file === undefined) return [`${label}: no such file`];
    return [...program.getSyntacticDiagnostics(file), ...program.getSemanticDiagnostics(file)]
      .slice(0, 1)
      .map((found) => {
        const line = file.text.slice(0, found.start ?? 0).split("\n").length;
        const source = file.text.split("\n")[line - 1] ?? "";
        const message = ts.flattenDiagnosticMessageText(found.messageText, " ");
        return `${label}: TS${found.code} ${message.slice(0, 300)} in ${source.slice(0, 200)}`;
      });
  });
}
