import { formatFunctions } from "../../../../runtime/src/schema/formats.ts";
import type { Json } from "../../../../runtime/src/schema/json.ts";
import { type Difference, type Evidence, type Level, type Witness, worstLevel } from "../difference.ts";
import type { Place } from "../normal/document.ts";
import { sayDifference } from "../rules/diff-rules.ts";
import type { Direction } from "./direction.ts";
import type { Judgement } from "./judge.ts";
import { shownValue } from "./labels.ts";
import type { Located } from "./located.ts";

/** What was found out in one direction. */
export interface Judged {
  readonly direction: Direction;
  readonly judgements: readonly Judgement[];
  readonly counterExample?: Json;
  readonly sampled: number;
}

/** How places of the compared schemas are named in a spec. */
export interface Places {
  readonly isInput: boolean;
  readonly prefix: string;
  readonly origin: Readonly<Record<"before" | "after", (pointer: string) => string>>;
  readonly users: Readonly<Record<"before" | "after", ReadonlyMap<string, readonly string[]>>>;
}

const evidences: readonly Evidence[] = ["witnessed", "sampled", "recorded", "source", "unproven", "proven"];

/** Puts together what is known of one difference; `undefined` for one that turned out to be none. */
export function toDifference(
  located: Located,
  index: number,
  judged: readonly Judged[],
  places: Places,
): Difference | undefined {
  const { isInput } = places;
  const byId = new Map(judged.map((one) => [one.direction.id, one.judgements[index]]));
  const stored = byId.get("stored");
  const consumer = isInput ? stored : byId.get("consumer");
  const source = (isInput ? located.callerSource : located.source) ?? "safe";
  const values = worstLevel([consumer?.level ?? "safe", stored?.level ?? "safe"]);
  if (located.rule === "compat-unproven" && values === "safe") return undefined;
  const consumerLevel = worstLevel([consumer?.level ?? "safe", source]);
  const storedLevel = isInput ? consumerLevel : (stored?.level ?? "safe");
  const rule = ruleFor(located.rule, isInput);
  const witness = witnessOf(consumer, stored, isInput);
  const known = [consumer?.evidence, isInput ? undefined : stored?.evidence, sourceEvidence(source)];
  const { place, side, beforePlace } = located;
  return {
    rule,
    at: pointerOf(place, side, places),
    side,
    ...(side === "after" && beforePlace !== undefined ? { beforeAt: pointerOf(beforePlace, "before", places) } : {}),
    what: located.what,
    message: messageOf(located, rule, consumer, stored, judged, index),
    notes: [...(located.notes ?? []), ...notesFor(located, judged, isInput)],
    consumer: consumerLevel,
    stored: storedLevel,
    model: !isInput && located.hidden !== true,
    visible: located.visible,
    ...(located.before === undefined ? {} : { before: located.before }),
    ...(located.after === undefined ? {} : { after: located.after }),
    evidence: evidences.find((evidence) => known.includes(evidence)) ?? "proven",
    ...(witness === undefined ? {} : { witness }),
    usedAt: usersOf(place, side, places),
  };
}

function sourceEvidence(level: Level): Evidence | undefined {
  if (level === "safe") return undefined;
  return level === "breaking" ? "source" : "unproven";
}

/** A rule as it is named for this side. */
export function ruleFor(rule: string, isInput: boolean): string {
  return isInput ? `input-${rule}` : rule;
}

function pointerOf({ pointer }: Place, side: "before" | "after", { prefix, origin }: Places): string {
  return prefix + origin[side](pointer);
}

/** Where the definition that a place is in is referred to from. */
function usersOf({ pointer }: Place, side: "before" | "after", { prefix, origin, users }: Places): readonly string[] {
  const definition = /^\/(?:\$defs|definitions)\/[^/]+/.exec(pointer)?.[0];
  if (definition === undefined) return [];
  return (users[side].get(definition) ?? []).map((user) => prefix + origin[side](user));
}

function witnessOf(
  consumer: Judgement | undefined,
  stored: Judgement | undefined,
  isInput: boolean,
): Witness | undefined {
  if (isInput) return stored?.witness === undefined ? undefined : { caller: stored.witness };
  if (consumer?.witness === undefined && stored?.witness === undefined) return undefined;
  return {
    ...(consumer?.witness === undefined ? {} : { consumer: consumer.witness }),
    ...(stored?.witness === undefined ? {} : { stored: stored.witness }),
  };
}

