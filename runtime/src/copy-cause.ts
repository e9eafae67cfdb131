import { TransportError } from "./transport/transport.ts";

/** What platforms say of an error in members of their own, which is enough to look it up. */
const keptMembers = ["code", "errno", "syscall", "hostname", "host", "address", "port", "library", "reason", "status"];

/** Deeper chains than this are circles. */
const mostCauses = 8;

/**
 * Copies of an error that others threw what may be told: its name, its message and those of its causes as `clean` leaves
 * them, codes, and where it was thrown. Errors of HTTP clients hold the request that failed, with its headers and its body.
 */
export function copyCause(cause: unknown, clean: (text: string) => string, depth = 0): unknown {
  if (typeof cause === "string") return clean(cause);
  if (!(cause instanceof Error)) return cause === undefined ? undefined : clean(String(cause));
  if (depth === mostCauses) return undefined;
  const inner = copyCause(cause.cause, clean, depth + 1);
  const copy = createCopy(cause, clean(cause.message), inner, clean, depth);
  if (/^\w+$/.test(cause.name)) Object.defineProperty(copy, "name", { value: cause.name });
  for (const name of keptMembers) {
    const value: unknown = Reflect.get(cause, name);
    if (typeof value === "number") Object.assign(copy, { [name]: value });
    if (typeof value === "string") Object.assign(copy, { [name]: clean(value) });
  }
  Object.defineProperty(copy, "stack", { value: [String(copy), ...framesOf(cause)].join("\n") });
  return copy;
}

function createCopy(
  cause: Error,
  message: string,
  inner: unknown,
  clean: (text: string) => string,
  depth: number,
): Error {
  const options = inner === undefined ? {} : { cause: inner };
  if (cause instanceof AggregateError) {
    const errors = cause.errors.slice(0, mostCauses).map((one: unknown) => copyCause(one, clean, depth + 1));
    return new AggregateError(errors, message, options);
  }
  if (!(cause instanceof TransportError)) return new Error(message, options);
  const copy = new TransportError(cause.kind, inner);
  copy.message = message;
  return copy;
}

/** The frames of a stack. Before them stands the message, which may be of many lines. */
function framesOf({ stack = "", message }: Error): readonly string[] {
  const lines = stack.slice(stack.indexOf(message) + message.length).split("\n");
  return lines.filter((line) => /^\s+at [^\n]{1,500}$/.test(line));
}
