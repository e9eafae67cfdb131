import type { Draft, JsonSchema } from "../json.ts";
import { isSchema, withoutKeywords } from "../keywords.ts";
import { isRecord } from "../pointer.ts";
import { buildSimple } from "./build-simple.ts";
import { speaksOfNames } from "./conjuncts.ts";
import type { NodeId, NodeIr, SchemaIr, TypeIr } from "./ir.ts";
import { assertionKeywords, pointerOfRef } from "./keywords.ts";
import {
  anyAt,
  type BuildBelow,
  type Conjunct,
  expandSources,
  idOf,
  nodeOf,
  type Source,
  schemaAtReference,
  schemasIn,
} from "./sources.ts";

// Deeper than any schema a person writes or a model follows; what lies below is `any`.
const maxDepth = 200;

// Unions spread over unions double with every level; a schema a person writes has a few hundred nodes.
const maxNodes = 20_000;

// Options of unions inside unions they were spread over: everything after this asks for each pair of them.
const maxSpread = 500;

const shapingKeywords = [
  "$ref",
  "allOf",
  "anyOf",
  "oneOf",
  "type",
  "enum",
  "const",
  "properties",
  "items",
  "prefixItems",
];

/**
 * Reads what a schema means.
 *
 * `allOf` is merged, a union beside other keywords is spread over its options, type lists become unions, and
 * whatever a type cannot say exactly becomes wider, never tighter; `unsaid` names it. Places in `also` become targets
 * even where no reference of the document leads to them.
 */
export function buildIr(document: JsonSchema, draft: Draft, also: readonly NodeId[] = []): SchemaIr {
  return new IrBuilder(document, draft).run(also);
}

class IrBuilder {
  readonly #document: JsonSchema;
  readonly #draft: Draft;
  readonly #built = new Map<NodeId, TypeIr>();
  readonly #started = new Set<NodeId>();
  readonly #referenced = new Set<NodeId>();
  #spread = 0;
  #tooComplexAt: string | undefined;

  constructor(document: JsonSchema, draft: Draft) {
    this.#document = document;
    this.#draft = draft;
  }

  run(also: readonly NodeId[]): SchemaIr {
    const root = this.#place([{ schema: this.#document, pointer: "#" }], 0);
    for (const id of also) this.#referenced.add(id);
    // The set grows while targets are built that refer to others.
    for (const id of this.#referenced) {
      const schema = this.#started.has(id) ? undefined : schemaAtReference(this.#document, id);
      if (schema !== undefined) this.#place([{ schema, pointer: id }], 0);
    }
    if (this.#tooComplexAt !== undefined) {
      return { root: anyAt("#"), targets: new Map(), definitions: new Map(), tooComplexAt: this.#tooComplexAt };
    }
    const targets = new Map<NodeId, TypeIr>();
    for (const id of this.#referenced) {
      const type = this.#built.get(id);
      if (type !== undefined) targets.set(id, type);
    }
    return { root, targets, definitions: definitionsAmong(targets.keys()) };
  }

  #reference(to: NodeId, base: NodeIr): TypeIr {
    this.#referenced.add(to);
    return { ...base, kind: "reference", to };
  }

  /** The node for a place to which all of `sources` apply. */
  #place(sources: readonly Source[], depth: number): TypeIr {
    const id = idOf(sources);
    if (this.#started.has(id)) return this.#reference(id, nodeOf(sources, `${id}~`));
    if (depth > maxDepth) return { ...nodeOf(sources, id, { unsaid: [`nesting at ${id}`] }), kind: "any" };
    if (this.#tooComplexAt !== undefined || this.#started.size >= maxNodes) {
      this.#tooComplexAt ??= sources.at(-1)?.pointer ?? "#";
      return { ...nodeOf(sources, id), kind: "any" };
    }
    this.#started.add(id);
    const type = this.#build(sources, id, depth);
    this.#built.set(id, type);
    return type;
  }

