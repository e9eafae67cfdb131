import { canonicalJson } from "../../../../runtime/src/schema/canonical-json.ts";
import type { Json } from "../../../../runtime/src/schema/json.ts";
import { isRecord, joinPointer } from "../../../../runtime/src/schema/pointer.ts";
import { type Containment, plainContainment } from "../containment.ts";
import type { LintReport, LintRules } from "../rule.ts";
import {
  follow,
  optionsOf,
  propertiesOf,
  requiredOf,
  type SchemaNode,
  type SchemaSide,
  typesOf,
  valuesOf,
} from "../schema-node.ts";
import { allNodes, type LintSubject, sideOf } from "../subject.ts";

// The one place to put a stronger prover in.
const containment: Containment = plainContainment;

/** Unions of more options are looked at pair by pair no further. */
const mostOptions = 64;

/** Rules about alternatives. */
export const unionRules: LintRules = {
  "unreachable-branch": {
    theme: "Unions",
    level: "warning",
    set: "recommended",
    check: unreachable,
    page: {
      what: "An option of an `anyOf` all of whose values an earlier one has already, or a condition that never holds or always does.",
      why: "The option is shown to models and is in the type, and nothing depends on it. Under `oneOf` its values would even be refused.",
      bad: "anyOf:\n  - { type: string }\n  - { type: string, maxLength: 10 }",
      good: "type: string",
    },
  },
  "closed-allof": {
    theme: "Unions",
    level: "error",
    set: "recommended",
    codes: ["closed-part"],
    page: {
      what: "`additionalProperties: false` in a part of an `allOf` also refuses what the other parts declare.",
      why: "It speaks of every name that its own schema does not list, so that the parts exclude each other.",
      bad: "allOf:\n  - { properties: { a: {} }, additionalProperties: false }\n  - { properties: { b: {} } }",
      good: "allOf:\n  - { properties: { a: {} } }\n  - { properties: { b: {} } }\nunevaluatedProperties: false",
    },
  },
  "ambiguous-union": {
    theme: "Unions",
    level: "warning",
    set: "recommended",
    check: ambiguous,
    page: {
      what: "A union of objects that no required property with a constant tells apart, or in which two have the same one.",
      why: "Code cannot narrow the type, partial objects show nothing until the end, and models mix the variants.",
      bad: "anyOf:\n  - { type: object, properties: { url: { type: string } } }\n  - { type: object, properties: { text: { type: string } } }",
      good: "anyOf:\n  - type: object\n    required: [kind, url]\n    properties: { kind: { const: link }, url: { type: string } }\n  - type: object\n    required: [kind, text]\n    properties: { kind: { const: note }, text: { type: string } }",
    },
  },
  "oneof-overlap": {
    theme: "Unions",
    level: "warning",
    set: "recommended",
    check: overlaps,
    page: {
      what: "Two options of a `oneOf` that are not shown to exclude each other by type, constant, tag or required names.",
      why: "A value that fits both is refused, and most providers read `oneOf` as `anyOf`, so that models write such values.",
      bad: "oneOf:\n  - { type: string, maxLength: 10 }\n  - { type: string, minLength: 5 }",
      good: "anyOf:\n  - { type: string, maxLength: 10 }\n  - { type: string, minLength: 5 }",
    },
  },
};

function* unreachable(subject: LintSubject): Iterable<LintReport> {
  for (const node of allNodes(subject)) {
    if (node.role === "test") continue;
    const side = sideOf(subject, node);
    for (const { keyword, options } of optionsOf(node.schema)) {
      if (keyword !== "anyOf") continue;
      for (const [index, option] of options.slice(0, mostOptions).entries()) {
        const earlier = options.slice(0, index).findIndex((other) => containment.isContained(side, option, other));
        if (earlier !== -1)
          yield {
            at: joinPointer(node.at, keyword, index),
            message: `every value of this option is one of option ${earlier + 1} already`,
            hint: "remove it, or put the narrower option first",
          };
      }
    }
    yield* conditions(side, node);
  }
}

