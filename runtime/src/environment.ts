/** Environment variables by name. Passed in by tests and by platforms without a process. */
export type Environment = Readonly<Record<string, string | undefined>>;

const empty: Environment = {};

/** The variables of this process, as they are now; none on platforms that have no process. */
export function processEnvironment(): Environment {
  return typeof process === "undefined" ? empty : (process.env ?? empty);
}
