import type { Json } from "../../../runtime/src/schema/json.ts";
import type { Diagnostic, SourceRange } from "../diagnostics/diagnostic.ts";

/** One YAML or JSON file as plain data that remembers where each part of it stands. */
export interface SpecDocument {
  /** Path below the project root, with forward slashes. */
  readonly path: string;
  /** The source text. */
  readonly text: string;
  /** What the file says; `undefined` when it cannot be read at all. Aliases have been copied out. */
  readonly value: Json | undefined;
  /** What is wrong with the file as YAML or JSON. */
  readonly findings: readonly Diagnostic[];
  /** Where a JSON pointer stands; its nearest parent when it leads nowhere. An alias stands where its anchor does. */
  rangeOf(pointer: string, what?: "key" | "value"): SourceRange;
  /** Where a stretch of the text at `pointer` stands, given as offsets into the decoded string. */
  rangeInText(pointer: string, start: number, end: number): SourceRange;
}
