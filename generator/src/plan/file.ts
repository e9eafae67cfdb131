/** One file to be written. Its text ends with a newline and has only line feeds. */
export interface EmittedFile {
  /** Path below the output folder, with forward slashes: `internal/patient-summary.ts`. */
  readonly path: string;
  readonly text: string;
}
