/** A stretch of a source file. Lines and columns count from 1; `end` is exclusive. */
export interface SourceRange {
  /** Path below the project root, with forward slashes. */
  readonly path: string;
  readonly start: { readonly line: number; readonly column: number };
  readonly end: { readonly line: number; readonly column: number };
}

/** One finding about a spec or the configuration. Collected, never thrown: a run reports all of them. */
export interface Diagnostic {
  /** Stable name of the rule, in kebab-case, as in `unknown-type`. */
  readonly code: string;
  /** `info` is of lint alone: the generator has nothing to say that nobody need act on. */
  readonly severity: "error" | "warning" | "info";
  /** What is wrong, naming the thing and what was expected. */
  readonly message: string;
  /** The way out, as in `did you mean "string"?`. */
  readonly hint?: string;
  readonly range: SourceRange;
}
