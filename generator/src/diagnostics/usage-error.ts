/** A reason why a command cannot start that is the caller's to mend: printed as one line, exit code 2. */
export class UsageError extends Error {
  override readonly name = "UsageError";
  /** The way out. */
  readonly hint?: string;

  constructor(message: string, hint?: string, options?: ErrorOptions) {
    super(message, options);
    if (hint !== undefined) this.hint = hint;
  }
}
