import type { Json, JsonSchema } from "../../../../runtime/src/schema/json.ts";
import { mapSchemas, walkSchemas } from "../../../../runtime/src/schema/keywords.ts";
import { isList, isRecord } from "../../../../runtime/src/schema/pointer.ts";
import { type Difference, type Level, worstLevel } from "../difference.ts";
import { createBudget } from "../normal/budget.ts";
import { conjoin, openDocument, type SchemaDocument } from "../normal/document.ts";
import { decodePointer, type ModernSchema, modernise } from "../normal/modern.ts";
import { createDirection, type Direction, type Versions } from "./direction.ts";
import { locateExports } from "./exports.ts";
import { type Hints, hintsOf } from "./hints.ts";
import { judgeAll } from "./judge.ts";
import { locate } from "./locate.ts";
import type { Located } from "./located.ts";
import { comparePointers } from "./pointer-order.ts";
import { addRecorded } from "./recorded.ts";
import { drawMany, type SchemaVersion } from "./sample.ts";
import { type Judged, type Places, toDifference, unprovenAtRoot } from "./to-difference.ts";
import { createValidators } from "./validators.ts";

export type { SchemaVersion } from "./sample.ts";

/** How two versions of a schema are compared. */
export interface CompareOptions {
  /** Put before every pointer; an input is judged for those who give it. */
  readonly prefix: "/output" | "/input";
  /** Whether keys of definitions are taken for the names of exported types. They are, unless said otherwise. */
  readonly exportDefinitions?: boolean;
  /** How many samples the search for counter-examples may draw; 2,000 unless said otherwise. */
  readonly sampleCount?: number;
  /** Real outputs. */
  readonly recorded?: readonly Json[];
}

/** What differs between two versions of a schema, and what that does to readers and to what was kept. */
export interface SchemaComparison {
  /** In the order of their places in the new version. */
  readonly differences: readonly Difference[];
  readonly consumer: Level;
  readonly stored: Level;
}

const pairs = 20_000;
// Together 4 s at most: differences are found once, proofs and witnesses are looked for in each direction.
const locateMs = 1000;
const proofMs = 1500;
const searchMs = 1500;
const samplesUnlessSaid = 2000;

/** For inputs these mean nothing: the schema is not sent, order in it is not seen, and no generated type has examples. */
const outputOnly: ReadonlySet<string> = new Set([
  ...["property-reordered", "enum-reordered", "union-branch-reordered", "schema-examples-changed"],
]);

/** Compares two versions of a schema. Never throws for a schema that is valid, and ends within its budgets. */
export async function compareSchemas(
  before: SchemaVersion,
  after: SchemaVersion,
  options: CompareOptions,
): Promise<SchemaComparison> {
  const [old, now] = [modernise(before.schema, before.draft), modernise(after.schema, after.draft)];
  const recorded = options.recorded ?? [];
  const isSame = ordered(old.root) === ordered(now.root);
  if (isSame && recorded.length === 0) return { differences: [], consumer: "safe", stored: "safe" };
  const validators = await createValidators();
  const versions: Versions = {
    before: old.root,
    after: now.root,
    writtenBefore: await validators.written(before.schema, before.draft),
    writtenAfter: await validators.written(after.schema, after.draft),
  };
  const documents = { before: openDocument(old.root), after: openDocument(now.root) };
  const located = isSame ? [] : locateAll(documents.before, documents.after, options);
  const isInput = options.prefix === "/input";
  const ids: readonly Direction["id"][] = isInput ? ["stored"] : ["consumer", "stored"];
  const hints = hintsOf(old.root, now.root);
  const judged = isSame
    ? []
    : ids.map((id): Judged => {
        const end = performance.now() + proofMs / ids.length;
        const direction = createDirection(id, { versions, validators, newBudget: () => createBudget(pairs, end) });
        const deadline = end + searchMs / ids.length;
        const limits = {
          samples: options.sampleCount ?? samplesUnlessSaid,
          isOver: () => performance.now() > deadline,
        };
        const samples = (): Iterable<Json> => alternate(documents, direction.from, hints);
        return { direction, ...judgeAll(located, direction, hints, samples, limits) };
      });
  const places: Places = {
    isInput,
    prefix: options.prefix,
    origin: { before: old.origin, after: now.origin },
    users: { before: usersOf(old), after: usersOf(now) },
  };
  const found = located
    .map((one, index) => toDifference(one, index, judged, places))
    .filter((one) => one !== undefined);
  const unproven = unprovenAtRoot(judged, found, places);
  const all = addRecorded([...found, ...unproven].filter(isTelling), recorded, {
    versions,
    validators,
    located,
    places,
  });
  return summarise(all, now, options.prefix);
}

