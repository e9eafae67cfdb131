/**
 * Tests that show what is known to be wrong, by title, with the reason. They are expected to fail: once one does not,
 * it is reported, and its line goes.
 */
export const knownDefects: Readonly<Record<string, string>> = {
  "input-export-renamed is told of a change that is one":
    "has no input- before it, and is safe where callers' imports break",
  "input-deprecation-changed is told of a change that is one": "is dropped for inputs, and the table says it can fire",
  "input-description-changed is told of a change that is one": "is dropped for inputs, and the table says it can fire",
  "input-schema-examples-changed is told of a change that is one":
    "is dropped for inputs, and the table says it can fire",
};

/** Rules that do not fire because of a defect. */
export const neverFired: readonly string[] = Object.keys(knownDefects).flatMap((title) => {
  const [, rule] = /^(\S+) is told of a change that is one$/.exec(title) ?? [];
  return rule === undefined ? [] : [rule];
});
