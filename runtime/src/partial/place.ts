import type { Limits } from "../codec.ts";
import type { Mending } from "../validation/repairs.ts";
import type { Expectation } from "./flaw.ts";
import { type WireType, wireTypeOf } from "./json-value.ts";

/**
 * What a string at a place is.
 *
 * - `nested`: JSON text, which is read into the value as it arrives.
 * - `grows`: a text that may be shown while it is being written.
 * - `whole`: something that must be whole before it is decided.
 * - `nothing`: there is no room for a string.
 */
export type TextRole = "nested" | "grows" | "whole" | "nothing";

/** What stands in the place of a row, for a container that no row reads as it arrives. */
export const unread = {
  /** It must be whole before anything can be said about it. */
  whole: -1,
  /** There is no room for it. */
  nothing: -2,
} as const;

/** All values of a type, or those of a list. */
export type Listed<T> = "all" | ReadonlySet<T>;

/** What a {@link Place} is made of. */
export interface PlaceParts {
  /** The rows, or slots, of which one is meant; their order does not matter. */
  readonly rows: readonly number[];
  /** The row that an object is read by as it arrives, or why there is none: one of {@link unread}. */
  readonly object: number;
  /** The same for an array. */
  readonly array: number;
  readonly text: TextRole;
  readonly texts: Listed<string>;
  readonly numbers: Listed<number>;
  /** Whether every integer may stand here, whatever `numbers` lists. */
  readonly integers: boolean;
  readonly booleans: Listed<boolean>;
  readonly nulls: boolean;
  /** JSON types whose values may have to be read otherwise than they stand, or not be shown. */
  readonly asked: ReadonlySet<WireType>;
  readonly limits: Limits | undefined;
  /** How values are mended here; nothing where none is. */
  readonly mending: Mending | undefined;
  /** What the schemas here are about that take values of all other types, too. */
  readonly lax: ReadonlySet<"object" | "array">;
  /** What is expected here, whatever the rows say. */
  readonly expected?: Expectation;
  /** Where it is not known yet which of some places is meant: all of them. */
  readonly alternatives?: readonly Place[];
}

/** What may stand at a place of the output: answers to what is asked of every value that is read there, worked out once. */
export class Place {
  readonly parts: PlaceParts;
  readonly object: number;
  readonly array: number;
  readonly text: TextRole;
  readonly limits: Limits | undefined;
  readonly mending: Mending | undefined;
  readonly #isAsked: boolean;

  constructor(parts: PlaceParts) {
    this.parts = parts;
    this.object = parts.object;
    this.array = parts.array;
    this.text = parts.text;
    this.limits = parts.limits;
    this.mending = parts.mending;
    this.#isAsked = parts.asked.size > 0;
  }

  /** Whether a scalar certainly is what stands here, as it is. If not it may be so all the same: more has to be asked. */
  fits(value: unknown): boolean {
    if (this.#isAsked && this.parts.asked.has(wireTypeOf(value) ?? "object")) return false;
    return this.#takes(value);
  }

  #takes(value: unknown): boolean {
    const { texts, numbers, booleans } = this.parts;
    switch (typeof value) {
      case "string":
        return texts === "all" || texts.has(value);
      case "number":
        return numbers === "all" || (this.parts.integers && Number.isInteger(value)) || numbers.has(value);
      case "boolean":
        return booleans === "all" || booleans.has(value);
      default:
        return value === null && this.parts.nulls;
    }
  }

  /** Whether a whole scalar may stand here, as it is or mended. */
  admits(value: unknown): boolean {
    const { alternatives } = this.parts;
    if (alternatives !== undefined) return alternatives.some((place) => place.admits(value));
    return this.#takes(value) || (this.mending !== undefined && this.mending.readingsOf(value, "").length > 0);
  }

  /** Whether a value of a JSON type may stand here, as it is or mended, as far as is known before it is whole. */
  admitsType(type: WireType): boolean {
    const { numbers, integers, booleans, nulls, alternatives } = this.parts;
    const { mending } = this;
    if (alternatives !== undefined) return alternatives.some((place) => place.admitsType(type));
    switch (type) {
      case "string":
        return this.text !== "nothing" || (mending !== undefined && mending.mayMend("") !== false);
      case "number":
        return numbers === "all" || integers || numbers.size > 0 || mending?.mayMendType(type) === true;
      case "boolean":
        return booleans === "all" || booleans.size > 0 || mending?.mayMendType(type) === true;
      case "null":
        return nulls;
      case "object":
        return this.object !== unread.nothing || mending?.mayMendType(type) === true;
      case "array":
        return this.array !== unread.nothing;
    }
  }

  /** Whether the schema refuses a value of a JSON type that the rows have no room for. */
  refuses(type: WireType): boolean {
    const { lax, alternatives } = this.parts;
    if (alternatives !== undefined) return alternatives.every((place) => place.refuses(type));
    return lax.size === 0 || (lax.size === 1 && (type === "object" || type === "array") && lax.has(type));
  }

  /** Whether only some texts may stand here, so that the beginning of any other one is known to be wrong. */
  get listsTexts(): boolean {
    const { alternatives } = this.parts;
    if (alternatives !== undefined) return alternatives.every((place) => place.listsTexts);
    return this.text === "nothing" || (this.text === "whole" && this.parts.texts !== "all");
  }

  /** Whether a text that begins so may stand here, where texts are listed; `certain`: no more need be asked before it is whole. */
  mayBegin(beginning: string): boolean | "certain" {
    const { texts, alternatives } = this.parts;
    if (alternatives !== undefined) {
      const answers = alternatives.map((place) => place.mayBegin(beginning));
      return answers.includes("certain") ? "certain" : answers.includes(true);
    }
    if (texts === "all") return "certain";
    const mended = this.mending?.mayMend(beginning) ?? false;
    if (mended !== false) return mended;
    for (const text of texts) if (text.startsWith(beginning)) return true;
    return false;
  }
}

/** As much of a text as it takes to know that it begins wrongly. */
export function shortestWrong(text: string, isRight: (beginning: string) => boolean): string {
  let length = 1;
  while (length < text.length && isRight(text.slice(0, length))) length++;
  return text.slice(0, length);
}
