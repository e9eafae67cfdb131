import type { Target, UnenforcedKeyword } from "../../../../generator/src/review/target.ts";
import type { JsonSchema } from "../../../../runtime/src/schema/json.ts";
import { isSchema, subschemas } from "../../../../runtime/src/schema/keywords.ts";
import { isList, isRecord } from "../../../../runtime/src/schema/pointer.ts";
import type { Profile } from "./shared-cases.ts";

interface Refusal {
  readonly pointer: string;
  readonly reason: string;
}

/** A model that is known by a profile alone: strict where the schema fits, else by the prompt. */
export function profileTarget(name: string, profile: Profile): Target {
  return {
    name,
    project(spec) {
      const text = JSON.stringify(spec.schema);
      const refusal = profile.mode === "prompt" ? undefined : refusalsOf(spec.schema, "", profile)[0];
      const isStrict = profile.mode === "strict" && refusal === undefined;
      return {
        mode: isStrict ? "json_schema_strict" : "prompt",
        text,
        unenforced: isStrict ? unenforcedIn(spec.schema, "", profile) : [],
        refusals: refusal === undefined ? [] : [{ mode: "json_schema_strict", ...refusal }],
      };
    },
  };
}

function refusalsOf(schema: JsonSchema, pointer: string, profile: Profile): readonly Refusal[] {
  if (!isRecord(schema)) return [];
  const { properties, required, additionalProperties } = schema;
  const names = isList(required) ? required : [];
  const found: Refusal[] = Object.keys(schema)
    .filter((keyword) => profile.unsupported?.includes(keyword) === true)
    .map((keyword) => ({ pointer, reason: `${keyword} is not supported` }));
  if (profile.closedObjects === true && isRecord(properties) && additionalProperties !== false)
    found.push({ pointer, reason: "an object is open" });
  if (profile.allRequired === true && isRecord(properties))
    for (const name of Object.keys(properties))
      if (!names.includes(name))
        found.push({ pointer: `${pointer}/properties/${name}`, reason: `${name} is not required` });
  return [...found, ...below(schema, pointer, (inner, at) => refusalsOf(inner, at, profile))];
}

function unenforcedIn(schema: JsonSchema, pointer: string, profile: Profile): readonly UnenforcedKeyword[] {
  if (!isRecord(schema)) return [];
  const known = new Set(["$defs", "$ref", "description", "title", ...profile.enforced]);
  const left = Object.keys(schema).filter((keyword) => !known.has(keyword));
  return [
    ...left.map((keyword) => ({ keyword, pointer, value: schema[keyword] ?? null })),
    ...below(schema, pointer, (inner, at) => unenforcedIn(inner, at, profile)),
  ];
}

function below<T>(
  schema: JsonSchema,
  pointer: string,
  visit: (schema: JsonSchema, pointer: string) => readonly T[],
): readonly T[] {
  if (!isRecord(schema)) return [];
  return [...subschemas(schema, pointer)].flatMap((one) =>
    isSchema(one.schema) ? visit(one.schema, one.pointer) : [],
  );
}
