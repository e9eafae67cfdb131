/**
 * An event with members that are there for who asks for them, and that no logger comes across: getters, which are not
 * called even where members that are not enumerable are printed.
 */
export function withHidden<E extends object, H extends object>(event: E, hidden: H): E & H {
  for (const [name, value] of Object.entries(hidden)) Object.defineProperty(event, name, { get: () => value });
  return event as E & H; // just defined
}
