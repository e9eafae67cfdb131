import type { Draft, Json } from "../../../runtime/src/schema/json.ts";
import { subschemas } from "../../../runtime/src/schema/keywords.ts";
import { isRecord, joinPointer } from "../../../runtime/src/schema/pointer.ts";
import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import { error } from "../diagnostics/finding.ts";
import { isFinding, type References, type SchemaRoot, schemaAt, type Target } from "./references.ts";

/** The keyword that refers to whatever the dynamic scope holds, in the drafts that have one. */
const keywordByDraft: Partial<Record<Draft, "$dynamicRef" | "$recursiveRef">> = {
  "2019-09": "$recursiveRef",
  "2020-12": "$dynamicRef",
};

/** The keyword by which a schema of this draft refers dynamically; `undefined` in drafts without one. */
export function dynamicKeyword(draft: Draft): "$dynamicRef" | "$recursiveRef" | undefined {
  return keywordByDraft[draft];
}

/** Finds where dynamic references lead when a value is judged by one schema. */
export interface DynamicReferences {
  /** Follows the reference `keyword` states at `pointer` (the place of the schema that holds it). */
  follow(from: SchemaRoot, pointer: string, keyword: string, reference: string): Target | Diagnostic;
}

/**
 * The outermost holder of each dynamic name on the way to a place, the recursive anchor under the empty name. It is all
 * of the dynamic scope that a reference asks for.
 */
type Scope = ReadonlyMap<string, Target>;

// Far more ways into a schema than anyone writes; what is not walked counts as ambiguous.
const maxStates = 20_000;

/**
 * Walks every way a value can be judged from `root` on, and keeps where each dynamic reference leads on it. One that
 * always leads to the same place is an ordinary reference; one that leads to several has no single meaning that a type
 * could say, and is a finding. Nothing is walked before the first question.
 */
export function dynamicReferences(root: SchemaRoot, references: References): DynamicReferences {
  let walked: Walk | undefined;
  return {
    follow(from, pointer, keyword, reference) {
      const initial = references.follow(from, pointer, reference, keyword);
      if (isFinding(initial) || dynamicName(initial, keyword, reference) === undefined) return initial;
      walked ??= walkScopes(root, references);
      const found = walked.targets.get(keyOf({ root: from, pointer }));
      // What no value comes by means what it says.
      if (found === undefined && walked.isComplete) return initial;
      const [only, another] = found === undefined ? [] : [...found.values()];
      if (only !== undefined && another === undefined && walked.isComplete) return only;
      return error(
        "dynamic-ref",
        from.document.rangeOf(joinPointer(pointer, keyword)),
        `${JSON.stringify(keyword)} leads to different schemas, depending on the way a value comes here`,
        "write a copy of this schema for each of them, with $ref in it",
      );
    },
  };
}

interface Walk {
  readonly targets: ReadonlyMap<string, ReadonlyMap<string, Target>>;
  readonly isComplete: boolean;
}

function walkScopes(root: SchemaRoot, references: References): Walk {
  const targets = new Map<string, Map<string, Target>>();
  const seen = new Set<string>();
  const queue: { readonly place: Target; readonly scope: Scope }[] = [];
  const enter = (place: Target, outer: Scope): void => {
    const scope = widen(outer, references.dynamicAnchors(place.root, place.pointer));
    const state = `${keyOf(place)} ${[...scope].map(([name, holder]) => `${name}=${keyOf(holder)}`).sort()}`;
    if (seen.has(state) || seen.size >= maxStates) return;
    seen.add(state);
    queue.push({ place, scope });
  };
  const enterReferences = (schema: { readonly [keyword: string]: Json }, place: Target, scope: Scope): void => {
    for (const keyword of ["$ref", dynamicKeyword(place.root.draft.draft)]) {
      const reference = keyword === undefined ? undefined : schema[keyword];
      if (keyword === undefined || typeof reference !== "string") continue;
      const initial = references.follow(place.root, place.pointer, reference, keyword);
      if (isFinding(initial)) continue;
      const name = keyword === "$ref" ? undefined : dynamicName(initial, keyword, reference);
      const target = (name === undefined ? undefined : scope.get(name)) ?? initial;
      if (name !== undefined) {
        const known = targets.get(keyOf(place)) ?? new Map<string, Target>();
        targets.set(keyOf(place), known.set(keyOf(target), target));
      }
      enter(target, scope);
    }
  };
  enter({ root, pointer: root.pointer }, new Map());
  for (let next = queue.shift(); next !== undefined; next = queue.shift()) {
    const { place, scope } = next;
    const schema = schemaAt(place);
    if (!isRecord(schema)) continue;
    enterReferences(schema, place, scope);
    for (const child of subschemas(schema, place.pointer)) {
      const isDefinition = child.keyword === "$defs" || child.keyword === "definitions";
      if (!isDefinition) enter({ root: place.root, pointer: child.pointer }, scope);
    }
  }
  return { targets, isComplete: seen.size < maxStates };
}

/** The name under which the dynamic scope is asked; `undefined` where a reference leads to its initial target in any scope. */
function dynamicName(initial: Target, keyword: string, reference: string): string | undefined {
  const schema = schemaAt(initial);
  if (!isRecord(schema)) return undefined;
  if (keyword === "$recursiveRef") return schema["$recursiveAnchor"] === true ? "" : undefined;
  const fragment = reference.slice(reference.indexOf("#") + 1);
  return reference.includes("#") && schema["$dynamicAnchor"] === fragment ? fragment : undefined;
}

/** A scope with what a resource that is entered adds to it: names that have a holder keep it. */
function widen(outer: Scope, anchors: Scope): Scope {
  const added = [...anchors].filter(([name]) => !outer.has(name));
  return added.length === 0 ? outer : new Map([...outer, ...added]);
}

function keyOf({ root, pointer }: Target): string {
  return `${root.document.path}#${pointer}`;
}
