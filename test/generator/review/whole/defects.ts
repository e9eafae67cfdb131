/**
 * Tests that show what is known to be wrong, by title, with the reason. They are expected to fail: once one does not,
 * it is reported, and its line goes.
 */
export const knownDefects: Readonly<Record<string, string>> = {};

/** Rules that do not fire because of a defect. */
export const neverFired: readonly string[] = Object.keys(knownDefects).flatMap((title) => {
  const [, rule] = /^(\S+) is told of a change that is one$/.exec(title) ?? [];
  return rule === undefined ? [] : [rule];
});
