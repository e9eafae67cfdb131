import type { Inverse, StreamNode, StreamTable } from "@outspec/runtime/codec";
import fc from "fast-check";

/** A random output, and how a dialect writes it: what a table, an inverse and instances can be made from. */
export type Sketch = {
  readonly hold?: boolean;
  /** Sent as a string with its JSON text. */
  readonly json?: boolean;
} & (
  | { readonly kind: "text" | "number" | "boolean" | "any" | "enum" }
  | { readonly kind: "array"; readonly items: Sketch; readonly prefix: readonly Sketch[]; readonly tuple?: TupleNames }
  | {
      readonly kind: "object";
      readonly members: readonly Member[];
      readonly rest: "drop" | "keep" | "reject" | Sketch;
      /** The property that undeclared names are sent in. */
      readonly restName?: string;
    }
  | { readonly kind: "map"; readonly values: Sketch; readonly entries: boolean }
  | { readonly kind: "tagged"; readonly variants: readonly (readonly Member[])[]; readonly jsonVariants?: boolean }
  | { readonly kind: "choice"; readonly options: readonly Sketch[] }
);

/** The properties of a tuple that is sent as an object, as many as it has first elements. */
interface TupleNames {
  readonly names: readonly string[];
  /** Those that are sent as null for an element that is missing. */
  readonly optional: readonly string[];
  readonly rest?: string;
}

type Rest = Extract<Sketch, { readonly kind: "object" }>["rest"];

interface Member {
  readonly name: string;
  readonly sketch: Sketch;
  /** Optional members may be sent as null. */
  readonly presence: "required" | "optional" | "nullable";
}

/** A value as it was authored, the same with undeclared keys where decoding drops them, and as the dialect writes it. */
export interface Instance {
  readonly authored: unknown;
  readonly plain: unknown;
  readonly wire: unknown;
}

const names = ["a", "b", "key", "value", "__proto__", "constructor", "toString", "0", "10", "", "x/y~z", "größe"];
const enumValues = ["Normal", "Warning", "Warn", "", 7, true, null];

const member = (sketch: fc.Arbitrary<Sketch>): fc.Arbitrary<readonly Member[]> =>
  fc.uniqueArray(
    fc.record({
      name: fc.constantFrom(...names),
      sketch,
      presence: fc.constantFrom("required" as const, "optional" as const, "nullable" as const),
    }),
    { selector: ({ name }) => name, maxLength: 4 },
  );

const tupleNames = (length: number): fc.Arbitrary<TupleNames> =>
  fc
    .record({
      names: fc.uniqueArray(fc.constantFrom(...names), { minLength: length, maxLength: length }),
      optional: fc.boolean(),
      rest: fc.boolean(),
    })
    .map(({ names, optional, rest }) => ({
      names,
      optional: optional ? names : [],
      ...(rest ? { rest: "more elements" } : {}),
    }));

/** Random sketches, at most a few levels deep. */
export const sketches: fc.Arbitrary<Sketch> = fc.letrec<{ sketch: Sketch }>((tie) => {
  const flag = (freq: number): fc.Arbitrary<true | undefined> => fc.option(fc.constant(true), { nil: undefined, freq });
  const with_ = (sketch: fc.Arbitrary<object>): fc.Arbitrary<Sketch> =>
    fc
      .tuple(sketch, flag(6), flag(8))
      // The cast holds: every shape below is one of a sketch, but for these two flags.
      .map(([value, hold, json]) => ({ ...value, ...(hold && { hold }), ...(json && { json }) }) as Sketch);
  const sketch = tie("sketch");
  const arrays = fc
    .record({ kind: fc.constant("array"), items: sketch, prefix: fc.array(sketch, { maxLength: 3 }) })
    .chain((array) =>
      fc
        .option(tupleNames(array.prefix.length), { nil: undefined })
        .map((tuple) => (tuple === undefined || array.prefix.length === 0 ? array : { ...array, tuple })),
    );
  const objects = fc
    .record({
      kind: fc.constant("object"),
      members: member(sketch),
      rest: fc.oneof(fc.constantFrom("drop", "keep", "reject"), sketch),
      restName: fc.option(fc.constant("more names"), { nil: undefined }),
    })
    .map(({ restName, ...object }) =>
      restName === undefined || object.rest === "drop" || object.rest === "reject" ? object : { ...object, restName },
    );
  return {
    sketch: fc.oneof(
      { maxDepth: 4, depthSize: "small" },
      with_(fc.record({ kind: fc.constantFrom("text", "text", "number", "boolean", "any", "enum") })),
      with_(arrays),
      with_(objects),
      with_(fc.record({ kind: fc.constant("map"), values: sketch, entries: fc.boolean() })),
      with_(
        fc.record({
          kind: fc.constant("tagged"),
          variants: fc.array(member(sketch), { minLength: 1, maxLength: 3 }),
          jsonVariants: fc.boolean(),
        }),
      ),
      with_(fc.record({ kind: fc.constant("choice"), options: fc.array(sketch, { minLength: 1, maxLength: 3 }) })),
    ),
  };
}).sketch;

