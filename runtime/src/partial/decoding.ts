import { type Expectation, expectedAt, type Flaw } from "./flaw.ts";
import type { Path } from "./growing-tree.ts";
import { wireTypeOf } from "./json-value.ts";
import type { MalformedOutputError } from "./malformed-output.ts";
import type { StreamShape } from "./stream-shape.ts";

/** A whole value as it was authored, and whether all its held nodes are valid, so that it may be shown. */
export interface Decoded {
  readonly value: unknown;
  readonly showable: boolean;
}

/** What the trials that one reading started share, those in trials included. */
export class TrialMemory {
  /** Why the first string that should have held JSON text did not, since this was last cleared. */
  malformed: MalformedOutputError | undefined;
  readonly #decodings = new WeakMap<object, Map<string, Decoded | undefined>>();

  /**
   * What a whole value is by a row: as it was decoded before, or now. Were it not remembered, unions in unions would be
   * decoded again for every option. A scalar costs little to decode, and has no identity to be remembered by.
   */
  recall(value: unknown, row: number, strictly: boolean, decode: () => Decoded | undefined): Decoded | undefined {
    if (typeof value !== "object" || value === null) return decode();
    const known = this.#decodings.get(value) ?? new Map<string, Decoded | undefined>();
    this.#decodings.set(value, known);
    const key = `${row} ${strictly}`;
    if (known.has(key)) return known.get(key);
    const decoded = decode();
    known.set(key, decoded);
    return decoded;
  }
}

/**
 * Reads a whole value by one row in a reading of its own; returns nothing when it does not fit. `strictly`: what the
 * dialect writes as JSON text must be a string.
 */
export type ReadInside = (row: number, value: unknown, strictly: boolean) => Decoded | undefined;

/**
 * Decodes a whole value by a row: by the first of its {@link StreamShape.candidates} that the value fits, among several
 * by one that it fits strictly if there is such a one: what takes anything as it stands would hide the others. Returns
 * nothing when there is none. When `opened` the row's own `hold` is the asker's business.
 */
export function decodeWhole(
  shape: StreamShape,
  row: number,
  value: unknown,
  opened: boolean,
  strictly: boolean,
  readInside: ReadInside,
): Decoded | undefined {
  const type = wireTypeOf(value);
  if (type === undefined) return shape.node(row).kind === "any" ? { value, showable: true } : undefined;
  const decodeBy = (isStrict: boolean): Decoded | undefined => {
    const candidates = shape.candidates(row, type, opened, isStrict);
    for (const candidate of isEmpty(value) ? asAuthoredFirst(shape, candidates) : candidates) {
      const decoded = decodeAs(shape, candidate, value, (inner, whole) => readInside(inner, whole, isStrict));
      if (decoded === undefined) continue;
      return opened && candidate === row ? decoded : held(shape, candidate, decoded);
    }
    return undefined;
  };
  if (strictly) return decodeBy(true);
  const isChoice = shape.hasJson && shape.candidates(row, type, opened).length > 1;
  return (isChoice ? decodeBy(true) : undefined) ?? decodeBy(false);
}

function isEmpty(value: unknown): boolean {
  return typeof value === "object" && value !== null && Object.keys(value).length === 0;
}

/** An empty container shows nothing of the form that a dialect would have given to another one. */
function asAuthoredFirst(shape: StreamShape, rows: readonly number[]): readonly number[] {
  return [...rows.filter((row) => !shape.changesForm(row)), ...rows.filter((row) => shape.changesForm(row))];
}

function decodeAs(
  shape: StreamShape,
  row: number,
  value: unknown,
  readInside: (row: number, value: unknown) => Decoded | undefined,
): Decoded | undefined {
  if (typeof value === "string" && shape.isJson(row)) return readInside(row, value);
  switch (shape.node(row).kind) {
    case "object":
    case "array":
    case "union":
      return readInside(row, value);
    default:
      return shape.allows(row, value) ? { value, showable: true } : undefined;
  }
}

/** A held node may be shown only when it is valid for its own schema. */
function held(shape: StreamShape, row: number, decoded: Decoded): Decoded {
  if (!shape.node(row).hold || !decoded.showable) return decoded;
  return { value: decoded.value, showable: shape.checks[row]?.(decoded.value) ?? true };
}

/**
 * What is wrong with a whole value that no row fits, and where in it: the value itself, or what a container breaks of the
 * only row it may be, as `flawBy` finds out.
 */
export function misfitOf(
  shape: StreamShape,
  row: number,
  value: unknown,
  flawBy: (row: number) => Flaw | undefined,
): { readonly expectation: Expectation; readonly path: Path } {
  const type = wireTypeOf(value);
  const [only, ...others] = type === "object" || type === "array" ? shape.candidates(row, type) : [];
  const kind = only === undefined || others.length > 0 ? undefined : shape.node(only).kind;
  const inside = only !== undefined && (kind === "object" || kind === "array") ? flawBy(only) : undefined;
  if (inside === undefined) return { expectation: expectedAt(shape, row, type), path: [] };
  const { keyword, params, final, path } = inside;
  return { expectation: { keyword, params, final }, path };
}
