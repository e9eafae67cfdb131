import type { Codec } from "@outspec/runtime/codec";
import fc from "fast-check";
import { compileValidators } from "../../../generator/src/emit/validator.ts";
import { loadValidatorTools } from "../../../generator/src/emit/validator-tools.ts";
import type { CompiledDialect, Validate } from "../../../runtime/src/codec.ts";
import * as codegen from "../../../runtime/src/codegen.ts";
import type { DialectName } from "../../../runtime/src/facts/dialects.ts";
import { dialects } from "../../../runtime/src/schema/dialects/compile.ts";
import type { DialectSource } from "../../../runtime/src/schema/dialects/dialect.ts";
import type { Json } from "../../../runtime/src/schema/json.ts";
import { source } from "../../generator/dialects-source.ts";

/** A random schema with some values that are valid for it. */
export interface RandomSpec {
  readonly schema: SchemaObject;
  readonly values: readonly Json[];
}

type SchemaObject = { readonly [keyword: string]: Json };

/** How many values each schema has. */
const count = 3;

const several = <T>(one: fc.Arbitrary<T>): fc.Arbitrary<readonly T[]> =>
  fc.array(one, { minLength: count, maxLength: count });

/** A schema whose values are drawn one by one. */
function leaf(schema: SchemaObject, values: fc.Arbitrary<Json>): fc.Arbitrary<RandomSpec> {
  return several(values).map((drawn) => ({ schema, values: drawn }));
}

const shortText = fc.string({ unit: "grapheme", maxLength: 6 });
const casedValues = ["Normal", "Warning", "Warn", "warm", "in progress", ""];

const integers = leaf({ type: "integer", minimum: -20, maximum: 2000 }, fc.integer({ min: -20, max: 2000 }));

const leaves: readonly fc.Arbitrary<RandomSpec>[] = [
  leaf({ type: "string" }, shortText),
  leaf(
    { type: "string", minLength: 1, maxLength: 3 },
    fc.string({ unit: "grapheme-composite", minLength: 1, maxLength: 3 }).filter((text) => [...text].length <= 3),
  ),
  leaf({ type: "string", format: "date" }, fc.constantFrom("2024-02-29", "1999-12-31")),
  leaf({ enum: casedValues }, fc.constantFrom(...casedValues)),
  leaf({ const: "Only" }, fc.constant("Only")),
  leaf({ enum: ["a", "A", 1, true, null] }, fc.constantFrom<Json>("a", "A", 1, true, null)),
  integers,
  leaf({ type: "number", exclusiveMinimum: 0 }, fc.constantFrom(0.5, 1, 12, 1.25, 1e21)),
  leaf({ type: "number" }, fc.constantFrom(0, -1, 3, 0.1, 1e-7)),
  leaf({ type: "boolean" }, fc.boolean()),
  leaf({ type: ["string", "null"] }, fc.constantFrom<Json>(null, "a", "1")),
  leaf({ type: ["integer", "boolean"] }, fc.constantFrom<Json>(1, false, true, 40)),
  leaf({}, fc.constantFrom<Json>(null, "a", 1, [true], { a: 1 })),
];

const names = ["a", "ab", "b", "name", "names", "kind"];

/** An object of some members: required, optional or optional and missing. */
function objectOf(
  members: readonly (readonly [string, RandomSpec, boolean])[],
  more: SchemaObject,
  picks: readonly number[],
): RandomSpec {
  return {
    schema: {
      type: "object",
      properties: Object.fromEntries(members.map(([name, { schema }]) => [name, schema])),
      required: members.filter(([, , isRequired]) => isRequired).map(([name]) => name),
      ...more,
    },
    values: picks.map((pick, index) =>
      Object.fromEntries(
        members
          .filter(([, , isRequired], position) => isRequired || (pick >> position) % 2 === 1)
          .map(([name, { values }]) => [name, values[index] ?? null]),
      ),
    ),
  };
}