/** Makes the streaming table of a sketch and the inverse of the dialect its instances are written in. */
export function tableOf(
  root: Sketch,
  wrapper: string | undefined,
): { readonly table: StreamTable; readonly inverse: Inverse } {
  const table: StreamNode[] = [];
  const entries: number[] = [];
  const nullMeansAbsent: Record<number, readonly string[]> = {};
  const rests: Record<number, string> = {};
  const tuples: Record<number, { readonly names: readonly string[]; readonly rest?: string }> = {};
  const json: number[] = [];

  const addMembers = (row: number, members: readonly Member[], rest: Rest, tag?: string): StreamNode => {
    const properties: Record<string, number> = {};
    const define = (name: string, value: number): void =>
      void Object.defineProperty(properties, name, { value, enumerable: true, configurable: true });
    if (tag !== undefined) define("tag", table.push({ kind: "whole", values: [tag] }) - 1);
    for (const { name, sketch } of members) define(name, add(sketch));
    const required = [
      ...(tag === undefined ? [] : ["tag"]),
      ...members.filter(({ presence }) => presence === "required").map(({ name }) => name),
    ];
    nullMeansAbsent[row] = members.filter(({ presence }) => presence === "nullable").map(({ name }) => name);
    return { kind: "object", properties, required, rest: typeof rest === "string" ? rest : add(rest) };
  };

  const add = (sketch: Sketch): number => {
    const row = table.push({ kind: "any" }) - 1;
    const node = nodeOf(sketch, row);
    table[row] = sketch.hold ? { ...node, hold: true } : node;
    if (sketch.json) json.push(row);
    return row;
  };

  const nodeOf = (sketch: Sketch, row: number): StreamNode => {
    switch (sketch.kind) {
      case "text":
        return { kind: "text" };
      case "number":
        return { kind: "whole", types: ["number"] };
      case "boolean":
        return { kind: "whole", types: ["boolean"] };
      case "any":
        return { kind: "any" };
      case "enum":
        return { kind: "whole", values: enumValues };
      case "array":
        if (sketch.tuple !== undefined) {
          const { optional, ...form } = sketch.tuple;
          tuples[row] = form;
          nullMeansAbsent[row] = optional;
        }
        return { kind: "array", items: add(sketch.items), prefix: sketch.prefix.map(add) };
      case "object":
        if (sketch.restName !== undefined) rests[row] = sketch.restName;
        return addMembers(row, sketch.members, sketch.rest);
      case "map":
        if (sketch.entries) entries.push(row);
        return { kind: "object", properties: {}, rest: add(sketch.values) };
      case "tagged": {
        const options = sketch.variants.map((members, index) => {
          const option = table.push({ kind: "any" }) - 1;
          table[option] = addMembers(option, members, "drop", `v${index}`);
          if (sketch.jsonVariants) json.push(option);
          return option;
        });
        return {
          kind: "union",
          options,
          tag: "tag",
          byTag: Object.fromEntries(options.map((option, index) => [`v${index}`, option])),
        };
      }
      case "choice":
        return { kind: "union", options: sketch.options.map(add) };
    }
  };

  add(root);
  const rest = Object.keys(rests).length === 0 ? {} : { rest: rests };
  const inverse = { entries, nullMeansAbsent, ...rest, tuples, json };
  return { table, inverse: wrapper === undefined ? inverse : { ...inverse, wrapper } };
}

/** Whether a value is a valid instance of a sketch, in the authored form. */
export function isInstance(sketch: Sketch, value: unknown): boolean {
  switch (sketch.kind) {
    case "text":
      return typeof value === "string";
    case "number":
    case "boolean":
      return typeof value === sketch.kind;
    case "any":
      return true;
    case "enum":
      return enumValues.some((allowed) => allowed === value);
    case "array":
      return (
        Array.isArray(value) &&
        value.every((element, index) => isInstance(sketch.prefix[index] ?? sketch.items, element))
      );
    case "object":
      return hasMembers(sketch.members, sketch.rest, value);
    case "map":
      return isRecord(value) && Object.values(value).every((member) => isInstance(sketch.values, member));
    case "tagged":
      return sketch.variants.some(
        (members, index) => isRecord(value) && value["tag"] === `v${index}` && hasMembers(members, "drop", value),
      );
    case "choice":
      return sketch.options.some((option) => isInstance(option, value));
  }
}

