import type { Codec } from "@outspec/runtime/codec";
import { dialectNames } from "@outspec/runtime/facts/dialects";
import { createInstance, type Json } from "@outspec/runtime/testing";
import { expect, it } from "vitest";
import { isSweep, readCorpus, sample } from "../../corpus.ts";
import { findDialectIssue } from "../../generator/dialects-rules.ts";
import { resolvedSource } from "../../generator/dialects-source.ts";
import { partialsOf } from "../partial/corpus-laws.ts";
import { codecOf } from "./codec-of.ts";

const corpus = readCorpus();
const entries = isSweep ? corpus : sample(corpus, 120);

it.skipIf(corpus.length === 0)(
  "real schemas are read as the generator reads them, and judge as their labels say",
  { timeout: 3_000_000 },
  async () => {
    const wrong: string[] = [];
    const counts = { same: 0, refused: 0, valid: 0, invalid: 0, partials: 0 };
    for (const { family, name, schema, valid, invalid, ajvError } of entries) {
      const label = `${family}/${name}`;
      const source = await resolvedSource(schema);
      const codec = tryCodec(schema, (message) => {
        counts.refused++;
        if (source !== undefined) wrong.push(`${label}: ${message}`);
      });
      if (codec === undefined) continue;
      if (source !== undefined) {
        counts.same++;
        if (JSON.stringify(codec.table) !== JSON.stringify(source.table.table)) wrong.push(`${label}: another table`);
      }
      if (ajvError !== undefined) continue;
      for (const value of valid) {
        counts.valid++;
        if (!codec.validate(value)) wrong.push(`${label}: refuses a valid instance`);
      }
      for (const value of invalid) {
        counts.invalid++;
        if (codec.validate(value)) wrong.push(`${label}: takes an invalid instance`);
      }
      for (const value of valid.slice(0, 1)) {
        if (!isAboutOneType(codec)) continue;
        try {
          counts.partials += partialsOf({ codec, schema }, { schema: "" }, value, everyFewCharacters).size;
        } catch (error) {
          wrong.push(`${label}: ${error instanceof Error ? error.message : String(error)}`);
        }
      }
    }
    console.log(JSON.stringify(counts));
    expect(wrong).toEqual([]);
  },
);

it.skipIf(corpus.length === 0)(
  "what real schemas are written as keeps the rules of each dialect, and is read back",
  { timeout: 3_000_000 },
  () => {
    const wrong: string[] = [];
    const counts: Record<string, number> = {};
    for (const { family, name, schema } of entries) {
      const codec = tryCodec(schema, () => {});
      if (codec === undefined) continue;
      for (const dialectName of dialectNames) {
        const dialect = codec.dialects[dialectName];
        if (dialect === undefined || "unusable" in dialect) continue;
        counts[dialectName] = (counts[dialectName] ?? 0) + 1;
        const text: Json = JSON.parse(dialect.schema);
        // Servers that take almost anything are sent what these take where it cannot be said in the common form.
        if (dialectName === "openai-compatible-loose" && dialect.schema === lenientOf(codec)) continue;
        const issue = findDialectIssue(dialectName, text);
        if (issue !== undefined) wrong.push(`${family}/${name} ${dialectName}: ${issue}`);
      }
      const strict = codec.dialects["openai-strict"];
      if (strict === undefined || "unusable" in strict) continue;
      const wire = createInstance(JSON.parse(strict.schema), { seed: name });
      try {
        if (wire !== undefined) partialsOf({ codec, schema }, strict, wire, everyFewCharacters);
      } catch (error) {
        wrong.push(`${family}/${name} openai-strict: ${error instanceof Error ? error.message : String(error)}`);
      }
    }
    console.log(JSON.stringify(counts));
    expect(wrong).toEqual([]);
  },
);

/** A schema's codec; a refusal is told. Patterns of trusted schemas are taken as they are. */
function tryCodec(schema: unknown, onRefusal: (message: string) => void): Codec | undefined {
  try {
    return codecOf(schema, "allow");
  } catch (error) {
    if (!(error instanceof Error) || error.name !== "ConfigurationError") throw error;
    onRefusal(error.message);
    return undefined;
  }
}

function lenientOf({ dialects: { "anthropic-tool": lenient } }: Codec): string | undefined {
  return lenient === undefined || "unusable" in lenient ? undefined : lenient.schema;
}

/** Whether a schema says which types its values have: one that is only read as one of objects takes others, too. */
function isAboutOneType({ table }: Codec): boolean {
  return table.every(({ lax }) => lax !== true);
}

function* everyFewCharacters(length: number): Generator<number> {
  const step = Math.max(1, Math.floor(length / 40));
  for (let cut = step; cut < length; cut += step) yield cut;
}