function messageOf(
  located: Located,
  rule: string,
  consumer: Judgement | undefined,
  stored: Judgement | undefined,
  judged: readonly Judged[],
  index: number,
): string {
  const { data } = located;
  if (located.rule === "compat-unproven") {
    const isFound = consumer?.witness !== undefined || stored?.witness !== undefined;
    if (isFound && data["cut"] !== undefined)
      return `What is admitted here changed, and was not compared piece by piece: ${data["reason"]}.`;
    if (isFound) return `\`${data["reason"]}\` changed, and what it admits with it.`;
    const open = judged.filter((one) => one.judgements[index]?.level === "dangerous");
    return sayDifference(rule, { ...data, direction: directionsLabel(open), k: samplesLabel(open) });
  }
  const part = consumer?.part ?? stored?.part;
  const result = consumer?.part === undefined ? "fails" : "passes";
  return sayDifference(rule, { ...data, ...(part === undefined ? {} : { witness: shownValue(part), result }) });
}

function directionsLabel(judged: readonly Judged[]): string {
  return judged.map(({ direction }) => direction.id).join(" and ");
}

function samplesLabel(judged: readonly Judged[]): string | undefined {
  const most = Math.max(0, ...judged.map(({ sampled }) => sampled));
  return most === 0 ? undefined : most.toLocaleString("en");
}

/** Rules that harm readers unless the rest of the schema admits the value anyway. */
const harmsReaders =
  /^(?:enum-value-added|union-branch-added|type-widened|nullable-added|\w[\w-]*-loosened|enum-constraint-removed)$/;
const harmsStored =
  /^(?:enum-value-removed|union-branch-removed|type-narrowed|nullable-removed|\w[\w-]*-tightened|enum-constraint-added)$/;

function notesFor(located: Located, judged: readonly Judged[], isInput: boolean): readonly string[] {
  const { rule } = located;
  if (rule.startsWith("format-")) {
    const formats = [located.before, located.after].flatMap((list) => (Array.isArray(list) ? list : []));
    const isAsserted = formats.some((format) => typeof format === "string" && Object.hasOwn(formatFunctions, format));
    return isAsserted ? [] : ["This format is not asserted: an annotation only."];
  }
  const isCovered = judged.some(({ direction, judgements }) => {
    const pattern = direction.id === "consumer" && !isInput ? harmsReaders : harmsStored;
    return pattern.test(rule) && direction.proven && judgements.length > 0;
  });
  return isCovered ? ["Covered elsewhere: the rest of the schema admits the same values."] : [];
}

/** What is left when no single difference accounts for a direction that is not proved. */
export function unprovenAtRoot(
  judged: readonly Judged[],
  found: readonly Difference[],
  { prefix, isInput }: Places,
): readonly Difference[] {
  return judged.flatMap((one): Difference[] => {
    const { direction, counterExample, sampled } = one;
    if (direction.proven) return [];
    // Told by source alone, a level says nothing of values.
    if (one.judgements.some(({ level }) => level === "breaking")) return [];
    const isDangerous = one.judgements.some(({ level }) => level === "dangerous");
    if (counterExample === undefined && isDangerous) return [];
    const level: Level = counterExample === undefined ? "dangerous" : "breaking";
    const reason =
      direction.reason ??
      (found.length === 0 ? "the schemas are spelled too differently" : "several keywords together");
    const data = { direction: direction.id, reason, k: samplesLabel([one]) };
    const witness: Witness = isInput ? { caller: counterExample ?? null } : { [direction.id]: counterExample ?? null };
    return [
      {
        rule: ruleFor("compat-unproven", isInput),
        at: prefix,
        side: "after",
        beforeAt: prefix,
        what: "value",
        message:
          counterExample === undefined
            ? sayDifference(ruleFor("compat-unproven", isInput), data)
            : `No single difference accounts for it, but together they break: a counter-example was found after ${sampled} samples.`,
        notes: [],
        consumer: direction.id === "consumer" || isInput ? level : "safe",
        stored: direction.id === "stored" ? level : "safe",
        model: false,
        visible: "values",
        evidence: counterExample === undefined ? "unproven" : "sampled",
        ...(counterExample === undefined ? {} : { witness }),
        usedAt: [],
      },
    ];
  });
}
