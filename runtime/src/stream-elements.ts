import type { Codec, StreamNode } from "./codec.ts";
import { ConfigurationError, RestartError } from "./errors.ts";
import { type Audience, readState } from "./stream-readers.ts";
import type { StreamState } from "./stream-state.ts";
import { isValid } from "./validation/validate.ts";

type ArrayNode = Extract<StreamNode, { kind: "array" }>;

/**
 * Reads the elements of the root's array `key`, each once finished and valid for its own schema: as they are, or, to
 * `replay`, with where they come from.
 *
 * They are read by index from the running attempt's snapshot, so a slow reader loses none. An element that is not
 * valid, or of which something is not shown, is where reading stops until the attempt is judged.
 */
export function readElements<T, P>(
  state: StreamState<T, P>,
  audience: Audience,
  codec: Codec,
  key: string,
  replay: boolean,
): AsyncIterableIterator<unknown> {
  const arrays = arraysAt(codec, key);
  if (arrays.length === 0) throw new ConfigurationError(`${codec.name} has no array "${key}" at its root`);
  let attempt = 0;
  let index = 0;
  /** Index of the element that was found not to be valid. */
  let stuckAt = -1;

  const isRight = (item: unknown): boolean => {
    if (state.judged || state.judgesElementsOf(key)) return true;
    if (index === stuckAt) return false;
    // Which of several arrays it is nobody can say, so none of their validators can be asked.
    const [array, ...others] = arrays;
    const check = array === undefined || others.length > 0 ? undefined : codec.checks?.[rowAt(array, index)];
    if (check === undefined || isValid(check, item)) return true;
    stuckAt = index;
    return false;
  };

  const take = (): { readonly value: unknown } | undefined => {
    if (state.attempt !== attempt) {
      if (index > 0 && !replay) {
        // A stream that has failed for good says why itself.
        if (state.end !== undefined && "error" in state.end) return undefined;
        throw new RestartError(
          `the stream restarted after ${index} elements of "${key}" had been handed out: use { onRestart: "replay" } to take them again`,
        );
      }
      attempt = state.attempt;
      index = 0;
      stuckAt = -1;
    }
    const elements = elementsAt(state, key);
    if (index >= finishedOf(state, key, elements)) return undefined;
    const item = elements[index];
    if (!isRight(item)) return undefined;
    const element = { item, index: index++, attempt };
    return { value: replay ? element : item };
  };
  return readState(state, audience, { take, drains: true });
}

/** The rows that the array at a key of the root may be read as. */
function arraysAt({ table }: Codec, key: string): readonly ArrayNode[] {
  const roots = nodesAt(table, 0, new Set()).filter((node) => node.kind === "object");
  const rows = roots.flatMap(({ properties }) => (Object.hasOwn(properties, key) ? [properties[key] ?? -1] : []));
  const found = new Set<number>();
  return rows.flatMap((row) => nodesAt(table, row, found)).filter((node) => node.kind === "array");
}

/** A row, or the options of one that is a union, those of unions in it included; each once. */
function nodesAt(
  table: Codec["table"],
  row: number,
  found: Set<number>,
): readonly Exclude<StreamNode, { kind: "union" }>[] {
  const node = table[row];
  if (node === undefined || found.has(row)) return [];
  found.add(row);
  return node.kind === "union" ? node.options.flatMap((option) => nodesAt(table, option, found)) : [node];
}

function rowAt({ prefix, items }: ArrayNode, index: number): number {
  return prefix?.[index] ?? items;
}

function elementsAt<T, P>(state: StreamState<T, P>, key: string): readonly unknown[] {
  state.refresh();
  const root = state.current;
  if (typeof root !== "object" || root === null || !Object.hasOwn(root, key)) return [];
  const elements = (root as Readonly<Record<string, unknown>>)[key];
  return Array.isArray(elements) ? elements : [];
}

/** How many elements from the first on are whole and shown as they were written. */
function finishedOf<T, P>(state: StreamState<T, P>, key: string, elements: readonly unknown[]): number {
  // The last element may be half written; it is whole once nothing of it is open any more.
  const [openKey, openIndex] = state.openPath;
  const whole = openKey === key && openIndex === elements.length - 1 ? elements.length - 1 : elements.length;
  const doubt = state.doubtBelow(key);
  if (doubt === undefined) return whole;
  const [, index] = doubt;
  return Math.min(whole, typeof index === "number" ? index : 0);
}
