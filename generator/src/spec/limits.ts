type Limit =
  | "characters"
  | "values"
  | "depth"
  | "aliasedValues"
  | "schemaDepth"
  | "templateTags"
  | "templateDepth"
  | "pathSteps"
  | "patternCharacters"
  | "findings";

/**
 * How much one spec may hold. Each is far beyond what a person writes or a model follows; passing one is a finding at
 * the place where it is passed, so that no file can keep a run busy or bring it down. `docs/specs.md` lists them.
 */
export const limits: Readonly<Record<Limit, number>> = {
  /** Characters of a file. */
  characters: 4 * 1024 * 1024,
  /** Values in a file: scalars, lists and mappings, keys not counted. */
  values: 200_000,
  /** Levels of nesting in a file. */
  depth: 200,
  /** Values that aliases may add to a file. */
  aliasedValues: 20_000,
  /** Schemas that follow one from another through references, properties, elements and unions. */
  schemaDepth: 1000,
  /** Tags (`{{ … }}`) in one text of a prompt. */
  templateTags: 5000,
  /** Blocks inside blocks in one text of a prompt. */
  templateDepth: 50,
  /** Steps of one path in a prompt. */
  pathSteps: 50,
  /** Characters of a pattern. */
  patternCharacters: 10_000,
  /** Findings that are reported for one file. */
  findings: 5000,
};
