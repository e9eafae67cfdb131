/** What is to be said of some tables: why we are where we are in them, and what could still be done. */
export interface Remark {
  readonly title: string;
  /** The names of the tables it explains. */
  readonly tables: readonly string[];
  /** Markdown, one paragraph. */
  readonly text: string;
}

/**
 * Kept by hand, for the last section of the report. A table in which we lose and which no remark names is listed there as
 * not explained.
 */
export const remarks: readonly Remark[] = [
  {
    title: "Bundle",
    tables: ["bundle"],
    text: "15,360 bytes were asked for, and the parser of partials alone is more than that. `node .ci/size.mjs --pieces` says what each file takes, and its budgets keep the whole from growing.",
  },
  {
    title: "Generator speed",
    tables: ["generation-100", "generation-1000"],
    text: "json2ts, quicktype and openapi-typescript write types and nothing else; BAML writes types and a thin client, and leaves parsing to a native library. Ours writes types, compiled validators, a schema for each dialect with its way back, tables for partials and the functions, and judges the spec before. After the first run only what changed is written again.",
  },
];