/** A schema as text, whatever the order of the keywords in one node; the order of properties counts. */
function ordered(schema: JsonSchema): string {
  const sorted = mapSchemas(schema, (node) => {
    const { required, ...others } = node;
    const names = isList(required) ? { required: [...required].sort() } : required === undefined ? {} : { required };
    return Object.fromEntries(Object.entries({ ...others, ...names }).sort(([a], [b]) => (a < b ? -1 : 1)));
  });
  return JSON.stringify(sorted);
}

/** Whether a difference says more than another at its place: that something is not proved goes without saying there. */
function isTelling(one: Difference, _: number, all: readonly Difference[]): boolean {
  if (!one.rule.endsWith("compat-unproven")) return true;
  const covers = (level: Level, other: Level): boolean => worstLevel([level, other]) === level;
  return !all.some(
    (other) =>
      other !== one &&
      other.at === one.at &&
      !other.rule.endsWith("compat-unproven") &&
      covers(other.consumer, one.consumer) &&
      covers(other.stored, one.stored),
  );
}

function locateAll(before: SchemaDocument, after: SchemaDocument, options: CompareOptions): readonly Located[] {
  const budget = createBudget(pairs, performance.now() + locateMs);
  const found = locate(conjoin(before, [before.rootPlace]), conjoin(after, [after.rootPlace]), budget);
  const exported = options.exportDefinitions === false ? [] : locateExports(before, after);
  const isInput = options.prefix === "/input";
  return [...found, ...exported].filter(({ rule }) => !isInput || !outputOnly.has(rule));
}

/** Samples of both versions in turn; the caller keeps those that can be met. */
function* alternate(
  documents: { readonly before: SchemaDocument; readonly after: SchemaDocument },
  from: "before" | "after",
  hints: Hints,
): Iterable<Json> {
  const count = 1_000_000;
  const own = drawMany(documents[from], hints, { seed: 1, count })[Symbol.iterator]();
  const other = drawMany(documents[from === "before" ? "after" : "before"], hints, { seed: 2, count });
  const others = other[Symbol.iterator]();
  for (;;) {
    const [mine, second, theirs] = [own.next(), own.next(), others.next()];
    if (mine.done === true && theirs.done === true) return;
    for (const next of [mine, second, theirs]) if (next.done !== true) yield next.value;
  }
}

/** Where each place of a schema is referred to from. */
function usersOf({ root }: ModernSchema): ReadonlyMap<string, readonly string[]> {
  const users = new Map<string, string[]>();
  walkSchemas(root, "", (schema, pointer) => {
    const reference = isRecord(schema) ? schema["$ref"] : undefined;
    if (typeof reference !== "string") return;
    const target = decodePointer(reference);
    users.set(target, [...(users.get(target) ?? []), pointer]);
  });
  return users;
}

function summarise(differences: readonly Difference[], now: ModernSchema, prefix: string): SchemaComparison {
  const below = (pointer: string): string => pointer.slice(prefix.length);
  const sorted = [...differences].sort(
    (a, b) => comparePointers(now.root, below(a.at), below(b.at)) || (a.rule < b.rule ? -1 : a.rule > b.rule ? 1 : 0),
  );
  return {
    differences: sorted,
    consumer: worstLevel(sorted.map(({ consumer }) => consumer)),
    stored: worstLevel(sorted.map(({ stored }) => stored)),
  };
}
