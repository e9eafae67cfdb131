import { declaredOnly, openReader } from "../../../../generator/src/review/compare/open-reader.ts";
import { sampleInstances } from "../../../../generator/src/review/compare/sample.ts";
import { modernise } from "../../../../generator/src/review/normal/modern.ts";
import type { ResolvedSpec } from "../../../../generator/src/spec/resolved-spec.ts";
import type { Json, JsonSchema } from "../../../../runtime/src/schema/json.ts";
import { judgeOf, type Verdict } from "../ajv-judges.ts";

/** What ajv says of values of one schema, in all the parts that a value can have in a review. */
export interface Oracle {
  readonly isValid: Verdict;
  /** Among those that are kept: undeclared names are dropped where an object is open by omission. */
  readonly isKept: Verdict;
  /** Whether code that takes no notice of members it does not know can read it. */
  readonly isRead: Verdict;
}

const oracles = new WeakMap<object, Oracle>();

/** The {@link Oracle} of a spec, made once. */
export function oracleOf(spec: Pick<ResolvedSpec, "schema" | "draft">): Oracle {
  const oracle = oracles.get(spec) ?? makeOracle(spec);
  oracles.set(spec, oracle);
  return oracle;
}

function makeOracle({ schema, draft }: Pick<ResolvedSpec, "schema" | "draft">): Oracle {
  const modern = modernise(schema, draft).root;
  const written = JSON.stringify(schema);
  const isValid = judgeOf(schema, draft);
  /** A judge that is made for its first value, and is that of the schema itself where both are the same. */
  const judge = (other: JsonSchema): Verdict => {
    if (draft === "2020-12" && JSON.stringify(other) === written) return isValid;
    let made: Verdict | undefined;
    return (value) => {
      made ??= judgeOf(other, "2020-12");
      return made(value);
    };
  };
  const isDeclared = judge(declaredOnly(modern));
  return {
    isValid,
    isKept: (value) => (isValid(value) === true ? isDeclared(value) : isValid(value)),
    isRead: judge(openReader(modern)),
  };
}

/** A schema with closedness dropped everywhere, as the shared cases define an open reader. */
export function dropClosedness(schema: JsonSchema): JsonSchema {
  const drop = (value: Json): Json => {
    if (Array.isArray(value)) return value.map(drop);
    if (typeof value !== "object" || value === null) return value;
    const entries = Object.entries(value).filter(
      ([key, inner]) => !(["additionalProperties", "unevaluatedProperties"].includes(key) && inner === false),
    );
    return Object.fromEntries(entries.map(([key, inner]) => [key, drop(inner)]));
  };
  const dropped = drop(schema);
  // Only members were left out, so that it is the schema that it was.
  return dropped as JsonSchema;
}

/** Values of two schemas, and values close to them. */
export function* drawValues(
  specs: readonly Pick<ResolvedSpec, "schema" | "draft">[],
  random: () => number,
  count: number,
): Iterable<Json> {
  for (const { schema, draft } of specs)
    for (const value of sampleInstances({ schema, draft }, { seed: Math.floor(random() * 1e9), count })) {
      yield value;
      yield mutate(value, random);
    }
}

const strange: readonly Json[] = [
  null,
  "",
  "abc",
  "ABCDEFGHIJKL",
  "none",
  0,
  -1,
  1.5,
  7,
  1e6,
  true,
  [],
  {},
  "brand_new",
];

/** Changes a value in one place. */
function mutate(value: Json, random: () => number): Json {
  const pick = <T>(list: readonly T[]): T | undefined => list[Math.floor(random() * list.length)];
  const other = (): Json => pick(strange) ?? null;
  if (Array.isArray(value)) {
    const index = Math.floor(random() * value.length);
    if (random() < 0.2) return [...value, pick(value) ?? other()];
    if (random() < 0.2) return value.filter((_, at) => at !== index);
    return value.map((item, at) => (at === index ? mutate(item, random) : item));
  }
  if (typeof value === "object" && value !== null) {
    const entries = Object.entries(value);
    const chosen = pick(entries)?.[0];
    if (chosen === undefined || random() < 0.1) return Object.fromEntries([...entries, ["k", other()]]);
    if (random() < 0.25) return Object.fromEntries(entries.filter(([name]) => name !== chosen));
    return Object.fromEntries(entries.map(([name, item]) => [name, name === chosen ? mutate(item, random) : item]));
  }
  if (typeof value === "number" && random() < 0.6) return value + (pick([-1, 1, 0.5, -0.5, 10]) ?? 1);
  if (typeof value === "string" && random() < 0.6)
    return pick([`${value}a`, value.slice(1), value.toUpperCase()]) ?? "";
  return other();
}
