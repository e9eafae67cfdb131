import { canonicalJson } from "../../../runtime/src/schema/canonical-json.ts";
import { atPointer } from "../../../runtime/src/schema/pointer.ts";
import { specNames } from "../spec/names.ts";
import type { ResolvedSpec } from "../spec/resolved-spec.ts";
import { shownText } from "./compare/labels.ts";
import type { Difference } from "./difference.ts";
import { type ExportedType, type ExportedTypes, placeOf } from "./exported-types.ts";
import { difference } from "./say.ts";

/** What the two versions of a spec export. */
export interface ExportChange {
  readonly before: ExportedTypes;
  readonly after: ExportedTypes;
}

/** The two versions themselves. */
export interface SpecChange {
  readonly before: ResolvedSpec;
  readonly after: ResolvedSpec;
}

/** A type that is not exported any more by the name it had. */
interface Vanished {
  readonly type: ExportedType;
  /** What is called otherwise now; absent where nothing took its place. */
  readonly now?: ExportedType;
  /** The partial type alone is gone. */
  readonly isPartial: boolean;
}

/**
 * Finds exported types that have another name now, or none. `found` are the differences of the two schemas; those that
 * say already that a type's place is gone get a note, and all of them are in the result.
 */
export function compareExports(
  specs: SpecChange,
  { before: old, after: now }: ExportChange,
  found: readonly Difference[],
): readonly Difference[] {
  const vanished = vanishedOf(old, now, specs);
  const notes = new Map<Difference, string[]>();
  const own: { readonly one: Vanished; readonly notes: string[] }[] = [];
  for (const one of vanished) {
    const outer = own.find(({ one: { type } }) => isBelow(one.type.at, type.at));
    const cause = found.find((each) => isCauseOf(each, one.type, old));
    if (outer !== undefined) outer.notes.push(sentenceOf(one));
    else if (cause !== undefined) notes.set(cause, [...(notes.get(cause) ?? []), sentenceOf(one)]);
    else own.push({ one, notes: [] });
  }
  return [
    ...own.map(({ one, notes: more }) => toDifference(one, more, old, now)),
    ...found.map((each) => {
      const more = notes.get(each);
      return more === undefined ? each : { ...each, notes: [...each.notes, ...more] };
    }),
  ];
}

/** The types whose names are gone, those around others first. */
function vanishedOf(old: ExportedTypes, now: ExportedTypes, specs: SpecChange): readonly Vanished[] {
  // A function that takes no variables any more is told of as such.
  const input = specNames(specs.after.name).input;
  const types = [...old.declared.values()]
    .filter(({ name }) => name !== input)
    .sort((a, b) => a.at.length - b.at.length || (a.at < b.at ? -1 : 1));
  const moves: (readonly [from: ExportedType, to: ExportedType])[] = [];
  return types.flatMap((type): readonly Vanished[] => {
    if (now.names.has(type.name)) {
      const isPartial = old.partial.has(type.name) && !now.names.has(`Partial${type.name}`);
      return isPartial ? [{ type, isPartial }] : [];
    }
    const next = successorOf(type, old, now, specs, moves);
    if (next !== undefined) moves.push([type, next]);
    return [{ type, isPartial: false, ...(next !== undefined && { now: next }) }];
  });
}

/** The type that stands where another one stood, or says the same: one whose name is new. */
function successorOf(
  { half, id, at }: ExportedType,
  old: ExportedTypes,
  now: ExportedTypes,
  { before, after }: SpecChange,
  moves: readonly (readonly [from: ExportedType, to: ExportedType])[],
): ExportedType | undefined {
  const isNew = (type: ExportedType | undefined): type is ExportedType =>
    type !== undefined && !old.names.has(type.name);
  const moved = moves.flatMap(([from, to]) =>
    from.half === half && id.startsWith(`${from.id}/`) ? [`${to.id}${id.slice(from.id.length)}`] : [],
  );
  const there = [...moved, id, ...old.usersOf(half, id)].map((each) => now.typeAt(half, each)).find(isNew);
  if (there !== undefined) return there;
  const textAt = (spec: ResolvedSpec, place: string): string | undefined => {
    const schema = half === "/output" ? spec.schema : spec.input;
    const value = typeof schema === "object" ? atPointer(schema, place.slice(half.length)) : undefined;
    return value === undefined ? undefined : canonicalJson(value);
  };
  const text = textAt(before, at);
  const taken = new Set(moves.map(([, to]) => to.name));
  return [...now.declared.values()].find(
    (type) => type.half === half && isNew(type) && !taken.has(type.name) && textAt(after, type.at) === text,
  );
}

/** Differences that say that what stood at a place is not there any more. */
const takesAway: ReadonlySet<string> = new Set(
  ["property-removed", "union-branch-removed", "type-changed", "type-narrowed"].flatMap((rule) => [
    rule,
    `input-${rule}`,
  ]),
);

/** Whether a difference that breaks readers already is why a type is gone. */
function isCauseOf(found: Difference, type: ExportedType, old: ExportedTypes): boolean {
  if (found.consumer !== "breaking" || !takesAway.has(found.rule)) return false;
  const place = found.side === "before" ? found.at : found.beforeAt;
  if (place === undefined) return false;
  const seen = new Set<string>();
  const isInside = (id: string): boolean => {
    if (isBelow(placeOf(type.half, id), place)) return true;
    if (seen.has(id)) return false;
    seen.add(id);
    const users = old.usersOf(type.half, id);
    return users.length > 0 && users.every(isInside);
  };
  return isInside(type.id);
}

function isBelow(at: string, outer: string): boolean {
  return at === outer || at.startsWith(`${outer}/`);
}

function dataOf({ type, now, isPartial }: Vanished): Readonly<Record<"old" | "new" | "gone", string | undefined>> {
  const old = shownText(isPartial ? `Partial${type.name}` : type.name);
  return { old, new: now && shownText(now.name), gone: now === undefined ? "gone" : undefined };
}

function sentenceOf(one: Vanished): string {
  const { old, new: other } = dataOf(one);
  return other === undefined ? `Exported type \`${old}\` is gone.` : `Exported type \`${old}\` is now \`${other}\`.`;
}

function toDifference(one: Vanished, notes: readonly string[], old: ExportedTypes, now: ExportedTypes): Difference {
  const { type, now: next } = one;
  const data = dataOf(one);
  const place = next ?? type;
  const users = (next === undefined ? old : now).usersOf(place.half, place.id);
  return {
    ...difference(type.half === "/input" ? "input-export-renamed" : "export-renamed", {
      at: place.at,
      side: next === undefined ? "before" : "after",
      ...(next !== undefined && { beforeAt: type.at }),
      what: /\/(?:\$defs|definitions|properties)\/[^/]+$/.test(place.at) ? "key" : "value",
      data,
      notes,
      consumer: "breaking",
      stored: type.half === "/input" ? "breaking" : "safe",
      before: data.old ?? "",
      ...(data.new !== undefined && { after: data.new }),
      evidence: "source",
    }),
    usedAt: users.map((user) => placeOf(place.half, user)),
  };
}
