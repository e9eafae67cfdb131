import { canonicalJson } from "../../../runtime/src/schema/canonical-json.ts";
import type { Draft, JsonSchema } from "../../../runtime/src/schema/json.ts";
import { definitionsKeyword, isSchema, walkSchemas, withoutKeywords } from "../../../runtime/src/schema/keywords.ts";
import { atPointer, isRecord, joinPointer, splitPointer } from "../../../runtime/src/schema/pointer.ts";
import { sharedDefinitions } from "../plan/exports.ts";
import type { ResolvedSpec } from "../spec/resolved-spec.ts";
import { type CompareOptions, compareSchemas, type SchemaVersion } from "./compare/compare.ts";
import { shownText } from "./compare/labels.ts";
import type { ExportChange, SpecChange } from "./compare-exports.ts";
import { type Difference, worstLevel } from "./difference.ts";
import type { ExportedType } from "./exported-types.ts";
import { decodePointer, rewriteReferences } from "./normal/modern.ts";
import { difference } from "./say.ts";

/** One definition that both versions export under the same name; pointers start with a slash. */
interface SharedName {
  readonly name: string;
  readonly before: string;
  readonly after: string;
}

// Each comparison has a budget of its own; a file of very many definitions that all changed has this in all.
const allMs = 20_000;

/**
 * Compares the definitions of a spec by the names of their types, whether or not its output refers to them. Those of a
 * shared spec are schemas of their own; of any other spec only the exported types count, where `found` tells nothing of
 * them. The result holds `found` as well.
 */
export async function compareDefinitions(
  versions: SpecChange,
  exported: ExportChange,
  found: readonly Difference[],
  options: Pick<CompareOptions, "sampleCount"> = {},
): Promise<readonly Difference[]> {
  const isShared = versions.after.shared;
  const end = performance.now() + allMs;
  const own: Difference[] = [];
  for (const one of commonDefinitions(versions, exported)) {
    if (isSameInItself(versions, one)) continue;
    if (!isShared && found.some((each) => isInside(each, one))) continue;
    if (performance.now() > end) {
      if (isShared) own.push(unfinished(one));
      continue;
    }
    const { differences } = await compareSchemas(
      entryOf(versions.before, one.before),
      entryOf(versions.after, one.after),
      { prefix: "/output", exportDefinitions: false, ...options },
    );
    const placed = differences.map((each) => placeAt(each, one, versions));
    own.push(...(isShared ? placed : placed.flatMap((each) => asTypeOnly(each, one.name))));
  }
  return mergeFound(found, own);
}

function commonDefinitions({ before, after }: SpecChange, exported: ExportChange): readonly SharedName[] {
  const own = new Set(sharedDefinitions({ ...before, shared: true }));
  return [...exported.before.declared.values()].flatMap((type): readonly SharedName[] => {
    const now = exported.after.declared.get(type.name);
    if (now === undefined || type.half !== "/output" || now.half !== "/output" || !own.has(type.id)) return [];
    if (typeof before.schema !== "object" || typeof after.schema !== "object") return [];
    return [{ name: type.name, before: pointerOf(type), after: pointerOf(now) }];
  });
}

function pointerOf({ half, at }: ExportedType): string {
  return at.slice(half.length);
}

/** The pointer of the definition a place is in; nothing for a place in none. */
function definitionAt(pointer: string): string | undefined {
  return /^\/(?:\$defs|definitions)\/[^/]+/.exec(pointer)?.[0];
}

function referencesIn(schema: JsonSchema): readonly string[] {
  const found: string[] = [];
  walkSchemas(schema, "", (node) => {
    const reference = isRecord(node) ? node["$ref"] : undefined;
    if (typeof reference === "string") found.push(decodePointer(reference));
  });
  return found;
}

function schemaAt({ schema }: ResolvedSpec, pointer: string): JsonSchema | undefined {
  const value = atPointer(schema, pointer);
  return isSchema(value) ? value : undefined;
}

// Inside of these a change of what is referred to does not mean the same as outside.
const turning = /"(?:not|if|oneOf|contains|dependentSchemas|propertyNames|unevaluated\w+)":/;

/** Whether all that a definition says by itself is as it was; what its references lead to is compared on its own. */
function isSameInItself({ before, after }: SpecChange, one: SharedName): boolean {
  const textOf = (spec: ResolvedSpec, start: string): string | undefined => {
    const own = new Set(sharedDefinitions({ ...spec, shared: true }).map((id) => id.slice(1)));
    const seen = new Set<string>([start]);
    for (const pointer of seen) {
      const schema = schemaAt(spec, pointer);
      for (const target of schema === undefined ? [] : referencesIn(schema)) if (!own.has(target)) seen.add(target);
    }
    // Another half of the document is not read twice.
    if (seen.has("")) return undefined;
    return canonicalJson([...seen].sort().map((pointer) => [pointer, schemaAt(spec, pointer) ?? null]));
  };
  if (one.before !== one.after) return false;
  const [old, now] = [textOf(before, one.before), textOf(after, one.after)];
  return old !== undefined && old === now && !turning.test(old);
}

