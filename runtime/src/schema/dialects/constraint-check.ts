import { canonicalJson } from "../canonical-json.ts";
import type { Json } from "../json.ts";
import { isRecord } from "../pointer.ts";

/**
 * Whether a value breaks one constraint of those that refuse values without shaping them. Formats are not looked at:
 * what is written does not depend on them.
 */
export function breaksConstraint(keyword: string, limit: Json, value: Json): boolean {
  if (typeof value === "number") return breaksNumber(keyword, limit, value);
  if (typeof value === "string") return breaksText(keyword, limit, value);
  if (Array.isArray(value)) return breaksArray(keyword, limit, value);
  if (!isRecord(value)) return false;
  const { length } = Object.keys(value);
  if (typeof limit !== "number") return false;
  return (keyword === "minProperties" && length < limit) || (keyword === "maxProperties" && length > limit);
}

function breaksNumber(keyword: string, limit: Json, value: number): boolean {
  if (typeof limit !== "number") return false;
  switch (keyword) {
    case "minimum":
      return value < limit;
    case "maximum":
      return value > limit;
    case "exclusiveMinimum":
      return value <= limit;
    case "exclusiveMaximum":
      return value >= limit;
    case "multipleOf":
      return Math.abs(value / limit - Math.round(value / limit)) > 1e-9;
    default:
      return false;
  }
}

function breaksText(keyword: string, limit: Json, value: string): boolean {
  if (keyword === "pattern" && typeof limit === "string") return !toPattern(limit).test(value);
  if (typeof limit !== "number") return false;
  const { length } = [...value];
  return (keyword === "minLength" && length < limit) || (keyword === "maxLength" && length > limit);
}

/** A pattern as JSON Schema means it; one that only works without the flag `u`, without it. */
function toPattern(pattern: string): RegExp {
  try {
    return new RegExp(pattern, "u");
  } catch {
    return new RegExp(pattern);
  }
}

function breaksArray(keyword: string, limit: Json, value: readonly Json[]): boolean {
  if (keyword === "uniqueItems") return limit === true && new Set(value.map(canonicalJson)).size < value.length;
  if (typeof limit !== "number") return false;
  return (keyword === "minItems" && value.length < limit) || (keyword === "maxItems" && value.length > limit);
}
