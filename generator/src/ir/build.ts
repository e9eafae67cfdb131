import type { Draft, Json, JsonSchema } from "../spec/resolved-spec.ts";
import {
  admitsOtherNames,
  type Conjunct,
  closesUnevaluated,
  constraints,
  hasType,
  inferredTypes,
  requiredOf,
  type Source,
  speakOfOtherNames,
  speaksOfNames,
  typesOf,
  unsaidBy,
  valuesOf,
} from "./conjuncts.ts";
import type { NodeId, NodeIr, PropertyIr, RestIr, ScalarType, SchemaIr, TypeIr } from "./ir.ts";
import {
  assertionKeywords,
  constraintsOf,
  formatTypes,
  isObject,
  isSchema,
  pointerOfRef,
  pointerStep,
  valueAt,
  withoutKeywords,
} from "./keywords.ts";

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
  const built = new Map<NodeId, TypeIr>();
  const started = new Set<NodeId>();
  const referenced = new Set<NodeId>();
  const queue: string[] = [];
  let tooComplexAt: string | undefined;
  let spread = 0;

  const node = (sources: readonly Source[], id: NodeId, extra?: Partial<NodeIr>): NodeIr => ({
    id,
    sources: sources.filter((source) => !source.possible).map((source) => source.pointer),
    constraints: {},
    unsaid: [],
    ...extra,
  });

  function reference(to: NodeId, base: NodeIr): TypeIr {
    if (!referenced.has(to)) {
      referenced.add(to);
      queue.push(to);
    }
    return { ...base, kind: "reference", to };
  }

  /** The node for a place to which all of `sources` apply. */
  function place(sources: readonly Source[], depth: number): TypeIr {
    const id = idOf(sources);
    if (started.has(id)) return reference(id, node(sources, `${id}~`));
    if (depth > maxDepth) return { ...node(sources, id, { unsaid: [`nesting at ${id}`] }), kind: "any" };
    if (tooComplexAt !== undefined || started.size >= maxNodes) {
      tooComplexAt ??= sources.at(-1)?.pointer ?? "#";
      return { ...node(sources, id), kind: "any" };
    }
    started.add(id);
    const type = build(sources, id, depth);
    built.set(id, type);
    return type;
  }

  function build(sources: readonly Source[], id: NodeId, depth: number): TypeIr {
    if (sources.some((source) => source.schema === false)) return { ...node(sources, id), kind: "never" };
    const annotated = node(sources, id, annotations(sources));
    const [only] = sources;
    if (sources.length === 1 && only !== undefined) {
      const target = pureReference(only.schema);
      if (target !== undefined && isSchema(valueAt(document, target))) return reference(target, annotated);
    }
    const conjuncts = expand(sources);
    return conjuncts === "never" ? { ...annotated, kind: "never" } : union(conjuncts, annotated, depth);
  }

  /** Some sources with everything `$ref` and `allOf` add to them, flat, each place once. */
  function expand(sources: readonly Source[]): readonly Conjunct[] | "never" {
    const found = new Map<string, Conjunct>();
    let isNever = false;
    const visit = (source: Source): void => {
      const { schema, pointer, possible } = source;
      if (schema === false && !possible) isNever = true;
      if (typeof schema === "boolean" || found.has(idOf([source]))) return;
      found.set(idOf([source]), { ...source, schema });
      const below: Source[] = [];
      const ref = schema["$ref"];
      if (typeof ref === "string") {
        const target = pointerOfRef(ref);
        const value = valueAt(document, target);
        if (isSchema(value)) below.push({ schema: value, pointer: target });
      }
      for (const keyword of possible ? (["allOf", "anyOf", "oneOf"] as const) : (["allOf"] as const)) {
        below.push(...schemasIn(schema[keyword], `${pointer}/${keyword}`));
      }
      for (const inner of below) visit(possible ? { ...inner, possible } : inner);
    };
    for (const source of sources) visit(source);
    return isNever ? "never" : [...found.values()];
  }

  /** Chooses the union that says most about the shape and spreads the other keywords over its options. */
  function union(all: readonly Conjunct[], base: NodeIr, depth: number): TypeIr {
    const conjuncts = all.filter((conjunct) => !conjunct.possible);
    const groups = conjuncts.flatMap((conjunct) =>
      (["anyOf", "oneOf"] as const).flatMap((keyword) => {
        const options = conjunct.schema[keyword];
        if (!Array.isArray(options) || !options.every(isSchema)) return [];
        const at = `${conjunct.pointer}/${keyword}`;
        return [{ keyword, at, options: schemasIn(options, at) }];
      }),
    );
    const chosen = groups.find((group) => group.options.some((option) => isShaping(option.schema)));
    const others = groups.filter((group) => group !== chosen);
    const plain = conjuncts
      .map((conjunct) => ({
        ...conjunct,
        schema: withoutKeywords(conjunct.schema, (keyword) => notShared.has(keyword)),
      }))
      .filter((conjunct) => Object.keys(conjunct.schema).some((keyword) => assertionKeywords.has(keyword)));
    const unsaid = others.map((group) => `${group.keyword} at ${group.at}`);
    // What the other unions say is left to the validator, but the names they speak of must reach it.
    const possible = others.flatMap((group) => group.options).filter((option) => speaksOfNames(option.schema));
    const alsoPossible = [
      ...all.filter((conjunct) => conjunct.possible),
      ...possible.map((option): Source => ({ ...option, possible: true })),
    ];
    if (chosen === undefined) {
      const opened = expand(alsoPossible);
      return simple(plain, opened === "never" ? [] : opened, { ...base, unsaid }, depth);
    }
    const shared = [...plain.map((conjunct): Source => ({ ...conjunct, stripped: true })), ...alsoPossible];
    if (all.some((conjunct) => conjunct.stripped)) spread += chosen.options.length;
    if (spread > maxSpread) tooComplexAt ??= chosen.at;
    const options = chosen.options
      .map((option) => place([...shared, option], depth + 1))
      .filter((option) => option.kind !== "never");
    const [first] = options;
    if (first === undefined) return { ...base, kind: "never" };
    if (options.length === 1) {
      return {
        ...first,
        id: base.id,
        ...(base.description === undefined ? {} : { description: base.description }),
        ...(base.hold === undefined ? {} : { hold: base.hold }),
        sources: base.sources,
        unsaid: [...first.unsaid, ...unsaid],
      };
    }
    return { ...base, unsaid, kind: "union", keyword: chosen.keyword, options };
  }

  /** A node without unions: literals, or one part for each JSON type it may have. */
  function simple(conjuncts: readonly Conjunct[], possible: readonly Conjunct[], base: NodeIr, depth: number): TypeIr {
    const unsaid = [...base.unsaid, ...unsaidBy(conjuncts)];
    const types = typesOf(conjuncts);
    const values = valuesOf(conjuncts);
    if (values !== undefined) {
      const fitting = values.filter((value) => types === undefined || types.some((type) => hasType(value, type)));
      if (fitting.length === 0) return { ...base, kind: "never" };
      return { ...base, unsaid, kind: "literal", values: fitting };
    }
    const names = types ?? inferredTypes(conjuncts);
    if (names === undefined) {
      return { ...base, unsaid, constraints: constraints(conjuncts, allConstraints), kind: "any" };
    }
    if (names.length === 0) return { ...base, kind: "never" };

    const part = (kind: string): NodeIr => ({ ...base, id: `${base.id}~${kind}`, unsaid: [] });
    const parts: TypeIr[] = [];
    const format = constraints(conjuncts, ["format"])["format"];
    const formatted = typeof format === "string" && formatTypes[format] === "string";
    const scalars: ScalarType[] = [];
    for (const name of names) {
      if (name === "object") parts.push(object(conjuncts, possible, part("object"), depth));
      else if (name === "array") parts.push(array(conjuncts, possible, part("array"), depth));
      else if (name === "string" && !formatted) {
        parts.push({ ...part("string"), constraints: constraints(conjuncts, constraintsOf.string), kind: "text" });
      } else {
        if (scalars.length === 0) {
          parts.push({
            ...part("scalar"),
            constraints: constraints(conjuncts, [
              ...(formatted && names.includes("string") ? constraintsOf.string : []),
              ...constraintsOf.number,
            ]),
            kind: "scalar",
            types: scalars,
          });
        }
        scalars.push(name);
      }
    }
    const [first] = parts;
    if (first !== undefined && parts.length === 1) return { ...first, ...base, constraints: first.constraints, unsaid };
    const bare = parts.map((option): TypeIr => withoutAnnotations(option));
    return { ...base, unsaid, kind: "union", keyword: "type", options: bare };
  }

  function object(conjuncts: readonly Conjunct[], possible: readonly Conjunct[], base: NodeIr, depth: number): TypeIr {
    const required = new Set(conjuncts.flatMap((conjunct) => requiredOf(conjunct.schema)));
    const byName = sourcesByName(conjuncts);
    const possibleByName = sourcesByName(possible);
    const rest = restOf(conjuncts, possible, base, depth);
    const properties = [...byName].map(([name, sources]): PropertyIr => {
      const more = (possibleByName.get(name) ?? []).filter((source) => speaksOfNames(source.schema));
      return { name, required: required.has(name), type: place([...more, ...sources], depth + 1) };
    });
    // Names that are only required, or spoken of by a union that is left to the validator, count as declared.
    const declared = [...possible.flatMap((conjunct) => requiredOf(conjunct.schema)), ...possibleByName.keys()];
    for (const name of new Set([...required, ...declared])) {
      if (byName.has(name)) continue;
      const any: TypeIr =
        typeof rest === "object" ? rest : { ...node([], `${base.id}~required/${pointerStep(name)}`), kind: "any" };
      properties.push({ name, required: required.has(name), type: any });
    }
    return { ...base, constraints: constraints(conjuncts, constraintsOf.object), kind: "object", properties, rest };
  }

  function restOf(conjuncts: readonly Conjunct[], possible: readonly Conjunct[], base: NodeIr, depth: number): RestIr {
    const patterns = conjuncts.flatMap(({ schema, pointer }) =>
      isObject(schema["patternProperties"])
        ? Object.entries(schema["patternProperties"]).flatMap(([pattern, value]): readonly Source[] =>
            isSchema(value) ? [{ schema: value, pointer: `${pointer}/patternProperties/${pointerStep(pattern)}` }] : [],
          )
        : [],
    );
    const stated = conjuncts.flatMap(({ schema, pointer }): readonly Source[] => {
      const value = schema["additionalProperties"];
      return isSchema(value) ? [{ schema: value, pointer: `${pointer}/additionalProperties` }] : [];
    });
    const closed =
      stated.some((source) => source.schema === false) ||
      (stated.length === 0 && conjuncts.some(({ schema }) => closesUnevaluated(schema)));
    const typed = stated.filter((source) => isObject(source.schema) && Object.keys(source.schema).length > 0);
    if (patterns.length > 0) {
      if (!closed && typed.length === 0) return "keep";
      const options = [...patterns, ...(closed ? [] : typed)].map((source) => place([source], depth + 1));
      const [first] = options;
      if (first !== undefined && options.length === 1) return first;
      return { ...node([], `${base.id}~rest`), kind: "union", keyword: "anyOf", options };
    }
    if (closed) return "reject";
    if (typed.length > 0) return place(typed, depth + 1);
    if (stated.length > 0) return "keep";
    const declares = conjuncts.some(({ schema }) => isObject(schema["properties"]));
    const speaks = speakOfOtherNames(conjuncts) || possible.some(({ schema }) => admitsOtherNames(schema));
    return declares && !speaks ? "drop" : "keep";
  }

  function array(conjuncts: readonly Conjunct[], possible: readonly Conjunct[], base: NodeIr, depth: number): TypeIr {
    const prefixes: Source[][] = [];
    const rest: Source[] = [];
    for (const { schema, pointer } of conjuncts) {
      const listed = Array.isArray(schema["items"]) ? "items" : draft === "2020-12" ? "prefixItems" : undefined;
      const list = listed === undefined ? undefined : schema[listed];
      const after = listed === "items" ? "additionalItems" : "items";
      if (Array.isArray(list)) {
        for (const [i, item] of list.entries()) {
          const sources = prefixes[i] ?? [];
          prefixes[i] = sources;
          if (isSchema(item)) sources.push({ schema: item, pointer: `${pointer}/${listed}/${i}` });
        }
      }
      const others = schema[Array.isArray(list) ? after : "items"];
      if (isSchema(others))
        rest.push({ schema: others, pointer: `${pointer}/${Array.isArray(list) ? after : "items"}` });
    }
    const many = conjuncts.filter(
      ({ schema }) => Array.isArray(schema["items"]) || Array.isArray(schema["prefixItems"]),
    );
    // Two tuples, or a tuple and a list, over the same array: too rare to be worth an exact type.
    const exact =
      many.length === 0 ||
      (many.length === 1 && conjuncts.filter(({ schema }) => isSchema(schema["items"])).length <= 1);
    const any = (id: string): TypeIr => ({ ...node([], id), kind: "any" });
    // Which of its elements another union has in mind does not matter: any of them may be it.
    const more = possible
      .flatMap(({ schema, pointer }) =>
        ["items", "prefixItems", "additionalItems"].flatMap((keyword) => [
          ...schemasIn(schema[keyword], `${pointer}/${keyword}`),
          ...(isSchema(schema[keyword]) ? [{ schema: schema[keyword], pointer: `${pointer}/${keyword}` }] : []),
        ]),
      )
      .filter((source) => speaksOfNames(source.schema))
      .map((source): Source => ({ ...source, possible: true }));
    const items = rest.length === 0 || !exact ? any(`${base.id}~items`) : place([...more, ...rest], depth + 1);
    const prefix = exact
      ? prefixes.map((sources, i) =>
          sources.length === 0 ? any(`${base.id}~items/${i}`) : place([...more, ...sources], depth + 1),
        )
      : [];
    return {
      ...base,
      constraints: constraints(conjuncts, constraintsOf.array),
      kind: "array",
      items,
      ...(prefix.length === 0 ? {} : { prefix }),
    };
  }

  const root = place([{ schema: document, pointer: "#" }], 0);
  for (const id of also) {
    if (!referenced.has(id)) queue.push(id);
    referenced.add(id);
  }
  for (let next = queue.shift(); next !== undefined; next = queue.shift()) {
    if (started.has(next)) continue;
    const value = valueAt(document, next);
    if (isSchema(value)) place([{ schema: value, pointer: next }], 0);
  }
  if (tooComplexAt !== undefined) {
    const any: TypeIr = { ...node([], "#"), kind: "any" };
    return { root: any, targets: new Map(), definitions: new Map(), tooComplexAt };
  }
  const targets = new Map(
    [...referenced].flatMap((id) => {
      const type = built.get(id);
      return type === undefined ? [] : [[id, type] as const];
    }),
  );
  return { root, targets, definitions: definitionsAmong(targets.keys()) };
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
const allConstraints: readonly string[] = Object.values(constraintsOf).flat();