function hasMembers(members: readonly Member[], rest: Rest, value: unknown): boolean {
  if (!isRecord(value)) return false;
  const declared = new Set(members.map(({ name }) => name));
  const others = Object.keys(value).filter((name) => !declared.has(name));
  if (rest === "reject" && others.length > 0) return false;
  if (typeof rest === "object" && !others.every((name) => isInstance(rest, value[name]))) return false;
  return members.every(({ name, sketch, presence }) =>
    Object.hasOwn(value, name) ? isInstance(sketch, value[name]) : presence !== "required",
  );
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

const texts = fc.string({ unit: "binary", maxLength: 8 });

/** Valid instances of a sketch, in all forms. */
export function instancesOf(sketch: Sketch): fc.Arbitrary<Instance> {
  const instances = instancesWithin(sketch);
  return sketch.json ? inJson(instances) : instances;
}

/** As JSON text, or at times as they stand where that is no string. */
function inJson(instances: fc.Arbitrary<Instance>): fc.Arbitrary<Instance> {
  return fc.tuple(instances, fc.constantFrom(0, 1), fc.nat(4)).map(([instance, indent, as]) => ({
    ...instance,
    wire: as === 0 && typeof instance.wire !== "string" ? instance.wire : JSON.stringify(instance.plain, null, indent),
  }));
}

function instancesWithin(sketch: Sketch): fc.Arbitrary<Instance> {
  const same = (values: fc.Arbitrary<unknown>): fc.Arbitrary<Instance> =>
    values.map((value) => ({ authored: value, plain: value, wire: value }));
  switch (sketch.kind) {
    case "text":
      return same(texts);
    case "number":
      return same(fc.oneof(fc.integer(), fc.double({ noNaN: true, noDefaultInfinity: true })));
    case "boolean":
      return same(fc.boolean());
    case "enum":
      return same(fc.constantFrom(...enumValues));
    case "any":
      return same(fc.jsonValue({ maxDepth: 2 }));
    case "array": {
      const head = fc.tuple(...sketch.prefix.map(instancesOf));
      const more = fc.array(instancesOf(sketch.items), { maxLength: 3 });
      const { tuple } = sketch;
      if (tuple === undefined) return fc.tuple(head, more).map(([first, rest]) => listOf([...first, ...rest]));
      return fc
        .tuple(head, more, fc.nat(sketch.prefix.length), fc.constantFrom("absent", "null", "empty"))
        .chain(([first, rest, length, nothing]) => tupleOf(tuple, first, rest, length, nothing));
    }
    case "object":
      return membersOf(sketch.members, sketch.rest, { restName: sketch.restName });
    case "map":
      return namedInstances(sketch.values, names).map((pairs) => ({
        authored: recordOf(pairs.map(([name, { authored }]) => [name, authored])),
        plain: recordOf(pairs.map(([name, { plain }]) => [name, plain])),
        wire: sketch.entries ? entriesOf(pairs) : recordOf(pairs.map(([name, { wire }]) => [name, wire])),
      }));
    case "tagged": {
      const variants = sketch.variants.map((members, index) => membersOf(members, "drop", { tag: `v${index}` }));
      return fc.oneof(...(sketch.jsonVariants ? variants.map(inJson) : variants));
    }
    case "choice":
      return fc.oneof(...sketch.options.map(instancesOf));
  }
}

type Named = readonly (readonly [string, Instance])[];

function namedInstances(values: Sketch, allowed: readonly string[]): fc.Arbitrary<Named> {
  return fc.uniqueArray(fc.tuple(fc.constantFrom(...allowed), instancesOf(values)), {
    selector: ([name]) => name,
    maxLength: 3,
  });
}

function entriesOf(pairs: Named): unknown {
  return pairs.map(([key, { wire }], index) => (index % 2 === 0 ? { key, value: wire } : { value: wire, key }));
}

/** A tuple of at most `length` first elements, as an object whose properties stand in any order. */
function tupleOf(
  { names, optional, rest }: TupleNames,
  first: readonly Instance[],
  more: readonly Instance[],
  length: number,
  nothing: "absent" | "null" | "empty",
): fc.Arbitrary<Instance> {
  // An element that is null itself would be taken for a missing one.
  const nulls = names.findIndex((name, index) => optional.includes(name) && first[index]?.wire === null);
  const count = nulls < 0 ? length : Math.min(length, nulls);
  const isWhole = count === names.length && rest !== undefined;
  const elements = [...first.slice(0, count), ...(isWhole ? more : [])];
  const pairs: (readonly [string, unknown])[] = first
    .slice(0, count)
    .map(({ wire }, index) => [names[index] ?? "", wire]);
  if (nothing !== "absent") {
    for (const name of names.slice(count)) if (optional.includes(name)) pairs.push([name, null]);
  }
  if (isWhole && more.length > 0) pairs.push([rest, more.map(({ wire }) => wire)]);
  else if (rest !== undefined && nothing !== "absent") pairs.push([rest, nothing === "null" ? null : []]);
  const { authored, plain } = listOf(elements);
  return fc
    .shuffledSubarray(pairs, { minLength: pairs.length })
    .map((shuffled) => ({ authored, plain, wire: recordOf(shuffled) }));
}

function membersOf(
  members: readonly Member[],
  rest: Rest,
  { restName, tag }: { readonly restName?: string | undefined; readonly tag?: string },
): fc.Arbitrary<Instance> {
  const parts = members.map(({ name, sketch, presence }) =>
    fc
      .tuple(instancesOf(sketch), presence === "required" ? fc.constant(true) : fc.boolean())
      .map(([{ authored, plain, wire }, present]): Parts => {
        // A null that is the value itself would be taken for an absent one.
        const isNull = presence === "nullable" && wire === null;
        if (present && !isNull) return { authored: [[name, authored]], plain: [[name, plain]], wire: [[name, wire]] };
        return { authored: [], plain: [], wire: presence === "nullable" ? [[name, null]] : [] };
      }),
  );
  const tagged: Members = [["tag", tag]];
  const tags = tag === undefined ? [] : [fc.constant({ authored: tagged, plain: tagged, wire: tagged })];
  return (
    fc
      .tuple(...parts, ...tags, undeclared(members, rest, restName))
      // The order of members is the model's.
      .chain((all) => fc.shuffledSubarray(all, { minLength: all.length }))
      .map((all) => ({
        authored: recordOf(all.flatMap((part) => part.authored)),
        plain: recordOf(all.flatMap((part) => part.plain)),
        wire: recordOf(all.flatMap((part) => part.wire)),
      }))
  );
}

/** Members beside the declared ones: each by itself, or all in the property that the dialect has for them. */
function undeclared(members: readonly Member[], rest: Rest, restName: string | undefined): fc.Arbitrary<Parts> {
  if (rest === "reject") return fc.constant({ authored: [], plain: [], wire: [] });
  const declared = new Set(members.map(({ name }) => name));
  const free = ["undeclared", "tags", ...names].filter((name) => !declared.has(name));
  return fc
    .tuple(namedInstances(typeof rest === "string" ? { kind: "any" } : rest, free), fc.boolean())
    .map(([pairs, isNull]): Parts => {
      const authored: Members = pairs.map(([name, instance]) => [name, instance.authored]);
      const plain: Members = pairs.map(([name, instance]) => [name, instance.plain]);
      const wire: Members = pairs.map(([name, instance]) => [name, instance.wire]);
      if (rest === "drop") return { authored: [], plain, wire };
      if (restName === undefined) return { authored, plain, wire };
      if (pairs.length === 0 && isNull) return { authored, plain, wire: [[restName, null]] };
      return {
        authored,
        plain,
        wire: [[restName, rest === "keep" ? JSON.stringify(recordOf(plain)) : entriesOf(pairs)]],
      };
    });
}

function listOf(instances: readonly Instance[]): Instance {
  return {
    authored: instances.map(({ authored }) => authored),
    plain: instances.map(({ plain }) => plain),
    wire: instances.map(({ wire }) => wire),
  };
}

/** Members of an object, in order; a key may come twice. */
type Members = readonly (readonly [string, unknown])[];

/** The members of an object that belong to one of its parts, in all forms. */
interface Parts {
  readonly authored: Members;
  readonly plain: Members;
  readonly wire: Members;
}

function recordOf(pairs: Members): Record<string, unknown> {
  const record: Record<string, unknown> = {};
  for (const [name, value] of pairs)
    Object.defineProperty(record, name, { value, enumerable: true, writable: true, configurable: true });
  return record;
}
