/** Where a row stands: the least that is possible, another bare program, Outspec, or who is measured beside it. */
export type Kind = "floor" | "bare" | "ours" | "peer";

/** A column of figures, or of words. */
export interface Column {
  /** With its unit. */
  readonly name: string;
  /** How figures are shown: with three digits that count, whole, or as a ratio. Texts are shown as they are. */
  readonly format: "figure" | "count" | "times";
  /** Whether a peer with a lower figure than ours beats us. Lower is better wherever that is so. */
  readonly compared: boolean;
}

/** One row; `null` is what was not measured. */
export interface Row {
  readonly label: string;
  readonly kind: Kind;
  readonly cells: readonly (number | string | null)[];
  /** Why something is missing, or what a reader has to know of this row. */
  readonly problem?: string;
}

/** What Outspec may have at most in a column. */
export interface Target {
  readonly column: number;
  readonly atMost: number;
  /** As words that go on from "Outspec's target:". */
  readonly says: string;
}

/** One table of the report. */
export interface Table {
  /** Short, and unlike that of any other table: remarks are kept by it. */
  readonly name: string;
  readonly title: string;
  /** What is done, for a reader who wants to judge the figures. */
  readonly description: string;
  /** Measures this table again. */
  readonly command: string;
  readonly columns: readonly Column[];
  /** The first row of Outspec is the one that counts. */
  readonly rows: readonly Row[];
  readonly target?: Target;
}

/** Who takes part in a part of the benchmark. */
export interface Contender {
  readonly label: string;
  /** Packages and their versions, as they are told. */
  readonly versions: string;
  /** What a reader of the figures must know. */
  readonly how: string;
}

/** What one program of the benchmark found. */
export interface Part {
  readonly name: string;
  readonly title: string;
  /** Markdown, between the title and the tables. */
  readonly introduction: readonly string[];
  readonly contenders: readonly Contender[];
  readonly tables: readonly Table[];
  /** What was not measured as a whole, and why. */
  readonly skipped: readonly string[];
  readonly seconds: number;
}

/** The row of Outspec that counts. */
export function ourRow({ rows }: Table): Row | undefined {
  return rows.find(({ kind }) => kind === "ours");
}