function idOf(sources: readonly Source[]): NodeId {
  return sources
    .map(({ pointer, stripped, possible }) => `${pointer}${stripped ? "~" : ""}${possible ? "~possible" : ""}`)
    .join(" & ");
}

/** The schemas of a list, with their places. */
function schemasIn(list: Json | undefined, at: string): readonly Source[] {
  if (!Array.isArray(list)) return [];
  return list.flatMap((schema: Json, i): readonly Source[] =>
    isSchema(schema) ? [{ schema, pointer: `${at}/${i}` }] : [],
  );
}

/** What some schemas say of each property, in the order in which they name them. */
function sourcesByName(conjuncts: readonly Conjunct[]): ReadonlyMap<string, readonly Source[]> {
  const byName = new Map<string, Source[]>();
  for (const { schema, pointer, possible } of conjuncts) {
    const map = schema["properties"];
    if (!isObject(map)) continue;
    for (const [name, value] of Object.entries(map)) {
      if (!isSchema(value)) continue;
      const sources = byName.get(name) ?? [];
      if (sources.length === 0) byName.set(name, sources);
      const at = `${pointer}/properties/${pointerStep(name)}`;
      sources.push({ schema: value, pointer: at, ...(possible ? { possible } : {}) });
    }
  }
  return byName;
}

