import assert from "node:assert/strict";
import type { Ajv } from "ajv";
import { Ajv2020 } from "ajv/dist/2020.js";
import addFormats from "ajv-formats";
import { describe, it } from "vitest";
import type { Inverse, StreamTable } from "../../runtime/src/codec.ts";
import { type DialectName, dialectNames } from "../../runtime/src/facts/dialects.ts";
import { decodeValue } from "../../runtime/src/partial/decode-value.ts";
import { createPartialBuilder } from "../../runtime/src/partial/partial-builder.ts";
import { dialects } from "../../runtime/src/schema/dialects/compile.ts";
import type { DialectSource } from "../../runtime/src/schema/dialects/dialect.ts";
import { createEncoder } from "../../runtime/src/schema/dialects/encode.ts";
import { toWire } from "../../runtime/src/schema/dialects/to-wire.ts";
import type { Json } from "../../runtime/src/schema/json.ts";
import { isObject } from "../../runtime/src/testing/instance/schema.ts";
import { type CorpusEntry, isSweep, readCorpus, sample } from "../corpus.ts";
import { compileSchema } from "../runtime/simulator/compile-schema.ts";
import { findDialectIssue } from "./dialects-rules.ts";
import { resolvedSource } from "./dialects-source.ts";

const corpus = readCorpus();
const entries = isSweep ? corpus : sample(corpus, 150);

/** What came of one dialect over all schemas. */
interface Tally {
  usable: number;
  readonly unusable: Map<string, number>;
  roundTrips: number;
  readonly deviations: Map<string, string[]>;
}

/**
 * Deviations that are what the dialects promise, and are counted:
 *
 * - `absent is null`: everything is required there, so an optional property that may be null by itself comes back as null.
 * - `names of other options`: an object in a union has names that only another of its options declares. Decoding
 *   keeps them, no dialect offers them.
 * - `outside the type`: the schema has no `type` where it means one, and the value has another.
 */
const promised: ReadonlySet<string> = new Set([...["absent is null", "names of other options", "outside the type"]]);

describe.skipIf(corpus.length === 0)(`dialects of real schemas (${entries.length} of ${corpus.length})`, () => {
  it("obey their rules, and what is written in them is the authored value again", { timeout: 3_600_000 }, async () => {
    const tallies = new Map(
      dialectNames.map((name): [DialectName, Tally] => [
        name,
        { usable: 0, unusable: new Map(), roundTrips: 0, deviations: new Map() },
      ]),
    );
    for (const entry of entries) {
      const source = await resolvedSource(entry.schema);
      if (source === undefined) continue;
      const validators = new Map<string, ReturnType<typeof compileSchema>>();
      for (const [name, tally] of tallies) tryDialect(entry, source, name, tally, validators);
    }
    const failures: string[] = [];
    for (const [name, tally] of tallies) {
      const count = (map: ReadonlyMap<string, string[]>): string =>
        [...map].map(([title, list]) => `${list.length} ${title}`).join(", ");
      const unusable = [...tally.unusable].map(([title, number]) => `${number} ${title}`).join(", ");
      console.log(
        `${name}: ${tally.usable} usable, unusable: ${unusable || "none"}; ${tally.roundTrips} values, deviating: ${count(tally.deviations) || "none"}`,
      );
      for (const [title, list] of tally.deviations) {
        if (promised.has(title)) continue;
        failures.push(...list.slice(0, 5).map((line) => `${name}: ${title}: ${line.slice(0, 500)}`));
      }
    }
    assert.equal(failures.length, 0, failures.join("\n"));
  });
});

