import type { Draft, Json, JsonSchema } from "../../../runtime/src/schema/json.ts";
import {
  definitionsKeyword,
  firstDraftOf,
  keywordStatus,
  subschemas,
  walkSchemas,
} from "../../../runtime/src/schema/keywords.ts";
import { pascalCase } from "../../../runtime/src/schema/pascal-case.ts";
import {
  atPointer,
  fragmentOf,
  isList,
  isRecord,
  joinPointer,
  parentPointer,
  splitPointer,
} from "../../../runtime/src/schema/pointer.ts";
import type { Diagnostic, SourceRange } from "../diagnostics/diagnostic.ts";
import { error } from "../diagnostics/finding.ts";
import { findClosedParts } from "./closed-parts.ts";
import { dynamicKeyword, dynamicReferences } from "./dynamic-references.ts";
import { limits } from "./limits.ts";
import { draftUrls } from "./outline.ts";
import { isFinding, type References, type SchemaRoot, schemaAt, type Target } from "./references.ts";
import type { ForeignPlace } from "./resolved-spec.ts";
import { measureSchemaDepth } from "./schema-depth.ts";
import type { SpecDocument } from "./spec.ts";
import { containsBeside } from "./unevaluated-contains.ts";

/** A schema with every reference inside itself. */
export interface Bundle {
  readonly schema: JsonSchema;
  readonly findings: readonly Diagnostic[];
  /** The copies of what other specs of the project output and say with the same meaning, by pointer into `schema`. */
  readonly foreign: ReadonlyMap<string, ForeignPlace>;
  /** Where a pointer of `schema` stands in the sources. */
  rangeOf(pointer: string, what?: "key" | "value"): SourceRange;
}

/** So many wrong references are looked up for what they may have meant: each is compared with all names. */
const maxWrongReferences = 500;

/** A stretch of the bundle and where it was copied from. */
interface Origin {
  readonly prefix: string;
  readonly document: SpecDocument;
  readonly pointer: string;
}

/**
 * Copies a schema and what it refers to in other files into one document. References within the schema keep their
 * form; the others lead to copies under `$defs` (`definitions` before 2019-09), named after what they are. `isOutput`
 * tells what the specs of the project output from what is only a file, or an input.
 */
