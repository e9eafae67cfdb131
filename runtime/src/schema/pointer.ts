import type { Json } from "./json.ts";

/** Splits a JSON pointer into its unescaped steps; the empty pointer has none. */
export function splitPointer(pointer: string): string[] {
  if (pointer === "") return [];
  return pointer
    .slice(1)
    .split("/")
    .map((step) => (step.includes("~") ? step.replaceAll("~1", "/").replaceAll("~0", "~") : step));
}

/** Extends a JSON pointer by some steps. */
export function joinPointer(pointer: string, ...steps: readonly (string | number)[]): string {
  let joined = pointer;
  for (const step of steps) joined += `/${escapeStep(String(step))}`;
  return joined;
}

function escapeStep(step: string): string {
  return /[~/]/.test(step) ? step.replaceAll("~", "~0").replaceAll("/", "~1") : step;
}

/** Writes a JSON pointer as the fragment of a URI. A step with half a surrogate pair, which has no form in one, stays as it is. */
export function fragmentOf(pointer: string): string {
  return pointer
    .split("/")
    .map((step) => (/\p{Surrogate}/u.test(step) ? step : encodeURIComponent(step).replaceAll("%24", "$")))
    .join("/");
}

/** The pointer one step up. */
export function parentPointer(pointer: string): string {
  return pointer.slice(0, Math.max(0, pointer.lastIndexOf("/")));
}

/** Follows a JSON pointer, or gives `undefined` when it leads nowhere. */
export function atPointer(value: Json | undefined, pointer: string): Json | undefined {
  return atSteps(value, splitPointer(pointer));
}

/** Follows the steps of a JSON pointer, or gives `undefined` when they lead nowhere. */
export function atSteps(value: Json | undefined, steps: readonly (string | number)[]): Json | undefined {
  let place: Json | undefined = value;
  for (const step of steps) {
    if (isList(place))
      place = typeof step === "number" || /^(0|[1-9]\d*)$/.test(step) ? place[Number(step)] : undefined;
    else if (isRecord(place)) place = Object.hasOwn(place, step) ? place[step] : undefined;
    else return undefined;
  }
  return place;
}

/** Whether a JSON value is an object. */
export function isRecord(value: Json | undefined): value is { readonly [key: string]: Json } {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Whether a JSON value is an array: `Array.isArray` does not narrow readonly arrays. */
export function isList(value: Json | undefined): value is readonly Json[] {
  return Array.isArray(value);
}