  #build(sources: readonly Source[], id: NodeId, depth: number): TypeIr {
    if (sources.some((source) => source.schema === false)) return { ...nodeOf(sources, id), kind: "never" };
    const annotated = nodeOf(sources, id, annotations(sources));
    const [only] = sources;
    const target = sources.length === 1 && only !== undefined ? pureReference(only.schema) : undefined;
    if (target !== undefined && schemaAtReference(this.#document, target) !== undefined)
      return this.#reference(target, annotated);
    const conjuncts = expandSources(this.#document, sources);
    return conjuncts === "never" ? { ...annotated, kind: "never" } : this.#union(conjuncts, annotated, depth);
  }

  /** Chooses the union that says most about the shape and spreads the other keywords over its options. */
  #union(all: readonly Conjunct[], base: NodeIr, depth: number): TypeIr {
    const conjuncts = all.filter((conjunct) => !conjunct.possible);
    const groups = unionsOf(conjuncts);
    const chosen = groups.find((group) => group.options.some((option) => isShaping(option.schema)));
    const others = groups.filter((group) => group !== chosen);
    const plain = withoutUnions(conjuncts);
    const unsaid = others.map((group) => `${group.keyword} at ${group.at}`);
    // What the other unions say is left to the validator, but the names they speak of must reach it.
    const spoken = others.flatMap((group) => group.options).filter((option) => speaksOfNames(option.schema));
    const possible = [
      ...all.filter((conjunct) => conjunct.possible),
      ...spoken.map((option): Source => ({ ...option, possible: true })),
    ];
    if (chosen === undefined) {
      const opened = expandSources(this.#document, possible);
      const below: BuildBelow = (sources) => this.#place(sources, depth + 1);
      return buildSimple(plain, opened === "never" ? [] : opened, { ...base, unsaid }, below, this.#draft);
    }
    if (all.some((conjunct) => conjunct.stripped)) this.#spread += chosen.options.length;
    if (this.#spread > maxSpread) this.#tooComplexAt ??= chosen.at;
    const shared = [...plain.map((conjunct): Source => ({ ...conjunct, stripped: true })), ...possible];
    const options = chosen.options
      .map((option) => this.#place([...shared, option], depth + 1))
      .filter((option) => option.kind !== "never");
    const [first] = options;
    if (first === undefined) return { ...base, kind: "never" };
    if (options.length === 1) return onlyOption(first, base, unsaid);
    return { ...base, unsaid, kind: "union", keyword: chosen.keyword, options };
  }
}

const annotationKeywords: ReadonlySet<string> = new Set(["description", "title", "x-stream"]);
const notShared: ReadonlySet<string> = new Set([
  ...annotationKeywords,
  "$ref",
  "allOf",
  "anyOf",
  "oneOf",
  "$defs",
  "definitions",
]);

/** A union beside other keywords. */
interface UnionGroup {
  readonly keyword: "anyOf" | "oneOf";
  readonly at: string;
  readonly options: readonly Source[];
}

function unionsOf(conjuncts: readonly Conjunct[]): readonly UnionGroup[] {
  return conjuncts.flatMap((conjunct) =>
    (["anyOf", "oneOf"] as const).flatMap((keyword) => {
      const options = conjunct.schema[keyword];
      if (!Array.isArray(options) || !options.every(isSchema)) return [];
      const at = `${conjunct.pointer}/${keyword}`;
      return [{ keyword, at, options: schemasIn(options, at) }];
    }),
  );
}

/** What schemas say besides their unions and what was followed already; those that then say nothing are left out. */
function withoutUnions(conjuncts: readonly Conjunct[]): readonly Conjunct[] {
  return conjuncts
    .map((conjunct) => ({
      ...conjunct,
      schema: withoutKeywords(conjunct.schema, (keyword) => notShared.has(keyword)),
    }))
    .filter((conjunct) => Object.keys(conjunct.schema).some((keyword) => assertionKeywords.has(keyword)));
}

/** The only option of a union that a value can be, in the union's place. */
function onlyOption(option: TypeIr, base: NodeIr, unsaid: readonly string[]): TypeIr {
  return {
    ...option,
    id: base.id,
    ...(base.description === undefined ? {} : { description: base.description }),
    ...(base.hold === undefined ? {} : { hold: base.hold }),
    sources: base.sources,
    unsaid: [...option.unsaid, ...unsaid],
  };
}

function annotations(sources: readonly Source[]): Partial<NodeIr> {
  const own = sources.flatMap((source) =>
    isRecord(source.schema) && !source.stripped && !source.possible ? [source.schema] : [],
  );
  const description = own
    .map((schema) => schema["description"])
    .find((text) => typeof text === "string" && text.trim() !== "");
  const hold = own.some((schema) => schema["x-stream"] === "complete");
  return { ...(typeof description === "string" ? { description } : {}), ...(hold ? { hold: true } : {}) };
}

/** Where a schema leads that is a `$ref` and nothing else that matters, also as the only member of an `allOf`. */
function pureReference(schema: JsonSchema): string | undefined {
  if (typeof schema === "boolean") return undefined;
  const [keyword, another] = Object.keys(schema).filter((name) => assertionKeywords.has(name));
  if (another !== undefined) return undefined;
  if (keyword === "$ref" && typeof schema["$ref"] === "string") return pointerOfRef(schema["$ref"]);
  const members = keyword === "allOf" ? schema["allOf"] : undefined;
  const [member] = Array.isArray(members) && members.length === 1 ? members : [];
  return isRecord(member) && !Object.hasOwn(member, "x-stream") ? pureReference(member) : undefined;
}

function isShaping(schema: JsonSchema): boolean {
  return (
    typeof schema === "boolean" ||
    Object.keys(schema).length === 0 ||
    shapingKeywords.some((keyword) => Object.hasOwn(schema, keyword))
  );
}

/** The targets that stand directly under `$defs` or `definitions`, with their keys. */
function definitionsAmong(ids: Iterable<NodeId>): ReadonlyMap<NodeId, string> {
  const found = new Map<NodeId, string>();
  for (const id of ids) {
    const key = /^#(?:\/[^/]+)*?\/(?:\$defs|definitions)\/([^/]+)$/.exec(id)?.[1];
    if (key !== undefined) found.set(id, key.replaceAll("~1", "/").replaceAll("~0", "~"));
  }
  return found;
}
