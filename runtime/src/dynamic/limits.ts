/**
 * How much a schema may hold that is handed over at run time: far beyond what a model follows. Where they are the same
 * things, these are the limits of `outspec generate`; a dynamic schema has fewer values, as it is compiled while a
 * program runs.
 */
export const limits = {
  /** Values of a schema: scalars, lists and objects, keys not counted. */
  values: 25_000,
  /** Levels of nesting. */
  depth: 200,
  /** Schemas that follow one from another through references, properties, elements and unions. */
  schemaDepth: 1000,
  /** Entries of one `anyOf`, `oneOf`, `allOf`, `patternProperties` or `dependentSchemas`. */
  listed: 500,
  /** Characters of a pattern. */
  patternCharacters: 10_000,
  /** Pairs of positions that are looked at to find out how long all patterns together may take. */
  patternWork: 4_000_000,
  /** Schemas that one value is judged by, each as often as it is come by. */
  judgements: 20_000,
  /** Findings that are told. */
  findings: 20,
} as const;
