import { wireTypeOf } from "./json-value.ts";
import type { StreamShape } from "./stream-shape.ts";

/** A whole value as it was authored, and whether all its held nodes are valid, so that it may be shown. */
export interface Decoded {
  readonly value: unknown;
  readonly showable: boolean;
}

/** Reads a whole value by one row in a reading of its own; returns nothing when it does not fit. */
export type ReadInside = (row: number, value: unknown) => Decoded | undefined;

/**
 * Decodes a whole value by a row: by the first of its {@link StreamShape.candidates} that the value fits. Returns
 * nothing when there is none. When `opened` the row's own `hold` is the asker's business.
 */
export function decodeWhole(
  shape: StreamShape,
  row: number,
  value: unknown,
  opened: boolean,
  readInside: ReadInside,
): Decoded | undefined {
  const type = wireTypeOf(value);
  if (type === undefined) return shape.node(row).kind === "any" ? { value, showable: true } : undefined;
  for (const candidate of shape.candidates(row, type, opened)) {
    const decoded = decodeAs(shape, candidate, value, readInside);
    if (decoded === undefined) continue;
    return opened && candidate === row ? decoded : held(shape, candidate, decoded);
  }
  return undefined;
}

function decodeAs(shape: StreamShape, row: number, value: unknown, readInside: ReadInside): Decoded | undefined {
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
