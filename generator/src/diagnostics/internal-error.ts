/** A fault of ours that one spec brought to light. The spec is named, the fault is the `cause`, and no finding is made of it. */
export class InternalError extends Error {
  override readonly name = "InternalError";
  /** Path of the spec below the project root. */
  readonly path: string;

  constructor(path: string, cause: unknown) {
    const text = cause instanceof Error ? `${cause.name}: ${cause.message}` : String(cause);
    super(text, { cause });
    this.path = path;
  }
}
