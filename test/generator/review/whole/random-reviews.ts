import assert from "node:assert/strict";
import type { LoadedSpec } from "../../../../generator/src/review/load/resolve-side.ts";
import type { ReviewedSpec } from "../../../../generator/src/review/report-model.ts";
import type { JsonSchema } from "../../../../runtime/src/schema/json.ts";
import { isSweep, readCorpus } from "../../../corpus.ts";
import { createRandom } from "../../../random.ts";
import { drawSchema, editSchema } from "./edits.ts";
import { loadSchema, modelsOf, reviewPair } from "./in-memory.ts";
import { drawValues, oracleOf } from "./oracle.ts";

/** How many pairs of each kind a run takes: 2,000 in all, which take one worker a minute and a half, and 20,000 in a sweep. */
export const pairCounts: Readonly<Record<"drawn" | "corpus", number>> = {
  drawn: Number(process.env["REVIEW_PAIRS"] ?? (isSweep ? 10_000 : 1000)),
  corpus: Number(process.env["REVIEW_PAIRS"] ?? (isSweep ? 10_000 : 1000)),
};
const seed = Number(process.env["REVIEW_SEED"] ?? 6);

/** A schema that pairs are made of. */
export interface Seed {
  readonly name: string;
  readonly schema: JsonSchema;
}

/** Two versions of a schema, and what lies between them. */
export interface Pair {
  readonly name: string;
  readonly before: JsonSchema;
  readonly after: JsonSchema;
}

/** Schemas of the corpus that a person could have written by hand; the largest say nothing more. */
export function readSmallSchemas(): readonly Seed[] {
  return readCorpus()
    .map(({ schema, family, name }) => ({ schema: schema as JsonSchema, name: `${family}/${name}` }))
    .filter(({ schema }) => JSON.stringify(schema).length < 4000);
}

/** One of some schemas, or a drawn one where there are none, and what one to three edits make of it. */
export function pairOf(index: number, seeds: readonly Seed[]): Pair | undefined {
  const random = createRandom(seed * 1_000_003 + index);
  const entry = seeds[Math.floor(random() * seeds.length)];
  const before = entry?.schema ?? drawSchema(random);
  let after = before;
  const edits: string[] = [];
  for (let count = 1 + Math.floor(random() * 3); count > 0; count--) {
    const edited = editSchema(after, random);
    if (edited === undefined) continue;
    after = edited.schema;
    edits.push(edited.edit);
  }
  if (edits.length === 0) return undefined;
  return { name: `${entry?.name ?? "drawn"} ${index}: ${edits.join(", ")}`, before, after };
}

/** What was looked at. */
export interface Tally {
  pairs: number;
  refused: number;
  silent: number;
  witnesses: number;
  samples: number;
  breaks: number;
  open: number;
  /** Reviews of a new version that no value seems to fit, and that are not called breaking. */
  empty: number;
}

/** An empty {@link Tally}. */
export function createTally(): Tally {
  return { pairs: 0, refused: 0, silent: 0, witnesses: 0, samples: 0, breaks: 0, open: 0, empty: 0 };
}

/** Breaks that no value shows: a name is gone from the generated source, or there is no value, or no model to ask. */
const isOfSource: ReadonlySet<string> = new Set([
  ...[
    "property-removed",
    "export-renamed",
    "schema-unsatisfiable",
    "discriminator-changed",
    "provider-rejects",
    "tuple-changed",
  ],
]);