function* conditions(side: SchemaSide, { schema, at }: SchemaNode): Iterable<LintReport> {
  const condition = schema["if"];
  if (condition === undefined) return;
  const { if: _if, then: _then, else: _else, ...rest } = schema;
  const never = condition === false || containment.isDisjoint(side, rest, condition);
  const always = condition === true || (isRecord(condition) && Object.keys(condition).length === 0);
  if (!never && !always) return;
  const dead = never ? "then" : "else";
  if (dead in schema)
    yield {
      at: joinPointer(at, dead),
      what: "key",
      message: `this never applies: the condition ${never ? "never" : "always"} holds`,
    };
}

/** The options of a union that are objects, with where they stand. */
function objectOptions(side: SchemaSide, node: SchemaNode, keyword: string, options: readonly Json[]) {
  return options.slice(0, mostOptions).flatMap((option, index) => {
    if (!isRecord(option)) return [];
    const schema = follow(side, option);
    const isObject = typesOf(schema).join() === "object" || (typesOf(schema).length === 0 && "properties" in schema);
    return isObject ? [{ schema, at: joinPointer(node.at, keyword, index), number: index + 1 }] : [];
  });
}

function* ambiguous(subject: LintSubject): Iterable<LintReport> {
  for (const node of allNodes(subject)) {
    if (node.role === "test") continue;
    const side = sideOf(subject, node);
    for (const { keyword, options } of optionsOf(node.schema)) {
      const objects = objectOptions(side, node, keyword, options);
      if (objects.length < 2 || onlyRequire(objects.map(({ schema }) => schema))) continue;
      const tags = tagsOf(
        side,
        objects.map(({ schema }) => schema),
      );
      if (tags.some(({ isUnique }) => isUnique)) continue;
      const [tag] = tags;
      yield {
        at: joinPointer(node.at, keyword),
        what: "key",
        message:
          tag === undefined
            ? `no property tells these ${objects.length} objects apart`
            : `${JSON.stringify(tag.name)} does not tell these objects apart: ${tag.repeated} is in two of them`,
        hint: "give each a required property with a constant of its own: kind: { const: … }",
      };
    }
  }
}

/** Whether options only ask for this or that property of the object around them. */
function onlyRequire(schemas: readonly { readonly [keyword: string]: Json }[]): boolean {
  return schemas.every((schema) => !("properties" in schema) && !("additionalProperties" in schema));
}

/** The required properties with listed values that all objects share, and whether each value is in one of them only. */
function tagsOf(side: SchemaSide, schemas: readonly { readonly [keyword: string]: Json }[]) {
  const [first] = schemas;
  if (first === undefined) return [];
  return requiredOf(first).flatMap((name) => {
    const lists = schemas.map((schema) => {
      const property = new Map(propertiesOf(schema)).get(name);
      return property !== undefined && requiredOf(schema).includes(name) ? valuesOf(follow(side, property)) : undefined;
    });
    if (lists.some((values) => values === undefined)) return [];
    const texts = lists.flatMap((values) => (values ?? []).map((value) => canonicalJson(value)));
    const seen = new Set<string>();
    const repeated = texts.find((text) => seen.size === seen.add(text).size);
    return [{ name, isUnique: repeated === undefined, repeated: repeated ?? "" }];
  });
}

function* overlaps(subject: LintSubject): Iterable<LintReport> {
  for (const node of allNodes(subject)) {
    const side = sideOf(subject, node);
    for (const { keyword, options } of optionsOf(node.schema)) {
      if (keyword !== "oneOf") continue;
      const some = options.slice(0, mostOptions);
      const pair = firstPair(some, (a, b) => !containment.isDisjoint(side, a, b));
      if (pair === undefined) continue;
      const [one, other] = pair;
      yield {
        at: joinPointer(node.at, keyword),
        what: "key",
        message: `options ${one + 1} and ${other + 1} are not shown to exclude each other, and a value of both is refused`,
        hint: "use anyOf, or tell them apart by a constant",
      };
    }
  }
}

function firstPair<T>(list: readonly T[], holds: (a: T, b: T) => boolean): readonly [number, number] | undefined {
  for (const [index, one] of list.entries()) {
    const other = list.findIndex((second, place) => place > index && holds(one, second));
    if (other !== -1) return [index, other];
  }
  return undefined;
}
