import type { Codec } from "./codec.ts";
import { ConfigurationError, RestartError } from "./errors.ts";
import type { StreamedElement } from "./stream-events.ts";
import { type Audience, readState } from "./stream-readers.ts";
import type { StreamState } from "./stream-state.ts";
import { isValid } from "./validation/validate.ts";

/**
 * Reads the elements of the root's array `key`, each once finished and valid for its own schema.
 *
 * They are read by index from the running attempt's snapshot, so a slow reader loses none. An element that is not
 * valid is where reading stops until the attempt is judged.
 */
export function readElements<T, P>(
  state: StreamState<T, P>,
  audience: Audience,
  codec: Codec,
  key: string,
  replay: boolean,
): AsyncIterableIterator<StreamedElement<unknown>> {
  const root = codec.table[0];
  const row = root?.kind === "object" && Object.hasOwn(root.properties, key) ? root.properties[key] : undefined;
  const array = row === undefined ? undefined : codec.table[row];
  if (array?.kind !== "array") {
    throw new ConfigurationError(`${codec.name} has no array "${key}" at its root`);
  }
  const check = codec.checks?.[array.items];
  let attempt = 0;
  let index = 0;
  return readState(state, audience, () => {
    if (state.attempt !== attempt) {
      if (index > 0 && !replay) {
        throw new RestartError(
          `the stream restarted after ${index} elements of "${key}" had been handed out: use { onRestart: "replay" } to take them again`,
        );
      }
      attempt = state.attempt;
      index = 0;
    }
    const elements = elementsAt(state, key);
    // The last element may be half written; it is whole once nothing of it is open any more.
    const [openKey, openIndex] = state.openPath;
    const finished = openKey === key && openIndex === elements.length - 1 ? elements.length - 1 : elements.length;
    if (index >= finished) return undefined;
    const item = elements[index];
    if (check !== undefined && !isValid(check, item)) return undefined;
    return { value: { item, index: index++, attempt } };
  });
}

function elementsAt<T, P>(state: StreamState<T, P>, key: string): readonly unknown[] {
  state.refresh();
  const elements = (state.current as Readonly<Record<string, unknown>> | undefined)?.[key];
  return Array.isArray(elements) ? elements : [];
}
