import type { Path } from "./growing-tree.ts";
import { wireTypeOf } from "./json-value.ts";

/**
 * Creates a test of whether a growing candidate has caught up with `best`: it has a decided value wherever `best` has
 * one, and arrays at least as long. Values may differ, texts may be shorter.
 *
 * The candidates given must be successive partials of one attempt. As a partial takes nothing back, each call goes on
 * where the last one stopped, so all of them together cost no more than one walk over `best`.
 */
export function createCatchUp(best: unknown): (candidate: unknown) => boolean {
  const landmarks = [...landmarksOf(best, [])];
  let reached = 0;
  return (candidate) => {
    for (; reached < landmarks.length; reached++) {
      const landmark = landmarks[reached];
      if (landmark === undefined || !stands(landmark, candidate)) return false;
    }
    return true;
  };
}

/** Whether a partial has at least the decided values and the array lengths of another one. Pure; see {@link createCatchUp} for a stream of them. */
export function isAtLeast(candidate: unknown, best: unknown): boolean {
  return createCatchUp(best)(candidate);
}

interface Landmark {
  readonly path: Path;
  /** The container that must stand here, or a scalar: anything that is not a container. */
  readonly kind: "object" | "array" | "scalar";
}

/** Places that a candidate must have reached: scalars and containers that are empty. The rest follows from them. */
function* landmarksOf(value: unknown, path: Path): Generator<Landmark> {
  if (value === undefined) return;
  const type = wireTypeOf(value);
  const kind = type === "object" || type === "array" ? type : "scalar";
  const members = kind === "scalar" ? [] : Object.entries(value as object);
  if (members.length === 0) yield { path, kind };
  for (const [key, member] of members) yield* landmarksOf(member, [...path, kind === "array" ? Number(key) : key]);
}

function stands({ path, kind }: Landmark, candidate: unknown): boolean {
  let value = candidate;
  for (const step of path) {
    if (Array.isArray(value) !== (typeof step === "number")) return false;
    if (typeof value !== "object" || value === null || !Object.hasOwn(value, step)) return false;
    value = (value as Readonly<Record<string | number, unknown>>)[step];
  }
  if (value === undefined) return false;
  const type = wireTypeOf(value);
  return kind === (type === "object" || type === "array" ? type : "scalar");
}
