import type { Diagnostic } from "./diagnostic.ts";
import { error } from "./finding.ts";

/**
 * Keeps the first findings of each file and says that there are more: a file that is wrong in thousands of places
 * is wrong about one thing. Expects them sorted.
 */
export function limitFindings(diagnostics: readonly Diagnostic[], most: number): readonly Diagnostic[] {
  const counts = new Map<string, number>();
  for (const { range } of diagnostics) counts.set(range.path, (counts.get(range.path) ?? 0) + 1);
  const seen = new Map<string, number>();
  return diagnostics.flatMap((one) => {
    const { path } = one.range;
    const count = counts.get(path) ?? 0;
    const index = seen.get(path) ?? 0;
    seen.set(path, index + 1);
    if (count <= most || index < most) return [one];
    if (index > most) return [];
    const message = `this file has more than ${most.toLocaleString("en")} findings, and the others are not listed`;
    return [
      error("too-many-findings", one.range, message, "mend the first ones: many of the others may follow from them"),
    ];
  });
}
