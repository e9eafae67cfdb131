/** An event with members that are there for who asks for them, and that no logger comes across. */
export function withHidden<E extends object, H extends object>(event: E, hidden: H): E & H {
  for (const [name, value] of Object.entries(hidden)) Object.defineProperty(event, name, { value });
  return event as E & H; // just defined
}
