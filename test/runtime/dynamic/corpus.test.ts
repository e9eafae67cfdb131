import type { Codec } from "@outspec/runtime/codec";
import { dialectNames } from "@outspec/runtime/facts/dialects";
import { dialects } from "@outspec/runtime/schema/dialects/compile";
import { expect, it } from "vitest";
import { isSweep, readCorpus, sample } from "../../corpus.ts";
import { resolvedSource } from "../../generator/dialects-source.ts";
import { partialsOf } from "../partial/corpus-laws.ts";
import { codecOf } from "./codec-of.ts";

const corpus = readCorpus();
const entries = isSweep ? corpus : sample(corpus, 120);

it.skipIf(corpus.length === 0)(
  "real schemas are read and written as the generator does it, and judge as their labels say",
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
        for (const dialect of dialectNames) {
          if (JSON.stringify(codec.dialects[dialect]) !== JSON.stringify(dialects[dialect].compile(source)))
            wrong.push(`${label}: another ${dialect}`);
        }
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

/** Whether a schema says which types its values have: one that is only read as one of objects takes others, too. */
function isAboutOneType({ table }: Codec): boolean {
  return table.every(({ lax }) => lax !== true);
}

function* everyFewCharacters(length: number): Generator<number> {
  const step = Math.max(1, Math.floor(length / 40));
  for (let cut = step; cut < length; cut += step) yield cut;
}
