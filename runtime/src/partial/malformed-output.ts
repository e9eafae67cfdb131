import type { ValidationIssue } from "../codec.ts";

/**
 * Why a text is not the JSON it was asked to be.
 *
 * - `syntax`: no continuation could make it JSON.
 * - `duplicate-key`: an object has the same key twice.
 * - `too-deep`, `too-long`: a limit was passed.
 * - `incomplete`: it ended before the root value did; the only reason that more text could have cured.
 */
export type MalformedReason = "syntax" | "duplicate-key" | "too-deep" | "too-long" | "incomplete";

/** Thrown inside the package by the parser and the partial builder; callers turn it into an `InvalidOutputError`. Quotes no value. */
export class MalformedOutputError extends Error {
  override readonly name = "MalformedOutputError";
  readonly reason: MalformedReason;
  /** What is wrong, without the place. */
  readonly detail: string;
  /** Where in the text, in UTF-16 code units from its start; -1 for a value that never was text. */
  readonly offset: number;
  /** JSON pointer to the value that was being read, where it is known. */
  readonly pointer: string;

  constructor(reason: MalformedReason, detail: string, offset = -1, pointer = "") {
    super(`${detail}${atCharacter(offset)}${pointer === "" ? "" : `, in ${pointer}`}`);
    this.reason = reason;
    this.detail = detail;
    this.offset = offset;
    this.pointer = pointer;
  }

  /** The same as an issue, for an `InvalidOutputError`. */
  get issue(): ValidationIssue {
    return {
      instancePath: this.pointer,
      keyword: "json",
      params: { reason: this.reason, offset: this.offset },
      message: `is not JSON that can be read: ${this.detail}${atCharacter(this.offset)}`,
    };
  }
}

function atCharacter(offset: number): string {
  return offset < 0 ? "" : ` at character ${offset}`;
}

/** Spells a path as a JSON pointer (RFC 6901). */
export function toPointer(path: readonly (string | number)[]): string {
  return path.map((segment) => `/${String(segment).replaceAll("~", "~0").replaceAll("/", "~1")}`).join("");
}
