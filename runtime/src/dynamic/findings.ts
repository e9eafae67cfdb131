import { ConfigurationError } from "../errors.ts";
import { limits } from "./limits.ts";

/** One thing that is wrong with a schema. */
export interface Finding {
  /** JSON pointer of the place, from `#`. */
  readonly pointer: string;
  readonly message: string;
  /** The way out. */
  readonly hint: string;
}

/** Makes the error that tells all findings, one line each. */
export function schemaError(name: string, findings: readonly Finding[]): ConfigurationError {
  const lines = findings
    .slice(0, limits.findings)
    .map(({ pointer, message, hint }) => `  ${shorten(pointer)}: ${message}: ${hint}`);
  const more = findings.length - lines.length;
  return new ConfigurationError(
    [
      `the schema of ${name} cannot be used:`,
      ...lines,
      ...(more > 0 ? [`  and ${more} more ${more === 1 ? "finding" : "findings"}`] : []),
    ].join("\n"),
  );
}

/** A pointer of readable length: the deepest places have the longest ones, whose end says most. */
function shorten(pointer: string): string {
  return pointer.length > maxPointer ? `#…${pointer.slice(-maxPointer)}` : pointer;
}

const maxPointer = 160;
