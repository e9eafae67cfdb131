import type { Inverse, StreamNode, StreamTable } from "@outspec/runtime/codec";
import fc from "fast-check";

/** A random output in a form that both a table and instances can be made from. */
export type Sketch =
  | { readonly kind: "text" | "number" | "boolean" | "any" | "enum"; readonly hold?: boolean }
  | { readonly kind: "array"; readonly items: Sketch; readonly prefix: readonly Sketch[]; readonly hold?: boolean }
  | {
      readonly kind: "object";
      readonly members: readonly Member[];
      readonly rest: "drop" | "keep" | "reject";
      readonly hold?: boolean;
    }
  | { readonly kind: "map"; readonly values: Sketch; readonly entries: boolean; readonly hold?: boolean }
  | { readonly kind: "tagged"; readonly variants: readonly (readonly Member[])[]; readonly hold?: boolean }
  | { readonly kind: "choice"; readonly options: readonly Sketch[]; readonly hold?: boolean };

interface Member {
  readonly name: string;
  readonly sketch: Sketch;
  /** Optional members may be sent as null. */
  readonly presence: "required" | "optional" | "nullable";
}

/** A value as it was authored and as the dialect writes it. */
export interface Instance {
  readonly authored: unknown;
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

/** Random sketches, at most a few levels deep. */
export const sketches: fc.Arbitrary<Sketch> = fc.letrec<{ sketch: Sketch }>((tie) => {
  const hold = fc.option(fc.constant(true), { nil: undefined, freq: 6 }).map((held) => (held ? { hold: true } : {}));
  const with_ = <S extends object>(sketch: fc.Arbitrary<S>): fc.Arbitrary<S & { hold?: boolean }> =>
    fc.tuple(sketch, hold).map(([value, held]) => ({ ...value, ...held }));
  const sketch = tie("sketch");
  return {
    sketch: fc.oneof(
      { maxDepth: 4, depthSize: "small" },
      with_(
        fc.record({ kind: fc.constantFrom("text", "text", "number", "boolean", "any", "enum") }),
      ) as fc.Arbitrary<Sketch>,
      with_(
        fc.record({ kind: fc.constant("array"), items: sketch, prefix: fc.array(sketch, { maxLength: 2 }) }),
      ) as fc.Arbitrary<Sketch>,
      with_(
        fc.record({
          kind: fc.constant("object"),
          members: member(sketch),
          rest: fc.constantFrom("drop", "keep", "reject"),
        }),
      ) as fc.Arbitrary<Sketch>,
      with_(fc.record({ kind: fc.constant("map"), values: sketch, entries: fc.boolean() })) as fc.Arbitrary<Sketch>,
      with_(
        fc.record({ kind: fc.constant("tagged"), variants: fc.array(member(sketch), { minLength: 1, maxLength: 3 }) }),
      ) as fc.Arbitrary<Sketch>,
      with_(
        fc.record({ kind: fc.constant("choice"), options: fc.array(sketch, { minLength: 1, maxLength: 3 }) }),
      ) as fc.Arbitrary<Sketch>,
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

  const addMembers = (members: readonly Member[], rest: "drop" | "keep" | "reject", tag?: string): number => {
    const row = table.push({ kind: "any" }) - 1;
    const properties: Record<string, number> = {};
    const define = (name: string, value: number): void =>
      void Object.defineProperty(properties, name, { value, enumerable: true, configurable: true });
    if (tag !== undefined) define("tag", table.push({ kind: "whole", values: [tag] }) - 1);
    for (const { name, sketch } of members) define(name, add(sketch));
    const required = [
      ...(tag === undefined ? [] : ["tag"]),
      ...members.filter(({ presence }) => presence === "required").map(({ name }) => name),
    ];
    table[row] = { kind: "object", properties, required, rest };
    nullMeansAbsent[row] = members.filter(({ presence }) => presence === "nullable").map(({ name }) => name);
    return row;
  };

  const add = (sketch: Sketch): number => {
    const row = table.push({ kind: "any" }) - 1;
    const node = nodeOf(sketch, row);
    table[row] = sketch.hold ? { ...node, hold: true } : node;
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
        return { kind: "array", items: add(sketch.items), prefix: sketch.prefix.map(add) };
      case "object": {
        const object = addMembers(sketch.members, sketch.rest);
        nullMeansAbsent[row] = nullMeansAbsent[object] ?? [];
        return table[object] ?? { kind: "any" };
      }
      case "map":
        if (sketch.entries) entries.push(row);
        return { kind: "object", properties: {}, rest: add(sketch.values) };
      case "tagged": {
        const options = sketch.variants.map((members, index) => addMembers(members, "drop", `v${index}`));
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
  return { table, inverse: { ...(wrapper === undefined ? {} : { wrapper }), entries, nullMeansAbsent } };
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

function hasMembers(members: readonly Member[], rest: "drop" | "keep" | "reject", value: unknown): boolean {
  if (!isRecord(value)) return false;
  const declared = new Set(members.map(({ name }) => name));
  if (rest === "reject" && Object.keys(value).some((name) => !declared.has(name))) return false;
  return members.every(({ name, sketch, presence }) =>
    Object.hasOwn(value, name) ? isInstance(sketch, value[name]) : presence !== "required",
  );
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

const texts = fc.string({ unit: "binary", maxLength: 8 });

/** Valid instances of a sketch, in both forms. The wire form has undeclared keys where decoding drops them. */
export function instancesOf(sketch: Sketch): fc.Arbitrary<Instance> {
  const same = (values: fc.Arbitrary<unknown>): fc.Arbitrary<Instance> =>
    values.map((value) => ({ authored: value, wire: value }));
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
      return fc
        .tuple(head, fc.array(instancesOf(sketch.items), { maxLength: 3 }))
        .map(([first, more]) => listOf([...first, ...more]));
    }
    case "object":
      return membersOf(sketch.members, sketch.rest);
    case "map":
      return fc
        .uniqueArray(fc.tuple(fc.constantFrom(...names), instancesOf(sketch.values)), {
          selector: ([name]) => name,
          maxLength: 3,
        })
        .map((pairs) => {
          const authored = recordOf(pairs.map(([name, { authored }]) => [name, authored]));
          if (!sketch.entries) return { authored, wire: recordOf(pairs.map(([name, { wire }]) => [name, wire])) };
          const wire = pairs.map(([key, { wire }], index) =>
            index % 2 === 0 ? { key, value: wire } : { value: wire, key },
          );
          return { authored, wire };
        });
    case "tagged":
      return fc.oneof(...sketch.variants.map((members, index) => membersOf(members, "drop", `v${index}`)));
    case "choice":
      return fc.oneof(...sketch.options.map(instancesOf));
  }
}

function membersOf(members: readonly Member[], rest: "drop" | "keep" | "reject", tag?: string): fc.Arbitrary<Instance> {
  const parts = members.map(({ name, sketch, presence }) =>
    fc
      .tuple(instancesOf(sketch), presence === "required" ? fc.constant(true) : fc.boolean())
      .map(([instance, present]) => {
        // A null that is the value itself would be taken for an absent one.
        const isNull = presence === "nullable" && instance.wire === null;
        if (present && !isNull) return { authored: [[name, instance.authored]], wire: [[name, instance.wire]] };
        return { authored: [], wire: presence === "nullable" ? [[name, null]] : [] };
      }),
  );
  const extra = fc.option(fc.jsonValue({ maxDepth: 1 }), { nil: undefined }).map((value) => {
    const pair: Members = value === undefined || rest === "reject" ? [] : [["undeclared", value]];
    return { authored: rest === "keep" ? pair : [], wire: pair };
  });
  const tagged: Members = [["tag", tag]];
  const tags = tag === undefined ? [] : [fc.constant({ authored: tagged, wire: tagged })];
  return (
    fc
      .tuple(...parts, ...tags, extra)
      // The order of members is the model's.
      .chain((all) => fc.shuffledSubarray(all, { minLength: all.length }))
      .map((all) => ({
        authored: recordOf(all.flatMap((part) => part.authored as Members)),
        wire: recordOf(all.flatMap((part) => part.wire as Members)),
      }))
  );
}

function listOf(instances: readonly Instance[]): Instance {
  return { authored: instances.map(({ authored }) => authored), wire: instances.map(({ wire }) => wire) };
}

/** Members of an object, in order; a key may come twice. */
type Members = readonly (readonly [string, unknown])[];

function recordOf(pairs: Members): Record<string, unknown> {
  const record: Record<string, unknown> = {};
  for (const [name, value] of pairs)
    Object.defineProperty(record, name, { value, enumerable: true, writable: true, configurable: true });
  return record;
}
