import type { OutputSpec } from "../../output-spec.ts";
import { fixture, issuesOf, schemaOf } from "../fixtures/fixture.ts";
import { subschemasOf, withoutKeyword } from "../fixtures/subschemas.ts";
import { createInstanceIn } from "../instance/instance.ts";
import { matches } from "../instance/matches.ts";
import { createReferences, type References } from "../instance/references.ts";
import { isObject, type Json, type JsonObject, type Schema, sameJson } from "../instance/schema.ts";
import { createBreakers } from "./break-containers.ts";
import { asksForNothing, type Breaker } from "./break-scalars.ts";
import { placesOf, pointerOf, replaceAt, type SchemaPlace } from "./places.ts";

/** A value that is valid but for one keyword in one place. */
export interface InvalidNeighbour {
  /** The keyword it breaks: without it in that schema, the value would be valid. */
  readonly keyword: string;
  /** JSON pointer to the value that was changed. */
  readonly path: string;
  readonly value: unknown;
  /** What the spec says is wrong, as an error of a call would. Quotes no value. */
  readonly message: string;
  /** The valid value it differs from, at `path` alone. */
  readonly from: unknown;
}

/** What {@link invalidNeighbours} found. */
export interface InvalidNeighbours {
  /** One for each keyword, in the order in which the schema says them. */
  readonly neighbours: readonly InvalidNeighbour[];
  /** Keywords of the schema that no value was found for which breaks them and nothing else. */
  readonly unbroken: readonly string[];
}

/** What decides the values: the same options give the same ones. */
export interface NeighbourOptions {
  /** Default 0. */
  readonly seed?: string | number;
}

/** How many fixtures are tried, so that optional parts and other branches of unions come up. */
const fixturesTried = 8;
/** Validating is cheap, reading a schema anew is not: of one keyword, so many candidates are looked at. */
const candidatesTried = 400;

/**
 * Makes values that are just not valid: for each keyword of the schema one that breaks it in one place and is right in
 * everything else. For table tests of what an application does with answers that break the schema.
 *
 * Each value was refused by the spec's own validator, and is taken by the schema without that one keyword. Throws a
 * `ConfigurationError` when there is no fixture of the spec.
 */
export function invalidNeighbours(spec: OutputSpec<unknown>, { seed = 0 }: NeighbourOptions = {}): InvalidNeighbours {
  const document = schemaOf(spec);
  const references = createReferences(document);
  const breakers = createBreakers({
    references,
    write: (schema, round) => createInstanceIn(references, schema, { seed: `${seed}:${round}` }),
  });
  const wanted = keywordsOf(document, references, breakers);
  const found = new Map<string, InvalidNeighbour>();
  const isFreed = createFreedCheck(document);
  const budgets = new Map<string, number>();

  for (let round = 0; round < fixturesTried && found.size < wanted.length; round++) {
    // The validator has taken it, so it is JSON.
    const from = fixture(spec, { seed: round === 0 ? seed : `${seed}:${round}` }) as Json;
    for (const place of placesOf(document, from, references)) {
      for (const keyword of Object.keys(place.schema)) {
        const breaker = breakers[keyword];
        if (found.has(keyword) || breaker === undefined || !wanted.includes(keyword)) continue;
        const value = breakAt(place, keyword, breaker, from);
        if (value === undefined) continue;
        const [message = "the output is not valid"] = issuesOf(spec, value);
        found.set(keyword, { keyword, path: pointerOf(place.path), value, message, from });
      }
    }
  }
  const neighbours = wanted.map((keyword) => found.get(keyword)).filter((neighbour) => neighbour !== undefined);
  return { neighbours, unbroken: wanted.filter((keyword) => !found.has(keyword)) };

  function breakAt(place: SchemaPlace, keyword: string, breaker: Breaker, from: Json): Json | undefined {
    for (const candidate of breaker(place.schema, place.value)) {
      const left = budgets.get(keyword) ?? candidatesTried;
      if (left <= 0) return undefined;
      budgets.set(keyword, left - 1);
      if (sameJson(candidate, place.value)) continue;
      const value = replaceAt(from, place.path, candidate);
      if (spec.validate(value) || issuesOf(spec, value).length === 0) continue;
      if (isFreed(place.schema, keyword, value)) return value;
    }
    return undefined;
  }
}

/** Tells whether a value is valid once a keyword is gone from one schema of the document. */
function createFreedCheck(document: Schema): (target: JsonObject, keyword: string, value: Json) => boolean {
  const freed = new Map<JsonObject, Map<string, { readonly schema: Schema; readonly references: References }>>();
  return (target, keyword, value) => {
    const known = freed.get(target) ?? new Map<string, { schema: Schema; references: References }>();
    freed.set(target, known);
    let entry = known.get(keyword);
    if (entry === undefined) {
      const schema = withoutKeyword(document, target, keyword);
      entry = { schema, references: createReferences(schema) };
      known.set(keyword, entry);
    }
    return matches(entry.schema, value, entry.references);
  };
}

/** The keywords a value can break, of all schemas that a valid value can meet, in order. */
function keywordsOf(
  document: Schema,
  references: References,
  breakers: Readonly<Record<string, Breaker>>,
): readonly string[] {
  const keywords = new Set<string>();
  const seen = new Set<JsonObject>();
  const visit = (node: Schema): void => {
    if (!isObject(node) || seen.has(node)) return;
    seen.add(node);
    for (const [keyword, value] of Object.entries(node)) {
      if (Object.hasOwn(breakers, keyword) && canBreak(keyword, value)) keywords.add(keyword);
    }
    const reference = node["$ref"];
    if (typeof reference === "string") visit(references.resolve(reference, node) ?? true);
    for (const { keyword, schema } of subschemasOf(node)) {
      if (keyword !== "not" && keyword !== "if" && keyword !== "contains" && keyword !== "propertyNames") visit(schema);
    }
  };
  visit(document);
  return [...keywords];
}

/** Keywords that hold a schema are broken where that one is, unless it allows nothing. */
function canBreak(keyword: string, value: Json): boolean {
  const holdsSchema = /^(?:items|additional|unevaluated)/.test(keyword);
  if (holdsSchema) return value === false;
  if (keyword === "dependencies") return isObject(value) && Object.values(value).some(Array.isArray);
  return !asksForNothing(keyword, value);
}
