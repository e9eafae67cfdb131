import { type Mode, modes } from "../../../runtime/src/facts/dialects.ts";
import { canonicalJson } from "../../../runtime/src/schema/canonical-json.ts";
import type { Difference } from "./difference.ts";
import { difference } from "./say.ts";
import type { Projection, UnenforcedKeyword } from "./target.ts";

/** What one model is sent before and after a change. */
export interface TargetChange {
  readonly name: string;
  /** Absent for a model that was not asked before. */
  readonly before?: Projection;
  /** For such a model: what those were sent that were asked before. */
  readonly instead?: readonly Projection[];
  readonly after: Projection;
}

/** What a change means for the models a spec is asked of: findings, and a sentence for each model. */
export interface TargetComparison {
  readonly differences: readonly Difference[];
  readonly impact: readonly string[];
}

/** Characters of a schema that make about one token. */
const charactersPerToken = 4;

/**
 * Compares what models are sent. `others` are the differences that the schemas show by themselves: they tell where a
 * finding stands, and whether the request differs for a reason that was told already.
 */
export function compareTargets(changes: readonly TargetChange[], others: readonly Difference[]): TargetComparison {
  const place = placeOfChange(others);
  const differences = [
    ...changes.flatMap((change) => compareModes(change, place)),
    ...compareUnenforced(changes),
    ...compareCost(changes, place),
    ...compareSpelling(changes, place, others),
  ];
  return { differences, impact: changes.flatMap(describeImpact) };
}

/** The schema node that changed for models, where it is one; else the root. */
function placeOfChange(others: readonly Difference[]): { readonly at: string; readonly side: "before" | "after" } {
  const places = others.filter(({ at, model }) => model && (at === "/output" || at.startsWith("/output/")));
  const [first, ...more] = places;
  if (first !== undefined && more.every(({ at, side }) => at === first.at && side === first.side))
    return { at: first.at, side: first.side };
  return { at: "/output", side: "after" };
}

/** Lower is stronger; no mode at all is the weakest. */
function rank(mode: Mode | undefined): number {
  return mode === undefined ? modes.length : modes.indexOf(mode);
}

/** Modes in which the model cannot write anything but what the schema allows. */
function isGuaranteed(mode: Mode | undefined): boolean {
  return mode === "json_schema_strict" || mode === "json_schema" || mode === "tool_strict";
}

function compareModes({ name, before, after }: TargetChange, place: Pick<Difference, "at" | "side">): Difference[] {
  const why = after.refusals[0];
  const at = why?.pointer === undefined ? place : { at: `/output${why.pointer}`, side: "after" as const };
  if (after.mode === undefined) {
    if (before !== undefined && before.mode === undefined) return [];
    const data = { target: name, reason: why?.reason ?? "it has no way to be asked for this schema" };
    return [difference("provider-rejects", { ...at, data, consumer: "breaking", model: true, evidence: "proven" })];
  }
  const weaker = before === undefined ? why !== undefined : rank(after.mode) > rank(before.mode);
  if (weaker && (before === undefined || isGuaranteed(before.mode))) {
    const data = { target: name, mode: wordFor(after.mode), reason: why?.reason ?? "its modes were changed" };
    return [
      difference("provider-strict-lost", { ...at, data, consumer: "dangerous", model: true, evidence: "unproven" }),
    ];
  }
  if (before === undefined || rank(after.mode) >= rank(before.mode)) return [];
  return [
    difference("provider-strict-gained", { ...place, data: { target: name, mode: wordFor(after.mode) }, model: true }),
  ];
}

function wordFor(mode: Mode): string {
  const words: Readonly<Record<Mode, string>> = {
    json_schema_strict: "strict schema mode",
    json_schema: "schema mode",
    tool_strict: "strict tool mode",
    tool: "tool mode",
    json_object: "JSON mode",
    prompt: "the prompt alone",
  };
  return words[mode];
}