function annotations(sources: readonly Source[]): Partial<NodeIr> {
  const own = sources.flatMap((source) =>
    isObject(source.schema) && !source.stripped && !source.possible ? [source.schema] : [],
  );
  const description = own
    .map((schema) => schema["description"])
    .find((text) => typeof text === "string" && text.trim() !== "");
  const hold = own.some((schema) => schema["x-stream"] === "complete");
  return { ...(typeof description === "string" ? { description } : {}), ...(hold ? { hold: true } : {}) };
}

function withoutAnnotations(type: TypeIr): TypeIr {
  const { description: _description, hold: _hold, ...bare } = type;
  return bare;
}

/** Where a schema leads that is a `$ref` and nothing else that matters, also as the only member of an `allOf`. */
function pureReference(schema: JsonSchema): string | undefined {
  if (typeof schema === "boolean") return undefined;
  const [keyword, another] = Object.keys(schema).filter((name) => assertionKeywords.has(name));
  if (another !== undefined) return undefined;
  if (keyword === "$ref" && typeof schema["$ref"] === "string") return pointerOfRef(schema["$ref"]);
  const members = keyword === "allOf" ? schema["allOf"] : undefined;
  const [member] = Array.isArray(members) && members.length === 1 ? members : [];
  return isObject(member) && !Object.hasOwn(member, "x-stream") ? pureReference(member) : undefined;
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