/** Random specs, at most a few levels deep. */
export const randomSpecs: fc.Arbitrary<RandomSpec> = fc.letrec<{ spec: RandomSpec; object: RandomSpec }>((tie) => {
  const picks = several(fc.nat(15));
  const members = fc.uniqueArray(fc.tuple(fc.constantFrom(...names), tie("spec"), fc.boolean()), {
    selector: ([name]) => name,
    minLength: 1,
    maxLength: 3,
  });
  const object = fc
    .tuple(
      members,
      fc.constantFrom<SchemaObject>(
        { additionalProperties: false },
        { additionalProperties: false },
        {},
        { additionalProperties: true },
      ),
      picks,
    )
    .map(([all, more, picked]) => objectOf(all, more, picked));
  const items = fc.oneof(tie("spec"), tie("object"), integers);
  const list = fc.tuple(items, several(fc.nat(3))).map(
    ([item, lengths]): RandomSpec => ({
      schema: { type: "array", items: item.schema, maxItems: 3, minItems: Math.min(...lengths) },
      values: lengths.map((length) => Array.from({ length }, (_, index) => item.values[index] ?? null)),
    }),
  );
  const tuple = fc.array(tie("spec"), { minLength: 1, maxLength: 2 }).map(
    (items): RandomSpec => ({
      schema: { type: "array", prefixItems: items.map(({ schema }) => schema), items: false },
      values: Array.from({ length: count }, (_, index) =>
        items.slice(0, index + 1).map(({ values }) => values[index] ?? null),
      ),
    }),
  );
  const map = fc.tuple(tie("spec"), several(fc.uniqueArray(fc.constantFrom(...names), { maxLength: 2 }))).map(
    ([value, keys]): RandomSpec => ({
      schema: { type: "object", additionalProperties: value.schema, maxProperties: 2 },
      values: keys.map((some) => Object.fromEntries(some.map((key, index) => [key, value.values[index] ?? null]))),
    }),
  );
  const choice = fc.array(tie("spec"), { minLength: 2, maxLength: 3 }).map(
    (options): RandomSpec => ({
      schema: { anyOf: options.map(({ schema }) => schema) },
      values: Array.from({ length: count }, (_, index) => options[index % options.length]?.values[index] ?? null),
    }),
  );
  const tagged = fc.array(tie("object"), { minLength: 2, maxLength: 3 }).map((options): RandomSpec => {
    const variants = options.map(({ schema, values }, index) => ({
      schema: {
        ...schema,
        properties: { ...(schema["properties"] as SchemaObject), tag: { const: `v${index}` } },
        required: [...(schema["required"] as readonly Json[]), "tag"],
      } as SchemaObject,
      values: values.map(
        (value, at) =>
          (at === 1 ? { tag: `v${index}`, ...(value as object) } : { ...(value as object), tag: `v${index}` }) as Json,
      ),
    }));
    return {
      schema: { oneOf: variants.map(({ schema }) => schema) },
      values: Array.from({ length: count }, (_, index) => variants[index % variants.length]?.values[index] ?? null),
    };
  });
  /** Without its type, a schema takes values of all other types. */
  const lax = tie("object").map(
    ({ schema: { type: _type, ...schema }, values }): RandomSpec => ({
      schema,
      values: [...values.slice(0, count - 1), "anything"],
    }),
  );
  const held = tie("spec").map(
    ({ schema, values }): RandomSpec => ({ schema: { ...schema, "x-stream": "complete" }, values }),
  );
  return {
    object,
    spec: fc.oneof(
      { maxDepth: 4, depthSize: "small", withCrossShrink: true },
      ...leaves,
      ...leaves,
      object,
      object,
      list,
      list,
      tuple,
      map,
      choice,
      tagged,
      lax,
      held,
    ),
  };
}).spec;

const tools = await loadValidatorTools();

/** What the generator makes of a schema. */
export interface Compiled extends Pick<Codec, "table" | "validate"> {
  readonly checks: NonNullable<Codec["checks"]>;
  readonly source: DialectSource;
}

/** Compiles a schema as the generator does: its table and validators. */
export function compileSpec(schema: SchemaObject): Compiled {
  const from = source(schema);
  const requests = from.table.checks.map(({ row, sources }) => ({
    name: `check${row}`,
    document: "output" as const,
    pointers: sources,
  }));
  const { code } = compileValidators(tools, {
    draft: "2020-12",
    output: schema,
    requests: [{ name: "validate", document: "output", pointers: ["#"] }, ...requests],
  });
  const script = code.replaceAll(/^export const (\w+): Validate = /gm, "const $1 = ");
  const checks = from.table.checks.map(({ row }) => `${row}: check${row}`).join(", ");
  const load = new Function(
    "schema",
    ...Object.keys(codegen),
    `${script}\nreturn { validate, checks: { ${checks} } };`,
  );
  // The cast holds because the module was just compiled with these exports.
  const validators = load(schema, ...Object.values(codegen)) as {
    validate: Validate;
    checks: NonNullable<Codec["checks"]>;
  };
  return { table: from.table.table, ...validators, source: from };
}

/** A compiled dialect, and how it writes a value. */
export interface Written {
  readonly dialect: Exclude<CompiledDialect, { readonly unusable: string }>;
  encode(value: Json): Json | undefined;
}

/** Values as they are authored. */
export const asAuthored: Written = { dialect: { schema: "" }, encode: (value) => value };

/** How a dialect writes the values of a spec; nothing where it cannot. */
export function writtenBy(name: DialectName, { source: from }: Compiled): Written | undefined {
  const dialect = dialects[name].compile(from);
  const encode = dialects[name].encoder(from);
  return "unusable" in dialect || encode === undefined ? undefined : { dialect, encode };
}