const rootKey = "document-root";

/** Where the whole schema is put when a definition takes its place. */
function homeOf(draft: Draft): string {
  return joinPointer("", definitionsKeyword(draft), rootKey);
}

/** A definition as the root of a schema, with all it refers to at the places they have. */
function entryOf({ schema, draft }: ResolvedSpec, start: string): SchemaVersion {
  const home = homeOf(draft);
  const inHome = (pointer: string): string => (definitionAt(pointer) === undefined ? `${home}${pointer}` : pointer);
  const moved = rewriteReferences(schema, inHome);
  const { $schema, ...whole } = isRecord(moved) ? moved : {};
  const root = withoutKeywords(whole, (keyword) => keyword === "$defs" || keyword === "definitions");
  const first = inHome(start);
  const kept: Record<string, Record<string, JsonSchema>> = {};
  const queue = new Set([definitionAt(first) ?? home]);
  for (const pointer of queue) {
    const value = pointer === home ? root : atPointer(whole, pointer);
    if (!isSchema(value)) continue;
    const [keyword = "", key = ""] = splitPointer(pointer);
    kept[keyword] = { ...kept[keyword], [key]: value };
    for (const target of referencesIn(value)) queue.add(definitionAt(target) ?? home);
  }
  return {
    schema: {
      ...($schema !== undefined && { $schema }),
      allOf: [rewriteReferences({ $ref: "#" }, () => first)],
      ...kept,
    },
    draft,
  };
}

/** A difference of a definition by itself, at its place in the spec. */
function placeAt(found: Difference, one: SharedName, { before, after }: SpecChange): Difference {
  const move = (at: string, side: "before" | "after"): string => {
    const pointer = at.slice("/output".length);
    const home = homeOf((side === "before" ? before : after).draft);
    if (pointer === "" || pointer === "/allOf" || isBelow(pointer, "/allOf/0"))
      return `/output${one[side]}${pointer.slice("/allOf/0".length)}`;
    return isBelow(pointer, home) ? `/output${pointer.slice(home.length)}` : at;
  };
  const { at, side, beforeAt, usedAt } = found;
  return {
    ...found,
    at: move(at, side),
    ...(beforeAt !== undefined && { beforeAt: move(beforeAt, "before") }),
    usedAt: usedAt.filter((user) => user !== "/output/allOf/0").map((user) => move(user, side)),
  };
}

function isBelow(at: string, outer: string): boolean {
  return at === outer || at.startsWith(`${outer}/`);
}

/** Whether a difference is told inside of a definition. */
function isInside({ at, side, beforeAt }: Difference, one: SharedName): boolean {
  const old = side === "before" ? at : beforeAt;
  return (
    (side === "after" && isBelow(at, `/output${one.after}`)) ||
    (old !== undefined && isBelow(old, `/output${one.before}`))
  );
}

/** What is left of a difference where no output is another one, but an exported type is. */
function asTypeOnly({ witness, ...found }: Difference, name: string): readonly Difference[] {
  if (found.visible === "values" || found.consumer === "safe") return [];
  return [
    {
      ...found,
      stored: "safe",
      model: false,
      evidence: found.consumer === "breaking" ? "source" : "unproven",
      notes: [...found.notes, `Outputs are as before, and the exported type \`${shownText(name)}\` is another one.`],
    },
  ];
}

/** What is said of a definition when there was no time left for it. */
function unfinished(one: SharedName): Difference {
  return difference("compat-unproven", {
    at: `/output${one.after}`,
    beforeAt: `/output${one.before}`,
    data: { direction: "consumer and stored", reason: "too many definitions changed at once" },
    consumer: "dangerous",
    stored: "dangerous",
    evidence: "unproven",
  });
}

/** Puts together what was found on two ways; of one difference found twice the worse is kept, where it was first. */
function mergeFound(found: readonly Difference[], own: readonly Difference[]): readonly Difference[] {
  const merged = new Map<string, Difference>();
  for (const one of [...found, ...own]) {
    const key = JSON.stringify([one.rule, one.side, one.at, one.before ?? null, one.after ?? null]);
    const known = merged.get(key);
    const isWorse = (axis: "consumer" | "stored"): boolean =>
      known !== undefined && known[axis] !== one[axis] && worstLevel([known[axis], one[axis]]) === one[axis];
    if (known === undefined) merged.set(key, one);
    else if (isWorse("consumer") || isWorse("stored")) merged.set(key, { ...one, usedAt: known.usedAt });
  }
  return [...merged.values()];
}
