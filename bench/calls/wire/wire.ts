/** What one wire family sends: texts ready to be written. */
export interface Wire {
  /** How the path of its requests ends. */
  readonly path: string;
  /** The whole answer at once. */
  body(text: string): string;
  /** The same as server-sent events, one for each delta of `length` characters, with what comes before and after them. */
  events(
    text: string,
    length: number,
  ): { readonly opening: string; readonly deltas: readonly string[]; readonly closing: string };
  /** The body of a 529. */
  readonly overloaded: string;
}
