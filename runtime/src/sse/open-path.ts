import type { Path } from "../stream-events.ts";

/** An array or an object, by indexes and keys alike. */
export type Container = Record<string | number, unknown>;

/** Whether a value is an array or an object. */
export function isContainer(value: unknown): value is Container {
  return typeof value === "object" && value !== null;
}

/** Says where a value that was just written at `path` is open: at the last text, object or array in it, or around it. */
export function innermost(path: Path, value: unknown): Path {
  const open = [...path];
  let inner = value;
  while (isContainer(inner)) {
    const key = Array.isArray(inner) ? inner.length - 1 : Object.keys(inner).at(-1);
    if (key === undefined || key === -1) return open;
    open.push(key);
    inner = inner[key];
  }
  // Of a number there is nothing more to come.
  if (typeof inner !== "string") open.pop();
  return open;
}

/** Whether the way to one place leads through another one, or to it. */
export function leadsThrough(path: Path, place: Path): boolean {
  return place.length <= path.length && place.every((step, index) => step === path[index]);
}

/** The value at a path, or nothing where there is none. */
export function valueAt(value: unknown, path: Path): unknown {
  let inner = value;
  for (const step of path) {
    inner = isContainer(inner) && Object.hasOwn(inner, step) ? inner[step] : undefined;
  }
  return inner;
}
