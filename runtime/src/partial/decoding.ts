import type { ValidationIssue } from "../codec.ts";
import type { Repair } from "../result.ts";
import { validateOutput } from "../validation/validate.ts";
import { type Expectation, expectedAt, type Flaw } from "./flaw.ts";
import type { Path } from "./growing-tree.ts";
import { equalsJson, wireTypeOf } from "./json-value.ts";
import type { MalformedOutputError } from "./malformed-output.ts";
import type { Places } from "./places.ts";
import type { StreamShape } from "./stream-shape.ts";

/** A whole value as it was authored. */
export interface Decoded {
  readonly value: unknown;
  /** Whether all held nodes in it are valid, so that it may be shown. */
  readonly showable: boolean;
  /** What was mended in it. */
  readonly repairs: readonly Repair[];
  /** Why it is not valid for its own schema, when that was asked. */
  readonly issues?: readonly ValidationIssue[];
}

const noRepairs: readonly Repair[] = [];

/** How a whole value is tried to be read. */
export interface Manner {
  /** Whether what the dialect writes as JSON text must be a string. */
  readonly strictly: boolean;
  /** Whether values in it may be mended. */
  readonly mending: boolean;
}

/** What the trials that one reading started share, those in trials included. */
export class TrialMemory {
  /** Why the first string that should have held JSON text did not, since this was last cleared. */
  malformed: MalformedOutputError | undefined;
  /** Made when it is first needed: a map of weak keys is a burden to garbage collection, and most answers need none. */
  #decodings: WeakMap<object, Map<number, Decoded | undefined>> | undefined;

  /**
   * What a whole value is by a row: as it was decoded before, or now. Were it not remembered, unions in unions would be
   * decoded again for every option. A scalar costs little to decode, and has no identity to be remembered by.
   */
  recall(
    value: unknown,
    row: number,
    { strictly, mending }: Manner,
    decode: () => Decoded | undefined,
  ): Decoded | undefined {
    if (typeof value !== "object" || value === null) return decode();
    this.#decodings ??= new WeakMap();
    const known = this.#decodings.get(value) ?? new Map<number, Decoded | undefined>();
    this.#decodings.set(value, known);
    const key = row * 4 + (strictly ? 1 : 0) + (mending ? 2 : 0);
    if (known.has(key)) return known.get(key);
    const decoded = decode();
    known.set(key, decoded);
    return decoded;
  }
}

/** Reads a whole value by one row in a reading of its own; returns nothing when it does not fit. */
export type ReadInside = (row: number, value: unknown, manner: Manner) => Decoded | undefined;

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
  if (type === undefined) {
    return shape.node(row).kind === "any" ? { value, showable: true, repairs: noRepairs } : undefined;
  }
  const decodeBy = (isStrict: boolean): Decoded | undefined => {
    const candidates = shape.candidates(row, type, opened, isStrict);
    const manner = { strictly: isStrict, mending: false };
    for (const candidate of isEmpty(value) ? asAuthoredFirst(shape, candidates) : candidates) {
      const decoded = decodeAs(shape, candidate, value, manner, readInside);
      if (decoded === undefined) continue;
      return opened && candidate === row ? decoded : held(shape, candidate, decoded, row);
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
  manner: Manner,
  readInside: ReadInside,
): Decoded | undefined {
  if (typeof value === "string" && shape.isJson(row)) return readInside(row, value, manner);
  switch (shape.node(row).kind) {
    case "object":
    case "array":
    case "union":
      return readInside(row, value, manner);
    default:
      return shape.allows(row, value) ? { value, showable: true, repairs: noRepairs } : undefined;
  }
}

/** A held node may be shown only when it is valid for its own schema. What is wrong with it is told when it is what stands at `row`. */
function held(shape: StreamShape, candidate: number, decoded: Decoded, row: number): Decoded {
  const check = shape.node(candidate).hold && decoded.showable ? shape.checks[candidate] : undefined;
  const issues = check === undefined ? [] : validateOutput(check, decoded.value);
  if (issues.length === 0) return decoded;
  return { ...decoded, showable: false, ...(candidate === row ? { issues } : {}) };
}

/**
 * Decodes a whole value that fits a row nowhere as it is: as what it, or what is in it, may have been meant to be, if
 * there is one way to read it that fits. `written` is how a number was written, where that is known.
 */
export function decodeMended(
  places: Places,
  row: number,
  value: unknown,
  written: string | undefined,
  opened: boolean,
  readInside: ReadInside,
): Decoded | undefined {
  const { shape } = places;
  const { mending } = places.at(row);
  const type = wireTypeOf(value);
  const found: Decoded[] = [];
  const add = (decoded: Decoded | undefined): void => {
    if (decoded !== undefined && !found.some((other) => equalsJson(other.value, decoded.value))) found.push(decoded);
  };
  if (type === "object" || type === "array") {
    for (const candidate of shape.candidates(row, type, opened)) {
      const decoded = decodeAs(shape, candidate, value, { strictly: false, mending: true }, readInside);
      if (decoded !== undefined) add(opened && candidate === row ? decoded : held(shape, candidate, decoded, row));
    }
  }
  for (const reading of mending?.readingsOf(value, written) ?? []) {
    const decoded = decodeWhole(shape, row, reading.value, opened, false, readInside);
    if (decoded !== undefined) add({ ...decoded, repairs: [reading.repair] });
  }
  return found.length === 1 ? found[0] : undefined;
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
  if (inside === undefined) return { expectation: expectedAt(shape, [row], type), path: [] };
  const { keyword, params, final, path } = inside;
  return { expectation: { keyword, params, final }, path };
}