export function bundleSchema(
  root: SchemaRoot,
  references: References,
  isOutput: (root: SchemaRoot) => boolean = () => false,
): Bundle {
  const { draft } = root.draft;
  const keyword = definitionsKeyword(draft);
  const findings: Diagnostic[] = [];
  const origins: Origin[] = [{ prefix: "", document: root.document, pointer: root.pointer }];
  const whole = schemaAt({ root, pointer: root.pointer });
  const existing = isRecord(whole) && isRecord(whole[keyword]) ? Object.keys(whole[keyword]) : [];
  const names = new Set(existing);
  const copies = new Map<string, string>();
  const queue: { readonly name: string; readonly target: Target }[] = [];
  const foreign = new Map<string, ForeignPlace>();
  let isDynamic = false;

  const nameFor = (target: Target): string => {
    const key = `${target.root.document.path}#${target.pointer}`;
    const known = copies.get(key);
    if (known !== undefined) return known;
    const file = pascalCase(target.root.document.path.replace(/^.*\//, "").replace(/\.\w+$/, ""));
    const last = target.pointer === target.root.pointer ? file : (splitPointer(target.pointer).at(-1) ?? file);
    const candidates = [last, `${file}${pascalCase(last)}`];
    let name = candidates.find((candidate) => !names.has(candidate));
    for (let number = 2; name === undefined; number++) {
      const numbered = `${file}${pascalCase(last)}${number}`;
      if (!names.has(numbered)) name = numbered;
    }
    names.add(name);
    copies.set(key, name);
    queue.push({ name, target });
    return name;
  };

  const dynamic = dynamicReferences(root, references);
  const rewrite = (from: SchemaRoot, pointer: string, reference: string, by = "$ref"): string => {
    // A file with so many wrong references is wrong about something else.
    if (findings.length > maxWrongReferences) return "#";
    const target =
      by === "$ref" ? references.follow(from, pointer, reference) : dynamic.follow(from, pointer, by, reference);
    if (isFinding(target)) {
      findings.push(target);
      return "#";
    }
    if (target.root === root) return `#${fragmentOf(target.pointer.slice(root.pointer.length))}`;
    const other = target.root.draft;
    const differs = other.draft !== draft && other.because !== "unknown" && root.draft.because !== "unknown";
    // A file that does not say is read in the draft of the schema that refers to it.
    if (differs && other.because !== "default") {
      const range = from.document.rangeOf(joinPointer(pointer, by));
      const isSilent = root.draft.because === "default";
      findings.push(
        error(
          "mixed-drafts",
          range,
          isSilent
            ? `${target.root.document.path} is written in ${other.draft}, ${root.document.path} states no draft and is read as ${draft}`
            : `${target.root.document.path} is written in ${other.draft}, this schema in ${draft}`,
          isSilent
            ? `state it ${root.pointer === "" ? "there" : `inside \`${root.pointer.slice(1)}\``} too: $schema: ${draftUrls[other.draft]}`
            : "bring both to one draft",
        ),
      );
    }
    return `#${fragmentOf(joinPointer("", keyword, nameFor(target)))}`;
  };

  const copy = (schema: Json, from: SchemaRoot, pointer: string): Json => {
    if (!isRecord(schema)) return schema;
    // Where these lead depends on the way to them, so that a copy may mean something else than what it was copied from.
    if (from !== root && ("$dynamicRef" in schema || "$recursiveRef" in schema)) isDynamic = true;
    if (from !== root && from.draft.because === "default")
      findings.push(...checkInherited(schema, from, pointer, root));
    const inner = new Map(subschemas(schema, pointer).map((child) => [child.pointer, child.schema]));
    const around = new Set([...inner.keys()].map(parentPointer));
    const copyValue = (value: Json, place: string): Json => {
      if (inner.has(place)) return copy(value, from, place);
      if (Array.isArray(value)) return value.map((item, index) => copyValue(item, joinPointer(place, index)));
      if (!isRecord(value) || !around.has(place)) return value;
      return fromPairs(Object.entries(value).map(([name, item]) => [name, copyValue(item, joinPointer(place, name))]));
    };
    const by = dynamicKeyword(draft);
    const pairs = Object.entries(schema).flatMap(([key, value]): [string, Json][] => {
      if (dropped(draft).includes(key) && typeof value !== "object") return [];
      if (key === "$schema") return pointer === root.pointer && from === root ? [[key, draftUrls[draft]]] : [];
      if (key === "$ref" && typeof value === "string") return [[key, rewrite(from, pointer, value)]];
      if (key === by && typeof value === "string") return [];
      return [[key, copyValue(value, joinPointer(pointer, key))]];
    });
    const reference = by === undefined ? undefined : schema[by];
    if (by === undefined || typeof reference !== "string") return fromPairs(pairs);
    return withReference(fromPairs(pairs), rewrite(from, pointer, reference, by));
  };

  let schema = copy(whole, root, root.pointer);
  const added: [string, Json][] = [];
  for (let next = queue.shift(); next !== undefined; next = queue.shift()) {
    const { name, target } = next;
    const prefix = joinPointer("", keyword, name);
    origins.push({ prefix, document: target.root.document, pointer: target.pointer });
    if (isOutput(target.root) && target.root.draft.draft === draft) {
      const pointer = `#${target.pointer.slice(target.root.pointer.length)}`;
      foreign.set(`#${prefix}`, { path: target.root.document.path, pointer });
    }
    added.push([name, copy(withoutDefinitions(schemaAt(target), target), target.root, target.pointer)]);
  }
  if (added.length > 0 && isRecord(schema)) {
    const own = isRecord(schema[keyword]) ? Object.entries(schema[keyword]) : [];
    schema = fromPairs([
      ...Object.entries(schema).filter(([key]) => key !== keyword),
      [keyword, fromPairs([...own, ...added])],
    ]);
  }
  if (findings.length === 0) findings.push(...checkDepth(schema, origins));
  if (findings.length === 0) findings.push(...findCircles(schema, origins), ...findUncounted(schema, draft, origins));
  // What another spec outputs is reported with that spec.
  const isForeign = (pointer: string): boolean =>
    [...foreign.keys()].some((copied) => `#${pointer}` === copied || `#${pointer}`.startsWith(`${copied}/`));
  if (findings.length === 0)
    findings.push(...findClosedParts(schema, draft, (pointer, what) => rangeIn(origins, pointer, what), isForeign));

  return {
    // The root is an object or a boolean: anything else is an error by now, and nothing is emitted.
    schema: (isRecord(schema) || typeof schema === "boolean" ? schema : true) as JsonSchema,
    findings,
    foreign: isDynamic ? new Map() : foreign,
    rangeOf: (pointer, what) => rangeIn(origins, pointer, what),
  };
}

/** Keywords that a file without a stated draft loses by being read in the draft of the schema that refers to it. */
function checkInherited(
  schema: { readonly [keyword: string]: Json },
  from: SchemaRoot,
  pointer: string,
  root: SchemaRoot,
): Diagnostic[] {
  const { draft } = root.draft;
  if (root.draft.because === "unknown" || draft === from.draft.draft) return [];
  return Object.keys(schema).flatMap((keyword) => {
    const isLost =
      keywordStatus(keyword, draft) === "other-draft" && keywordStatus(keyword, from.draft.draft) === "known";
    // Definitions are copied, wherever they stand.
    if (!isLost || keyword === "$defs" || dropped(draft).includes(keyword)) return [];
    return [
      error(
        "mixed-drafts",
        from.document.rangeOf(joinPointer(pointer, keyword), "key"),
        `${JSON.stringify(keyword)} is not a keyword of ${draft}, in which ${root.document.path} reads this file`,
        `it came with ${firstDraftOf(keyword)}: bring both files to one draft`,
      ),
    ];
  });
}

/** Ids would move the base under our rewritten references, so they are left out, and anchors with them. */
function dropped(draft: Draft): readonly string[] {
  return draft === "draft-04" ? ["id"] : ["$id", "$anchor", "$dynamicAnchor", "$recursiveAnchor"];
}

/** A schema that refers to one place more. A dynamic reference may stand beside an ordinary one. */
function withReference(schema: { readonly [keyword: string]: Json }, $ref: string): Json {
  if (!Object.hasOwn(schema, "$ref")) return { $ref, ...schema };
  return { ...schema, allOf: [...(isList(schema["allOf"]) ? schema["allOf"] : []), { $ref }] };
}

/** Another file's definitions are copied one by one, as something refers to them. */
function withoutDefinitions(schema: Json, target: Target): Json {
  if (target.pointer !== target.root.pointer || !isRecord(schema)) return schema;
  return fromPairs(Object.entries(schema).filter(([key]) => key !== "$defs" && key !== "definitions"));
}

function rangeIn(origins: readonly Origin[], pointer: string, what?: "key" | "value"): SourceRange {
  const origin = origins.findLast(({ prefix }) => pointer === prefix || pointer.startsWith(`${prefix}/`)) ?? origins[0];
  if (origin === undefined) throw new Error("a bundle has at least its root");
  return origin.document.rangeOf(origin.pointer + pointer.slice(origin.prefix.length), what);
}

/** Refuses what is too deep to be walked by all that comes after, this file included. */
function checkDepth(root: Json, origins: readonly Origin[]): Diagnostic[] {
  const { depth, pointer } = measureSchemaDepth(root);
  if (depth <= limits.schemaDepth) return [];
  const message = `schemas follow one from another ${depth.toLocaleString("en")} deep, and at most ${limits.schemaDepth.toLocaleString("en")} can be followed`;
  return [error("too-deep", rangeIn(origins, pointer), message, "break the longest row of references")];
}

/** Finds references that lead back to themselves without passing a property or an element: nothing could satisfy them. */
function findCircles(root: Json, origins: readonly Origin[]): Diagnostic[] {
  const state = new Map<string, "open" | "done">();
  const findings: Diagnostic[] = [];
  const at = (pointer: string): Json => atPointer(root, pointer) ?? true;

  const visit = (schema: Json, pointer: string): void => {
    if (!isRecord(schema) || state.has(pointer)) return;
    state.set(pointer, "open");
    const reference = schema["$ref"];
    if (typeof reference === "string") {
      const target = decodeURIComponent(reference.slice(1));
      if (state.get(target) === "open") {
        const range = rangeIn(origins, joinPointer(pointer, "$ref"));
        findings.push(
          error(
            "circular-ref",
            range,
            "this reference leads back to itself without passing a property or an element",
            "recursion must go through a property or an element of a list",
          ),
        );
      } else visit(at(target), target);
    }
    for (const child of subschemas(schema, pointer)) {
      if (child.inPlace) visit(child.schema, child.pointer);
    }
    state.set(pointer, "done");
  };
  const walk = (schema: Json, pointer: string): void => {
    visit(schema, pointer);
    for (const child of subschemas(schema, pointer)) walk(child.schema, child.pointer);
  };
  walk(root, "");
  return findings;
}

/** Finds `unevaluatedItems` that depend on which of several `contains` applied: no compiled validator keeps that count. */
function findUncounted(root: Json, draft: Draft, origins: readonly Origin[]): Diagnostic[] {
  if (draft !== "2020-12") return [];
  const findings: Diagnostic[] = [];
  walkSchemas(root, "", (schema, pointer) => {
    if (!isRecord(schema) || !Object.hasOwn(schema, "unevaluatedItems") || schema["unevaluatedItems"] === true) return;
    const [contains] = containsBeside(root as JsonSchema, pointer).sometimes;
    if (contains === undefined) return;
    findings.push(
      error(
        "unevaluated-contains",
        rangeIn(origins, joinPointer(pointer, "unevaluatedItems"), "key"),
        '"unevaluatedItems" depends on a "contains" that applies only to some values, which is not supported',
        "say what the items are with prefixItems and items, in each case",
      ),
    );
  });
  return findings;
}

/** Builds an object from pairs; unlike assignment this is safe for a property named `__proto__`. */
function fromPairs(pairs: readonly (readonly [string, Json])[]): { readonly [key: string]: Json } {
  return Object.fromEntries(pairs);
}
