import type { Json, JsonSchema } from "../../../../runtime/src/schema/json.ts";
import { walkSchemas } from "../../../../runtime/src/schema/keywords.ts";
import { isList, isRecord } from "../../../../runtime/src/schema/pointer.ts";

/** What schemas mention, and values near it: where two versions differ, a value is likely to be on the edge. */
export interface Hints {
  readonly numbers: readonly number[];
  readonly lengths: readonly number[];
  readonly texts: readonly string[];
  readonly patterns: readonly string[];
  readonly formats: readonly string[];
  readonly names: readonly string[];
}

const numberKeywords = ["minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf"];
const lengthKeywords = ["minLength", "maxLength", "minItems", "maxItems", "minProperties", "maxProperties"];
const mostOfAKind = 200;

/** Reads the numbers, texts and names that some schemas mention. */
export function hintsOf(...schemas: readonly JsonSchema[]): Hints {
  const numbers = new Set<number>();
  const lengths = new Set<number>();
  const texts = new Set<string>();
  const patterns = new Set<string>();
  const formats = new Set<string>();
  const names = new Set<string>();
  const addValue = (value: Json): void => {
    if (typeof value === "number") numbers.add(value);
    if (typeof value === "string") texts.add(value);
  };
  for (const schema of schemas)
    walkSchemas(schema, "", (node) => {
      if (!isRecord(node)) return;
      for (const keyword of numberKeywords) {
        const value = node[keyword];
        if (typeof value === "number") for (const near of [value, value + 1, value - 1, value / 2]) numbers.add(near);
      }
      for (const keyword of lengthKeywords) {
        const value = node[keyword];
        if (typeof value === "number") for (const near of [value, value + 1, value - 1]) lengths.add(near);
      }
      const { pattern, format, properties, required, patternProperties } = node;
      if (isList(node["enum"])) node["enum"].forEach(addValue);
      if (node["const"] !== undefined) addValue(node["const"]);
      if (typeof pattern === "string") patterns.add(pattern);
      if (typeof format === "string") formats.add(format);
      if (isRecord(properties)) for (const name of Object.keys(properties)) names.add(name);
      if (isList(required)) for (const name of required) if (typeof name === "string") names.add(name);
      if (isRecord(patternProperties)) for (const name of Object.keys(patternProperties)) patterns.add(name);
    });
  const some = <Value>(values: ReadonlySet<Value>): readonly Value[] => [...values].slice(0, mostOfAKind);
  return {
    numbers: some(numbers),
    lengths: some(lengths).filter((length) => length >= 0 && length <= 300),
    texts: some(texts),
    patterns: some(patterns),
    formats: some(formats),
    names: some(names),
  };
}