function tryDialect(
  entry: CorpusEntry,
  source: DialectSource,
  name: DialectName,
  tally: Tally,
  validators: Map<string, ReturnType<typeof compileSchema>>,
): void {
  const label = `${entry.family}/${entry.name}`;
  const note = (title: string, line: string): void => {
    tally.deviations.set(title, [...(tally.deviations.get(title) ?? []), `${label}: ${line}`]);
  };
  const compiled = dialects[name].compile(source);
  if ("unusable" in compiled) {
    const reason = compiled.unusable.replaceAll(/\d+/g, "n");
    tally.unusable.set(reason, (tally.unusable.get(reason) ?? 0) + 1);
    return;
  }
  tally.usable++;
  const schema = JSON.parse(compiled.schema) as Json;
  const issue = findDialectIssue(name, schema);
  if (issue !== undefined) note("breaks a rule", issue);
  if (entry.ajvError !== undefined || entry.valid.length === 0) return;
  // Many dialects say the same thing, and compiling it takes longer than all the rest.
  if (!validators.has(compiled.schema)) validators.set(compiled.schema, validatorOf(name, schema, entry));
  const validate = validators.get(compiled.schema);
  if (validate === undefined) {
    note("is not compiled by ajv", compiled.schema.slice(0, 300));
    return;
  }
  const encode = dialects[name].encoder(source);
  const writeAuthored = createEncoder(toWire(source));
  const { table } = source.table;
  for (const [index, value] of entry.valid.entries()) {
    tally.roundTrips++;
    const encoded = encode?.(value as Json);
    if (encoded === undefined) {
      note(writeAuthored(value as Json) === undefined ? "outside the type" : "cannot be written", brief(value as Json));
      continue;
    }
    if (!validate(encoded)) {
      const [error] = validate.errors ?? [];
      note("does not fit", `${error?.instancePath} ${error?.message} ${JSON.stringify(encoded).slice(0, 200)}`);
    }
    try {
      const expected = plainJson(decodeValue(table, undefined, value));
      const decoded = plainJson(decodeValue(table, compiled.inverse, encoded));
      const deviation = compare(expected, decoded);
      if (deviation !== undefined) {
        const isValid = compileSchema(entry.schema)?.(decoded) === true;
        note(`${deviation}${isValid ? "" : ", invalid"}`, `${brief(expected)} came back as ${brief(decoded)}`);
      }
      const streamed = plainJson(stream(table, compiled.inverse, JSON.stringify(encoded), index + 1));
      if (compare(decoded, streamed) !== undefined)
        note("streams differently", `${brief(decoded)} came as ${brief(streamed)}`);
    } catch (error) {
      note("cannot be read", `${String(error)} in ${brief(encoded)}`);
    }
  }
}

function brief(value: Json): string {
  return JSON.stringify(value).slice(0, 220);
}

function validatorOf(name: DialectName, schema: Json, entry: CorpusEntry): ReturnType<typeof compileSchema> {
  if (name === "prompt" || name === "plain") {
    const draft = isObject(entry.schema) ? entry.schema["$schema"] : undefined;
    return isObject(schema)
      ? compileSchema({ ...schema, ...(typeof draft === "string" ? { $schema: draft } : {}) })
      : compileSchema(schema === true);
  }
  const ajv = new Ajv2020({ strict: false, logger: false, validateSchema: false });
  // ajv-formats is typed for the main class; the others differ in their vocabularies only.
  addFormats.default(ajv as unknown as Ajv);
  try {
    return ajv.compile(nullableAsAnyOf(schema) as object);
  } catch {
    return undefined;
  }
}

/** OpenAPI's `nullable`, as JSON Schema says it. */
function nullableAsAnyOf(schema: Json): Json {
  if (Array.isArray(schema)) return schema.map(nullableAsAnyOf);
  if (!isObject(schema)) return schema;
  const inner = Object.fromEntries(Object.entries(schema).map(([key, value]) => [key, nullableAsAnyOf(value)]));
  if (inner["nullable"] !== true) return inner;
  const { nullable: _nullable, ...rest } = inner;
  return { anyOf: [rest, { type: "null" }] };
}

function plainJson(value: unknown): Json {
  return JSON.parse(JSON.stringify(value)) as Json;
}

/** Streams a text in pieces of random length; the same pieces for the same seed. */
function stream(table: StreamTable, inverse: Inverse | undefined, text: string, seed: number): unknown {
  const builder = createPartialBuilder({ table, inverse });
  let state = seed * 2_654_435_761;
  for (let at = 0; at < text.length; ) {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    const end = at + 1 + (state % 13);
    builder.push(text.slice(at, end));
    at = end;
  }
  return builder.finish().value;
}

/** How a value that came back differs; `undefined` when it does not. */
function compare(expected: Json, actual: Json): string | undefined {
  if (Array.isArray(expected) && Array.isArray(actual)) {
    if (actual.length > expected.length && actual.slice(expected.length).every((item) => item === null))
      return worst([compare(expected, actual.slice(0, expected.length)), "absent is null"]);
    if (actual.length !== expected.length) return "comes back otherwise";
    return worst(expected.map((item, index) => compare(item, actual[index] ?? null)));
  }
  if (isObject(expected) && isObject(actual)) {
    const missing = Object.keys(expected).filter((name) => !Object.hasOwn(actual, name));
    const added = Object.keys(actual).filter((name) => !Object.hasOwn(expected, name));
    return worst([
      ...(missing.length > 0 ? ["names of other options"] : []),
      ...added.map((name) => (actual[name] === null ? "absent is null" : "comes back otherwise")),
      ...Object.keys(expected)
        .filter((name) => Object.hasOwn(actual, name))
        .map((name) => compare(expected[name] ?? null, actual[name] ?? null)),
    ]);
  }
  return JSON.stringify(expected) === JSON.stringify(actual) ? undefined : "comes back otherwise";
}

function worst(deviations: readonly (string | undefined)[]): string | undefined {
  const found = deviations.filter((deviation) => deviation !== undefined);
  return found.find((deviation) => !promised.has(deviation)) ?? found[0];
}