/** One finding for each keyword that is newly left to the validator, with all the models that leave it. */
function compareUnenforced(changes: readonly TargetChange[]): readonly Difference[] {
  const found = new Map<string, { readonly one: UnenforcedKeyword; readonly targets: string[] }>();
  for (const { name, before, instead = [], after } of changes) {
    if (!isGuaranteed(after.mode)) continue;
    const old = before?.unenforced ?? instead.flatMap(({ unenforced }) => unenforced);
    for (const one of after.unenforced) {
      if (wasLeft(one, old, after.unenforced)) continue;
      const key = `${one.keyword} ${one.pointer}`;
      const known = found.get(key) ?? { one, targets: [] };
      found.set(key, known);
      known.targets.push(name);
    }
  }
  return [...found.values()].map(({ one: { keyword, pointer }, targets }) =>
    difference("provider-keyword-unenforced", {
      at: `/output${pointer}`,
      data: { keyword, target: targets.join(", ") },
      model: true,
    }),
  );
}

/** Whether a keyword was left to the validator before: at the same place, or at one that is gone because it moved here. */
function wasLeft(
  one: UnenforcedKeyword,
  before: readonly UnenforcedKeyword[],
  after: readonly UnenforcedKeyword[],
): boolean {
  const isAt = (pointer: string) => (other: UnenforcedKeyword) =>
    other.keyword === one.keyword && other.pointer === pointer;
  if (before.some(isAt(one.pointer))) return true;
  const value = canonicalJson(one.value);
  return before.some(
    (other) =>
      other.keyword === one.keyword && canonicalJson(other.value) === value && !after.some(isAt(other.pointer)),
  );
}

/** Tokens that a schema costs in each call, about. */
function tokens(text: string): number {
  return Math.ceil(text.length / charactersPerToken);
}

function compareCost(changes: readonly TargetChange[], place: Pick<Difference, "at" | "side">): readonly Difference[] {
  const costly = changes.flatMap(({ name, before, after }) => {
    if (before === undefined) return [];
    const [old, now] = [tokens(before.text), tokens(after.text)];
    const much = Math.abs(now - old);
    return much > 50 && much > old / 10 ? [{ name, old, now }] : [];
  });
  const [worst] = costly.toSorted((a, b) => Math.abs(b.now - b.old) - Math.abs(a.now - a.old));
  if (worst === undefined) return [];
  const data = { old: String(worst.old), new: String(worst.now), target: worst.name };
  return [difference("schema-cost-changed", { ...place, data, model: true })];
}

/** The request differs although nothing else says that the model sees a change. */
function compareSpelling(
  changes: readonly TargetChange[],
  place: Pick<Difference, "at" | "side">,
  others: readonly Difference[],
): readonly Difference[] {
  if (others.some(({ model, at }) => model && at.startsWith("/output"))) return [];
  const respelt = changes.filter(({ before, after }) => before !== undefined && before.text !== after.text);
  if (respelt.length === 0) return [];
  const targets = respelt.map(({ name }) => name).join(", ");
  return [difference("request-changed", { ...place, at: "/output", data: { targets }, model: true })];
}

/** What a reviewer wants to know of one model, in a sentence. */
function describeImpact({ name, before, after }: TargetChange): readonly string[] {
  if (after.mode === undefined) return [`${name}: cannot be asked for this schema`];
  if (before === undefined) return [`${name}: asked anew, in ${wordFor(after.mode)}`];
  if (before.text === after.text && before.mode === after.mode) return [];
  const mode =
    before.mode === after.mode
      ? `${wordFor(after.mode)} as before`
      : `${before.mode === undefined ? "nothing" : wordFor(before.mode)} → ${wordFor(after.mode)}`;
  const [old, now] = [tokens(before.text), tokens(after.text)];
  const cost = old === now ? `≈${now} schema tokens` : `≈${old} → ${now} schema tokens`;
  return [`${name}: ${mode}, ${cost}; cached prefixes and compiled grammars start anew`];
}
