import assert from "node:assert/strict";
import { describe, it } from "vitest";
import type { LoadedSpec } from "../../../../generator/src/review/load/resolve-side.ts";
import type { ReviewedSpec } from "../../../../generator/src/review/report-model.ts";
import type { JsonSchema } from "../../../../generator/src/spec/resolved-spec.ts";
import { isSweep, readCorpus } from "../../../corpus.ts";
import { createRandom } from "../../../random.ts";
import { drawSchema, editSchema } from "./edits.ts";
import { loadSchema, modelsOf, reviewPair } from "./in-memory.ts";
import { drawValues, oracleOf } from "./oracle.ts";

const pairCount = Number(process.env["ORACLE_PAIRS"] ?? (isSweep ? 20_000 : 2000));
const seed = Number(process.env["ORACLE_SEED"] ?? 6);

/** Schemas that a person could have written by hand; the largest of the corpus say nothing more. */
const longest = 4000;

const corpus = readCorpus()
  .map(({ schema, family, name }) => ({ schema: schema as JsonSchema, name: `${family}/${name}` }))
  .filter(({ schema }) => JSON.stringify(schema).length < longest);

interface Pair {
  readonly name: string;
  readonly before: JsonSchema;
  readonly after: JsonSchema;
}

/** A schema of the corpus or a drawn one, after one to three edits; the same for the same number. */
function pairOf(index: number): Pair | undefined {
  const random = createRandom(seed * 1_000_003 + index);
  const entry = index % 2 === 0 ? corpus[Math.floor(random() * corpus.length)] : undefined;
  const before = entry?.schema ?? drawSchema(random);
  let after = before;
  const edits: string[] = [];
  for (let count = 1 + Math.floor(random() * 3); count > 0; count--) {
    const edited = editSchema(after, random);
    if (edited === undefined) continue;
    after = edited.schema;
    edits.push(edited.edit);
  }
  return edits.length === 0
    ? undefined
    : { name: `${entry?.name ?? "drawn"} ${index}: ${edits.join(", ")}`, before, after };
}

const tally = { pairs: 0, refused: 0, silent: 0, witnesses: 0, samples: 0, breaks: 0, open: 0 };

/** All that is wrong with one review. */
function complaints(
  reviewed: ReviewedSpec | undefined,
  before: LoadedSpec,
  after: LoadedSpec,
  index: number,
): string[] {
  const found: string[] = [];
  const [old, now] = [oracleOf(before.spec), oracleOf(after.spec)];
  const [consumer, stored] = [reviewed?.consumer ?? "safe", reviewed?.stored ?? "safe"];
  for (const value of drawValues([before.spec, after.spec], createRandom(index), 60)) {
    tally.samples++;
    const shown = (): string => JSON.stringify(value).slice(0, 300);
    if (now.isKept(value) === true && old.isRead(value) === false) {
      tally.breaks++;
      if (consumer === "safe") found.push(`safe for readers, and ${shown()} is new`);
      else if (consumer === "dangerous") tally.open++;
    }
    if (old.isKept(value) === true && now.isValid(value) === false) {
      tally.breaks++;
      if (stored === "safe") found.push(`safe for stored outputs, and ${shown()} is refused`);
      else if (stored === "dangerous") tally.open++;
    }
    if (found.length > 0) break;
  }
  for (const { rule, at, consumer: one, stored: other, witness, evidence } of reviewed?.findings ?? []) {
    const place = `${rule} ${at}`;
    const shown = JSON.stringify(witness);
    if (witness?.consumer !== undefined) {
      tally.witnesses++;
      if (now.isValid(witness.consumer) === false) found.push(`${place}: ${shown} is no new output`);
      if (old.isRead(witness.consumer) === true) found.push(`${place}: ${shown} was read before`);
      if (one !== "breaking") found.push(`${place}: a witness of what is ${one}`);
    } else if (one === "breaking" && evidence !== "source" && !isOfSource.has(rule))
      found.push(`${place}: no witness for readers`);
    if (witness?.stored !== undefined) {
      tally.witnesses++;
      if (old.isValid(witness.stored) === false) found.push(`${place}: ${shown} was no output`);
      if (now.isValid(witness.stored) === true) found.push(`${place}: ${shown} still is an output`);
    } else if (other === "breaking") found.push(`${place}: no witness for stored outputs`);
  }
  if (reviewed === undefined || !reviewed.behaviour) {
    const text = (spec: LoadedSpec): readonly string[] =>
      modelsOf(spec).map(({ name, project }) => `${name}: ${project(spec.spec).text}`);
    const [asked, asks] = [text(before), text(after)];
    if (reviewed === undefined) tally.silent++;
    const differs = asked.findIndex((line, at) => line !== asks[at]);
    if (differs >= 0)
      found.push(`the model sees ${asks[differs]?.slice(0, 300)} instead of ${asked[differs]?.slice(0, 300)}`);
  }
  return found;
}

/** Breaks that no value shows: a name is gone from the generated source, or there is no value. */
const isOfSource = new Set([
  "property-removed",
  "export-renamed",
  "schema-unsatisfiable",
  "discriminator-changed",
  "provider-rejects",
]);

describe(`a review of random pairs (${pairCount}, ${corpus.length === 0 ? "drawn ones only" : "half of them of the corpus"})`, () => {
  it("is never contradicted by a value, shows its breaks, and is silent only where requests are equal", {
    timeout: 3_600_000,
  }, async () => {
    const failures: string[] = [];
    const started = performance.now();
    for (let index = 0; index < pairCount; index++) {
      const pair = pairOf(index);
      if (pair === undefined) continue;
      const [before, after] = await Promise.all([loadSchema(pair.before), loadSchema(pair.after)]);
      if (before === undefined || after === undefined) {
        tally.refused++;
        continue;
      }
      tally.pairs++;
      const reviewed = await reviewPair(before, after);
      const wrong = complaints(reviewed, before, after, index);
      if (wrong.length > 0)
        failures.push(
          `${pair.name}\n  ${wrong.slice(0, 3).join("\n  ")}\n  ${JSON.stringify(pair.before)}\n  ${JSON.stringify(pair.after)}`,
        );
    }
    const seconds = ((performance.now() - started) / 1000).toFixed(1);
    console.log(
      `${tally.pairs} pairs in ${seconds} s (${tally.refused} more are no specs), ${tally.silent} without a finding; ` +
        `${tally.samples} samples, ${tally.breaks} of them broken, ${tally.open} of these left open; ${tally.witnesses} witnesses`,
    );
    assert.deepEqual(failures.slice(0, 20), [], `${failures.length} reviews are wrong`);
  });
});