/** All that is wrong with a review: a verdict that a value contradicts, a false witness, silence about a request. */
export function complaintsAbout(
  reviewed: ReviewedSpec | undefined,
  { before, after }: { readonly before: LoadedSpec; readonly after: LoadedSpec },
  index: number,
  tally: Tally,
): readonly string[] {
  const [old, now] = [oracleOf(before.spec), oracleOf(after.spec)];
  const [consumer, stored] = [reviewed?.consumer ?? "safe", reviewed?.stored ?? "safe"];
  const found: string[] = [];
  const seen = { before: false, after: false };
  for (const value of drawValues([before.spec, after.spec], createRandom(index), 40)) {
    tally.samples++;
    const shown = JSON.stringify(value).slice(0, 300);
    seen.before ||= old.isValid(value) !== false;
    seen.after ||= now.isValid(value) !== false;
    if (now.isKept(value) === true && old.isRead(value) === false) {
      tally.breaks++;
      if (consumer === "safe") found.push(`safe for readers, and ${shown} is new`);
      else if (consumer === "dangerous") tally.open++;
    }
    if (old.isKept(value) === true && now.isValid(value) === false) {
      tally.breaks++;
      if (stored === "safe") found.push(`safe for stored outputs, and ${shown} is refused`);
      else if (stored === "dangerous") tally.open++;
    }
    if (found.length > 0) break;
  }
  if (seen.before && !seen.after && consumer !== "breaking") {
    tally.empty++;
    found.push(`${consumer} for readers, and no value is left`);
  }
  for (const { rule, at, consumer: one, stored: other, witness, evidence } of reviewed?.findings ?? []) {
    const shown = JSON.stringify(witness);
    const complain = (text: string): void => void found.push(`${rule} ${at}: ${text}`);
    if (witness?.consumer !== undefined) {
      tally.witnesses++;
      if (now.isValid(witness.consumer) === false) complain(`${shown} is no new output`);
      if (old.isRead(witness.consumer) === true) complain(`${shown} was read before`);
      if (one !== "breaking") complain(`a witness of what is ${one}`);
    } else if (one === "breaking" && evidence !== "source" && !isOfSource.has(rule)) complain("no witness for readers");
    if (witness?.stored !== undefined) {
      tally.witnesses++;
      if (old.isValid(witness.stored) === false) complain(`${shown} was no output`);
      if (now.isValid(witness.stored) === true) complain(`${shown} still is an output`);
    } else if (other === "breaking") complain("no witness for stored outputs");
  }
  if (reviewed === undefined) tally.silent++;
  if (reviewed?.behaviour !== true) found.push(...differingRequests(before, after));
  return found;
}

const requests = new WeakMap<LoadedSpec, readonly string[]>();

/** What the models are sent for a version. */
function textsOf(loaded: LoadedSpec): readonly string[] {
  const texts =
    requests.get(loaded) ?? modelsOf(loaded).map(({ name, project }) => `${name}: ${project(loaded.spec).text}`);
  requests.set(loaded, texts);
  return texts;
}

/** What a model is sent that it was not sent before. */
function differingRequests(before: LoadedSpec, after: LoadedSpec): readonly string[] {
  const old = textsOf(before);
  return textsOf(after)
    .filter((line, at) => line !== old[at])
    .map((line) => `a model sees another request: ${line.slice(0, 300)}`);
}

/** Reviews pairs made of some schemas, or of drawn ones, and fails with those that are reviewed wrongly. */
export async function checkPairs(pairCount: number, seeds: readonly Seed[] = []): Promise<void> {
  const tally = createTally();
  let slowestMs = 0;
  const failures: string[] = [];
  const started = performance.now();
  for (let index = 0; index < pairCount; index++) {
    const pair = pairOf(index, seeds);
    if (pair === undefined) continue;
    const [before, after] = await Promise.all([loadSchema(pair.before), loadSchema(pair.after)]);
    if (before === undefined || after === undefined) {
      tally.refused++;
      continue;
    }
    tally.pairs++;
    const asked = performance.now();
    const reviewed = await reviewPair(before, after);
    slowestMs = Math.max(slowestMs, performance.now() - asked);
    const wrong = complaintsAbout(reviewed, { before, after }, index, tally);
    if (wrong.length === 0) continue;
    const schemas = [pair.before, pair.after].map((schema) => JSON.stringify(schema));
    failures.push([pair.name, ...wrong.slice(0, 3), ...schemas].join("\n  "));
  }
  const { pairs, refused, silent, samples, breaks, open, witnesses, empty } = tally;
  console.log(
    `${pairs} pairs in ${((performance.now() - started) / 1000).toFixed(1)} s (${refused} more are no specs), ` +
      `${silent} without a finding; ${samples} values, ${breaks} of them broken, ${open} of these left open; ` +
      `${witnesses} witnesses; ${empty} without a value left are not called breaking; the slowest review took ${(slowestMs / 1000).toFixed(1)} s`,
  );
  assert.deepEqual(failures.slice(0, 20), [], `${failures.length} reviews are wrong`);
}
