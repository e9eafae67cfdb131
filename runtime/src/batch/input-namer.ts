import { ConfigurationError } from "../errors.ts";

/**
 * Makes the function that gives each input its key, by the `key` option or else by its index. It throws a
 * `ConfigurationError` that says which inputs have the same one, and not which: keys may name people.
 */
export function createInputNamer<I>(
  key: ((input: I, index: number) => string) | undefined,
): (input: I, index: number) => string {
  if (key === undefined) return (_input, index) => String(index);
  const known = new Map<string, number>();
  return (input, index) => {
    const name = key(input, index);
    const other = known.get(name);
    if (other !== undefined) {
      throw new ConfigurationError(
        `inputs ${other} and ${index} have the same key: the \`key\` option gives each its own`,
      );
    }
    known.set(name, index);
    return name;
  };
}
